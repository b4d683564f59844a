/** What lab 2's verifier lets pass, and a reader should know all the same. */
import { say, verbatim, type Message } from '#text/message.ts';
import { isTime, looksLikeMilliseconds } from './dates.ts';
import { cut } from './faults.ts';
import { kindOf, type JsonObject } from './json.ts';
import type { ReadPart } from './read-part.ts';

/** So many of a part are read; a hostile token could ask for thousands. */
const MOST = 20;

/** @param now seconds since 1970 */
export function remarksOn(header: ReadPart, payload: ReadPart, now: number): Message[] {
  const onPayload = payload.object ? onClaims(payload.object, now) : [];
  return [
    ...[...duplicates(header), ...onHeader(header.object ?? {})].slice(0, MOST),
    ...[...duplicates(payload), ...onPayload].slice(0, MOST),
  ];
}

function duplicates({ duplicates: names }: ReadPart): Message[] {
  return names.map(
    (name) =>
      say`"${cut(name)}" is there more than once. JSON.parse takes the last one, others refuse or take the first: two readers would see two tokens (RFC 7519 §4).`,
  );
}

/** Header members by which a sender would choose the key that he is checked with. */
const KEY_HINTS = ['kid', 'jku', 'jwk', 'x5u', 'x5c'];

function onHeader(header: JsonObject): Message[] {
  const found = KEY_HINTS.filter((name) => Object.hasOwn(header, name)).map(
    (name) =>
      say`${name} was written by the sender. A verifier may look for it in its own list of keys, and must not fetch or trust a key because of it (RFC 8725 §3.10).`,
  );
  const { typ } = header;
  if (typ !== undefined && typ !== 'JWT') {
    found.push(
      say`typ is ${typeof typ === 'string' ? verbatim(JSON.stringify(cut(typ))) : kindOf(typ)}, so it may be another kind of token than you expect (RFC 8725 §3.11).`,
    );
  }
  return found;
}

function onClaims(claims: JsonObject, now: number): Message[] {
  return [
    ...onTimes(claims, now),
    ...['iss', 'sub', 'jti'].flatMap((name) =>
      claims[name] === undefined || typeof claims[name] === 'string'
        ? []
        : [say`${name} should be a text (RFC 7519 §4.1).`],
    ),
    ...Object.entries(claims).flatMap(([name, value]) => onClaim(name, value)),
  ];
}

function onTimes(claims: JsonObject, now: number): Message[] {
  const found: Message[] = [];
  for (const name of ['exp', 'nbf', 'iat']) {
    const time = claims[name];
    if (isTime(time) && looksLikeMilliseconds(time)) {
      found.push(
        say`${name} is so far away that it must be milliseconds: Date.now() counts those, a NumericDate counts seconds (RFC 7519 §2). No verifier notices.`,
      );
    }
  }
  const { exp, iat } = claims;
  if (exp === undefined) {
    found.push(say`There is no exp: the token never expires, and nobody can take it back.`);
  }
  if (isTime(iat) && iat > now && !looksLikeMilliseconds(iat)) {
    found.push(say`iat is in the future: the issuer's clock and this one don't agree.`);
  }
  if (isTime(exp) && isTime(iat) && exp <= iat) {
    found.push(say`exp is not after iat: there was no moment at which this token was good.`);
  }
  return found;
}

function onClaim(name: string, value: unknown): Message[] {
  if (/pass(?:word|wd|phrase)|secret|credit|ssn/i.test(name)) {
    return [
      say`"${cut(name)}" can be read by everybody who holds the token. It is signed, not encrypted.`,
    ];
  }
  if (name === 'rank' && typeof value === 'string') {
    return [
      say`rank is the text ${JSON.stringify(cut(value))}. Texts compare letter by letter: "9" > "15" is true.`,
    ];
  }
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return [
      say`"${cut(name)}" is too large for JavaScript to hold exactly: write such a number as a text.`,
    ];
  }
  return [];
}
