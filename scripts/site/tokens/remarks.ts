/** What lab 2's verifier lets pass, and a reader should know all the same. */
import { say, type Message } from '#text/message.ts';
import { isTime, looksLikeMilliseconds } from './dates.ts';
import type { JsonObject } from './json.ts';
import type { ReadPart } from './read-part.ts';

export interface Remark {
  readonly about: 'header' | 'payload';
  readonly text: Message;
}

/** @param now seconds since 1970 */
export function remarksOn(header: ReadPart, payload: ReadPart, now: number): Remark[] {
  return [
    ...[...duplicates(header), ...(header.object ? onHeader(header.object) : [])].map(
      (text): Remark => ({ about: 'header', text }),
    ),
    ...[...duplicates(payload), ...(payload.object ? onClaims(payload.object, now) : [])].map(
      (text): Remark => ({ about: 'payload', text }),
    ),
  ];
}

function duplicates({ duplicates: names }: ReadPart): Message[] {
  return names.map(
    (name) =>
      say`"${name}" is there more than once. JSON.parse takes the last one, others refuse or take the first: two readers would see two tokens (RFC 7519 §4).`,
  );
}

/** Header members by which a sender would choose the key that he is checked with. */
const KEY_HINTS = ['kid', 'jku', 'jwk', 'x5u', 'x5c'];

function onHeader(header: JsonObject): Message[] {
  const found: Message[] = [];
  for (const name of KEY_HINTS) {
    if (Object.hasOwn(header, name)) {
      found.push(
        say`${name} was written by the sender. A verifier may look for it in its own list of keys, and must not fetch or trust a key because of it (RFC 8725 §3.10).`,
      );
    }
  }
  const { typ } = header;
  if (typ !== undefined && typ !== 'JWT') {
    found.push(
      say`typ is ${JSON.stringify(typ)}, so it may be another kind of token than you expect (RFC 8725 §3.11).`,
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
      say`"${name}" can be read by everybody who holds the token. It is signed, not encrypted.`,
    ];
  }
  if (name === 'rank' && typeof value === 'string') {
    return [
      say`rank is the text ${JSON.stringify(value)}. Texts compare letter by letter: "9" > "15" is true.`,
    ];
  }
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return [
      say`"${name}" is too large for JavaScript to hold exactly: write such a number as a text.`,
    ];
  }
  return [];
}
