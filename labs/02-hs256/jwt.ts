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
import type { KeyObject } from 'node:crypto';

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
  // TODO 1: refuse a secret under 32 bytes, and make a KeyObject of any other.
  // 할 일 1: 32바이트보다 짧은 비밀 키는 거부하고, 나머지는 KeyObject로 만드세요.
  throw new Error('TODO 1: make a key from the secret');
}

/**
 * A token that says `payload` and is signed with HS256 (RFC 7515 §5.1, RFC 7518 §3.2).
 * The header is `{"alg":"HS256","typ":"JWT"}`; the payload goes in as given, nothing added.
 */
export function sign(payload: object, key: KeyObject): string {
  // TODO 2: encode the header and the payload, and put their signature behind them.
  // 할 일 2: 헤더와 페이로드를 인코딩하고, 그 뒤에 서명을 붙이세요.
  throw new Error('TODO 2: sign a payload');
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
  // TODO 3: read the header, check the signature, and only then read the payload.
  // 할 일 3: 헤더를 읽고 서명을 검증한 다음에만 페이로드를 읽으세요.
  throw new Error('TODO 3: verify the signature');
}

/**
 * A signed token that says `claims`, when it was issued (`iat`) and when it expires (`exp`), both
 * in whole seconds (RFC 7519 §4.1.4, §4.1.6).
 *
 * @throws RangeError where `expiresInSeconds` is not a positive whole number
 */
export function issue(claims: object, key: KeyObject, options: IssueOptions): string {
  // TODO 4: add iat and exp to the claims, and sign them.
  // 할 일 4: 클레임에 iat와 exp를 더하고 서명하세요.
  throw new Error('TODO 4: issue a token that expires');
}

/**
 * The claims of a token that is genuine, within its time, and meant for you (RFC 7519 §7.2).
 *
 * @param token whatever a client sent
 * @throws JwtError as `verifySignature`, and then "claims", "expired", "not_yet_valid", "issuer"
 *   or "audience"
 */
export function verify(token: string, key: KeyObject, options: VerifyOptions = {}): JsonObject {
  // TODO 5: verify the signature first, then the time, then iss and aud where they are asked for.
  // 할 일 5: 서명을 먼저 검증하고, 시각을, 그다음 요구받은 iss와 aud를 검증하세요.
  throw new Error('TODO 5: verify the token and its claims');
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
