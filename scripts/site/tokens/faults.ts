/** In plain words: why a verifier refuses a token. */
import { say, verbatim, type Message } from '#text/message.ts';
import { readBase64url, readLoosely, writeBase64url, type Base64urlFault } from './base64url.ts';
import { looksLikeMilliseconds } from './dates.ts';
import { kindOf, type JsonObject } from './json.ts';

/** For a text that is not three parts. */
export function partsFault(
  text: string,
  parts: readonly string[],
  header: JsonObject | undefined,
): Message {
  if (text.trim() === '') return say`Only white space is here.`;
  if (text.trim().startsWith('{')) {
    return say`This is JSON, and not yet a token: a token holds its JSON in base64url, in three parts with dots between them.`;
  }
  if (parts.length === 5 && header && 'enc' in header) {
    return say`Five parts are an encrypted token, a JWE (RFC 7516 §3). It can't be read without its key. A signed token has three parts.`;
  }
  if (parts.length === 1) {
    return say`There is no dot in it. A token is three parts with two dots between them: header.payload.signature (RFC 7515 §7.1).`;
  }
  if (parts.length === 2) {
    return say`It has two parts. The third, the signature, is missing together with its dot; even an Unsecured JWT ends with a dot (RFC 7519 §6).`;
  }
  return say`A signed token has three parts, header.payload.signature (RFC 7515 §7.1). Parts here: ${parts.length}.`;
}

/** For a segment that is not base64url as a JWT writes it. */
export function base64urlFaultText(
  found: { fault: Base64urlFault; at: number; character: string },
  segment: string,
): Message {
  const { fault, at, character } = found;
  const position = at + 1;
  if (/^(?:authorization\s*:\s*)?bearer\s/i.test(segment)) {
    return say`"Bearer" was pasted along. It belongs to the Authorization header, not to the token (RFC 6750 §2.1).`;
  }
  switch (fault) {
    case 'padding':
      return say`It ends with "=". That is padding, and a JWT carries none (RFC 7515 §2).`;
    case 'standard-alphabet':
      return say`Character ${position} is "${character}", from standard base64. base64url has "-" in place of "+", and "_" in place of "/" (RFC 4648 §5).`;
    case 'white-space':
      return say`Character ${position} is ${spaceName(character)}, which often comes along when a token is copied. No white space belongs into a token (RFC 7515 §2).`;
    case 'quote':
      return say`Character ${position} is a quotation mark. It belongs to the code or the JSON around the token, not to the token.`;
    case 'length':
      return say`Its length of ${segment.length} can't be: the last character alone holds six bits, too few for a byte. Some were lost, or one too many was copied.`;
    case 'unused-bits':
      return say`Its last character, "${character}", sets bits that belong to no byte. The same bytes end with "${lastCharacter(segment)}", and only one spelling counts: otherwise one token would have several (RFC 4648 §3.5).`;
    case 'character':
      return say`Character ${position} is ${nameOf(character)}. base64url has A to Z, a to z, 0 to 9, "-" and "_", and nothing else (RFC 4648 §5).`;
  }
}

/** For any `alg` but those that the verifier's key is for. */
export function algorithmFault(header: JsonObject, algorithms: readonly string[]): Message {
  const { alg } = header;
  const agreed = algorithms.map((algorithm) => JSON.stringify(algorithm)).join(', ');
  if (alg === undefined) {
    return say`The header names no algorithm: alg is missing, and it is required (RFC 7515 §4.1.1).`;
  }
  if (typeof alg !== 'string') {
    return say`alg is ${kindOf(alg)}. It has to be the text ${verbatim(agreed)}.`;
  }
  if (/^none$/i.test(alg.trim())) {
    return say`alg is "${cut(alg)}": the sender asks not to be checked. Which algorithm counts is the verifier's choice, never the token's (RFC 8725 §3.1).`;
  }
  const meant = algorithms.find((one) => one.toUpperCase() === alg.trim().toUpperCase());
  if (meant !== undefined) {
    return say`alg is "${cut(alg)}", which is not "${meant}": the name is compared letter by letter (RFC 7515 §4.1.1).`;
  }
  if (!algorithms.includes('HS256')) {
    return /^HS(?:256|384|512)$/.test(alg)
      ? say`alg is "${alg}", which takes a secret, and here a public key checks. Whoever uses that key as a secret believes every forger, for everybody has it (algorithm confusion, RFC 8725 §2.1).`
      : say`alg is "${cut(alg)}". The key is for ${verbatim(agreed)} and for nothing else, whatever the token wishes (RFC 8725 §3.1).`;
  }
  if (/^HS(?:384|512)$/.test(alg)) {
    return say`alg is "${alg}", an HMAC like HS256 but with another hash. A verifier takes the one algorithm that it was set up for (RFC 8725 §3.1).`;
  }
  if (/^(?:[RPE]S\d+K?|EdDSA|Ed25519|Ed448|ML-DSA-\d+)$/.test(alg)) {
    return say`alg is "${alg}": signed with a private key, to be checked with a public one. Here HS256 is agreed, one secret for both, and what the token wishes does not count (RFC 8725 §3.1). If its issuer is yours, choose "a public key" below and paste its key.`;
  }
  return say`alg is "${cut(alg)}". Only exactly "HS256" is taken here (RFC 8725 §3.1).`;
}

/** For a payload that is a token itself; undefined for any other. */
export function nestedFault(payload: string): Message | undefined {
  return /^[\w-]+(?:\.[\w-]*){2,4}$/.test(payload)
    ? say`The payload is itself a token: the two are nested, which cty "JWT" announces (RFC 7519 §5.2). Check the inner one by itself: it stands in the field "Payload".`
    : undefined;
}

/** For a header with `crit`. */
export function critFault(crit: unknown): Message {
  const list: unknown[] = Array.isArray(crit) ? crit : [];
  const names = list.filter((name) => typeof name === 'string').join(', ');
  return names === ''
    ? say`The header has crit, the list of extensions that must be understood. This verifier understands none, so it refuses (RFC 7515 §4.1.11).`
    : say`The header says that ${cut(names)} must be understood (crit). This verifier understands no extension, so it refuses (RFC 7515 §4.1.11).`;
}

/** How many characters of base64url 32 bytes are, which is what HS256 makes. */
const SIGNATURE_LENGTH = 43;

/** For a signature of too few characters, whatever its bits; undefined for any other. */
export function shortSignatureFault({ length }: string): Message | undefined {
  return length > 0 && length < SIGNATURE_LENGTH
    ? say`The signature has ${length} characters, one by HS256 has ${SIGNATURE_LENGTH}: its end is missing.`
    : undefined;
}

const DETACHED = say`There is nothing between the dots: a detached signature, whose payload travels apart from it (RFC 7515 Appendix F). Put the payload back to check it.`;

/** For a signature other than the one that the secret makes. */
export function signatureFault({ length }: Uint8Array, payload: string): Message {
  if (length === 0) {
    return say`The signature is empty. Only a token whose alg is "none" goes without one, and such a token proves nothing.`;
  }
  if (length > 32) {
    const maker = MAKERS[length];
    return maker === undefined
      ? say`The signature has ${length} bytes, one by HS256 has 32.`
      : say`The signature has ${length} bytes, as ${maker} makes them. One by HS256 has 32.`;
  }
  if (payload === '') return DETACHED;
  const read = readBase64url(payload);
  if (read.fault) {
    return say`The signature covers every letter, and the payload is not as it was signed. ${base64urlFaultText(read, payload)}`;
  }
  return say`This is not the signature that the secret makes of header.payload. Something was changed after it was signed, or it was signed with another secret.`;
}

/** For a signature that a public key does not confirm. */
export function otherSignatureFault(bytes: Uint8Array, payload: string): Message {
  if (bytes.length === 0) {
    return say`The signature is empty. Only a token whose alg is "none" goes without one, and such a token proves nothing.`;
  }
  if (payload === '') return DETACHED;
  return bytes[0] === 0x30 && bytes.length >= 68 && bytes.length <= 72
    ? say`The signature has ${bytes.length} bytes and begins as DER does: OpenSSL and AWS KMS write an ECDSA signature that way. In a JWS the two numbers r and s stand one after the other, without more (RFC 7518 §3.4).`
    : say`The owner of this key did not make the signature for header.payload. Something was changed after it was signed, or it was signed with another key.`;
}

const MAKERS: Readonly<Record<number, string>> = {
  48: 'HS384',
  64: 'HS512, ES256',
  96: 'ES384',
  256: 'RS256',
  384: 'RS256',
  512: 'RS256',
};

/** Lab 2's codes for claims. */
export type ClaimsCode = 'claims' | 'expired' | 'not_yet_valid' | 'issuer' | 'audience';

/** For a claim that does not let the token pass. */
export function claimFault(code: ClaimsCode, claim: string, value: unknown): Message {
  switch (code) {
    case 'claims':
      return timeFault(claim, value);
    case 'expired':
      return say`The token has expired: it is refused on exp and after it, so now >= exp (RFC 7519 §4.1.4).`;
    case 'not_yet_valid':
      return typeof value === 'number' && looksLikeMilliseconds(value)
        ? say`nbf is so far away that it must be milliseconds. A NumericDate counts seconds (RFC 7519 §2).`
        : say`The token is not valid yet: it is refused before nbf (RFC 7519 §4.1.5).`;
    case 'issuer':
      return value === undefined
        ? say`iss is missing, and an issuer is asked for (RFC 7519 §4.1.1).`
        : say`iss is another issuer than the one asked for. It is compared letter by letter (RFC 7519 §4.1.1).`;
    case 'audience':
      return value === undefined
        ? say`aud is missing, and an audience is asked for (RFC 7519 §4.1.3).`
        : say`aud does not name the audience asked for: the token was made for somebody else (RFC 7519 §4.1.3).`;
  }
}

function timeFault(claim: string, value: unknown): Message {
  if (typeof value === 'string') {
    return say`${claim} is the text "${cut(value)}". A time is a number of seconds, without quotes (RFC 7519 §2).`;
  }
  if (typeof value !== 'number') {
    return say`${claim} is ${kindOf(value)}. A time is a number of seconds since 1970 (RFC 7519 §2).`;
  }
  return Number.isFinite(value)
    ? say`${claim} is ${value}: a date long past, at or before the first second of 1970 (RFC 7519 §2). Lab 2's verifier takes it for a slip of the issuer's and refuses it before it compares times.`
    : say`${claim} is larger than any number that can be computed with.`;
}

function lastCharacter(segment: string): string {
  return writeBase64url(readLoosely(segment)).slice(-1);
}

function spaceName(character: string): Message {
  if (character === ' ') return say`a space`;
  if (character === '\n' || character === '\r') return say`a line break`;
  if (character === '\t') return say`a tab`;
  return say`an invisible space (${codePoint(character)})`;
}

/** The character, or its number where nobody would see it. */
function nameOf(character: string): string {
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `"${character}"` : codePoint(character);
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}

/** As much of a sender's text as a sentence bears. */
export function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
