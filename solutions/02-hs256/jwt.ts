/*
 * Lab 2 · Sign it, and check it
 *
 * In lab 1 anyone could write a token: make the rank "99", encode, done. From here on the server
 * puts a signature under what it says, and only a holder of its secret can write that signature:
 *
 *     eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwi….EAwn7cPU2vMYZ__9g5H0…
 *     header                               payload                       signature
 *
 * The token stays readable by everyone. What changes is that you can tell whether it is yours.
 *
 * Work through the TODOs in order: `npm run lab:2` says after each what is right and what is not.
 */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What can be wrong with a token, for a program to tell apart. */
export type JwtErrorCode =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'claims'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience';

/** Given: the error that every function of this file throws for a bad token. */
export class JwtError extends Error {
  readonly code: JwtErrorCode;

  constructor(code: JwtErrorCode, message: string) {
    super(message);
    this.name = 'JwtError';
    this.code = code;
  }
}

/** A header or a claims set. What its members hold is the sender's choice, so it is `unknown`. */
export type JsonObject = Record<string, unknown>;

export interface IssueOptions {
  /** The token's lifetime, in whole seconds. */
  expiresInSeconds: number;
  /** The time of issue, in seconds since 1970; the clock's where it is left out. */
  now?: number;
}

export interface VerifyOptions {
  /** Whose tokens are welcome: compared with `iss`. Left out, `iss` is not looked at. */
  issuer?: string;
  /** Who you are: looked for in `aud`. Left out, `aud` is not looked at. */
  audience?: string;
  /** The time of the check, in seconds since 1970, fractions allowed; the clock's if left out. */
  now?: number;
  /** How far the issuer's clock and yours may be apart, in seconds; 0 where it is left out. */
  clockToleranceSeconds?: number;
}

/**
 * The key for HS256 made from a secret. Make it once, outside the handler.
 *
 * @param secret at least 32 bytes; a text stands for its UTF-8 bytes
 * @throws RangeError where the secret is shorter than that (RFC 7518 §3.2)
 */
export function importSecret(secret: string | Uint8Array): KeyObject {
  // Bytes, not characters: a letter of Hangul is three bytes of key.
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
  if (bytes.length < 32) {
    throw new RangeError(`an HS256 secret has at least 32 bytes, this one has ${bytes.length}`);
  }
  return createSecretKey(bytes);
}

/**
 * A token that says `payload` and is signed with HS256 (RFC 7515 §5.1, RFC 7518 §3.2).
 * The header is `{"alg":"HS256","typ":"JWT"}`; the payload goes in as given, nothing added.
 */
export function sign(payload: object, key: KeyObject): string {
  const signingInput = `${HEADER}.${encodeSegment(payload)}`;
  return `${signingInput}.${hmacSha256(signingInput, key).toString('base64url')}`;
}

// The header is the same in every token of ours, so it is encoded once.
const HEADER = encodeSegment({ alg: 'HS256', typ: 'JWT' });

function hmacSha256(text: string, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/**
 * What a token says, once its signature holds. Its claims, `exp` too, are NOT checked: see `verify`.
 *
 * @param token whatever a client sent
 * @throws JwtError "malformed", "algorithm" or "signature", and nothing else (RFC 7515 §5.2)
 */
export function verifySignature(
  token: string,
  key: KeyObject,
): { header: JsonObject; payload: JsonObject } {
  // 1. Three parts. TypeScript's types end where the network begins: look at the type as well.
  const parts = typeof token === 'string' ? token.split('.') : [];
  if (parts.length !== 3) throw new JwtError('malformed', 'a token has three parts');
  const [encodedHeader, encodedPayload, encodedSignature] = parts as [string, string, string];

  // 2. The header may ask for anything. It is compared with our choice and never followed.
  const header = decodeSegment(encodedHeader);
  if (header.alg !== 'HS256') throw new JwtError('algorithm', 'alg is not "HS256"');
  if (Object.hasOwn(header, 'crit')) {
    throw new JwtError('algorithm', 'crit names extensions, and this file understands none');
  }

  // 3. The signature covers the text that came: the same JSON, written anew, may be other bytes.
  const received = decodeBase64url(encodedSignature);
  const expected = hmacSha256(`${encodedHeader}.${encodedPayload}`, key);
  // Length first: timingSafeEqual throws a RangeError on two lengths, and 32 is no secret.
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    throw new JwtError('signature', 'the signature does not hold');
  }

  // 4. Only now is the payload ours, and worth parsing.
  return { header, payload: decodeSegment(encodedPayload) };
}

/**
 * A signed token that says `claims`, when it was issued (`iat`) and when it expires (`exp`), both
 * in whole seconds (RFC 7519 §4.1.4, §4.1.6).
 *
 * @throws RangeError where `expiresInSeconds` is not a positive whole number
 */
export function issue(claims: object, key: KeyObject, options: IssueOptions): string {
  const { expiresInSeconds, now = Date.now() / 1000 } = options;
  // Number.isInteger also refuses the text "3600", which an environment variable would bring.
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds <= 0) {
    throw new RangeError('expiresInSeconds is a positive whole number');
  }
  const iat = Math.floor(now);
  return sign({ ...claims, iat, exp: iat + expiresInSeconds }, key);
}

/**
 * The claims of a token that is genuine, within its time, and meant for you (RFC 7519 §7.2).
 *
 * @param token whatever a client sent
 * @throws JwtError as `verifySignature`, and then "claims", "expired", "not_yet_valid", "issuer"
 *   or "audience"
 */
export function verify(token: string, key: KeyObject, options: VerifyOptions = {}): JsonObject {
  const { issuer, audience, now = Date.now() / 1000, clockToleranceSeconds = 0 } = options;
  // NaN would pass every comparison below as "not expired".
  if (!Number.isFinite(now) || !Number.isFinite(clockToleranceSeconds)) {
    throw new RangeError('now and clockToleranceSeconds are finite numbers');
  }

  const { payload } = verifySignature(token, key);

  const exp = readTime(payload, 'exp');
  // No exp means "never expires", so an exp that makes no sense must not be taken for none.
  if (exp !== undefined && exp <= 0) throw new JwtError('claims', 'exp is not a time');
  if (exp !== undefined && now >= exp + clockToleranceSeconds) {
    throw new JwtError('expired', `expired since ${exp}`);
  }
  const nbf = readTime(payload, 'nbf');
  if (nbf !== undefined && now < nbf - clockToleranceSeconds) {
    throw new JwtError('not_yet_valid', `not valid before ${nbf}`);
  }
  readTime(payload, 'iat');

  if (issuer !== undefined && payload.iss !== issuer) {
    throw new JwtError('issuer', 'iss is not the issuer asked for');
  }
  // aud is one text or an array of them (RFC 7519 §4.1.3); on a text, includes() finds substrings.
  const audiences: unknown[] = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
  if (audience !== undefined && !audiences.includes(audience)) {
    throw new JwtError('audience', 'aud does not name the audience asked for');
  }
  return payload;
}

/** A claim in seconds since 1970, undefined where the token has none (RFC 7519 §2, NumericDate). */
function readTime(payload: JsonObject, name: 'exp' | 'nbf' | 'iat'): number | undefined {
  const value = payload[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new JwtError('claims', `${name} is not a number of seconds`);
  }
  return value;
}

/** Given, as in lab 1: one part of a token, the value as JSON, as UTF-8, as base64url. */
export function encodeSegment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Given, as in lab 1: the JSON object in one part of a token; anything else is "malformed". */
export function decodeSegment(segment: string): JsonObject {
  const value = parseJson(decodeBase64url(segment));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new JwtError('malformed', 'a segment does not hold a JSON object');
  }
  return value as JsonObject;
}

/** Given, as in lab 1: the bytes of base64url text; padding or any other character is "malformed". */
export function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  // Buffer skips what is not base64url. Whatever it skipped is missing when the bytes are encoded.
  if (bytes.toString('base64url') !== text) {
    throw new JwtError('malformed', 'a segment is not base64url');
  }
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new JwtError('malformed', 'a segment is not JSON in UTF-8');
  }
}
