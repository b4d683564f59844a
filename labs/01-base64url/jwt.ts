/*
 * Lab 1 · Build a JWT by hand
 *
 * spark@rubywave.io logs in, and from now on each of his requests carries this text:
 *
 *     eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwi…
 *
 * It looks encrypted. It is not: it is JSON in another alphabet, and by the end of this file you
 * can write it and read it without any key.
 *
 * Work through the TODOs in order: `npm run lab:1` says after each what is right and what is not.
 */

/** What can be wrong with a token, for a program to tell apart. */
export type JwtErrorCode = 'malformed';

/** Given: the error that every function of this file throws for a bad token or segment. */
export class JwtError extends Error {
  readonly code: JwtErrorCode;

  constructor(code: JwtErrorCode, message: string) {
    super(message);
    this.name = 'JwtError';
    this.code = code;
  }
}

/** Given: the 64 characters of base64url, each at the place that is its value (RFC 4648 §5). */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The bytes as base64url text, without padding (RFC 4648 §5, RFC 7515 §2). */
export function base64urlEncode(bytes: Uint8Array): string {
  // TODO 1: cut the bytes into groups of 6 bits and write each group as its character.
  // 할 일 1: 바이트를 6비트씩 나누고, 묶음마다 해당하는 글자를 쓰세요.
  throw new Error('TODO 1: encode bytes as base64url');
}

/**
 * The bytes that a base64url text stands for.
 * Throws a JwtError "malformed" for every text that `base64urlEncode` would not have written.
 */
export function base64urlDecode(text: string): Uint8Array {
  // TODO 2: turn each character back into 6 bits, and refuse every text that is not base64url.
  // 할 일 2: 글자를 다시 6비트로 바꾸고, base64url이 아닌 문자열은 모두 거부하세요.
  throw new Error('TODO 2: decode base64url, strictly');
}

/** One part of a token: the value as JSON, as UTF-8 bytes, as base64url (RFC 7519 §7.1). */
export function encodeSegment(value: object): string {
  // TODO 3a: write the value as JSON, the JSON as UTF-8 bytes, the bytes as base64url.
  // 할 일 3a: 값을 JSON으로, JSON을 UTF-8 바이트로, 바이트를 base64url로 쓰세요.
  throw new Error('TODO 3: encode an object as a segment');
}

/**
 * The JSON object in one part of a token (RFC 7519 §7.2).
 * Throws a JwtError "malformed" for anything else.
 */
export function decodeSegment(segment: string): Record<string, unknown> {
  // TODO 3b: go the way back, and refuse what is not UTF-8, not JSON, or not a JSON object.
  // 할 일 3b: 거꾸로 되돌리고, UTF-8이나 JSON이나 JSON 객체가 아니면 거부하세요.
  throw new Error('TODO 3: decode a segment to an object');
}

/** The payload as an Unsecured JWT (RFC 7519 §6): nothing protects it. */
export function encodeUnsecured(payload: object): string {
  // TODO 4: join a header with alg "none", the payload, and an empty signature.
  // 할 일 4: alg가 "none"인 헤더, 페이로드, 빈 서명을 이어 붙이세요.
  throw new Error('TODO 4: build an Unsecured JWT');
}

/**
 * The parts of a token, read and NOT verified: anyone could have written them.
 * The signature comes as its bytes. Throws a JwtError "malformed" for what has not the form of
 * a JWT (RFC 7515 §7.1).
 */
export function decodeUnverified(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signature: Uint8Array;
} {
  // TODO 5: take the token apart; it has exactly three parts.
  // 할 일 5: 토큰을 나누세요. 정확히 세 부분이어야 합니다.
  throw new Error('TODO 5: read a token without verifying it');
}
