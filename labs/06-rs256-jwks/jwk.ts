/*
 * Lab 6 · Publish a key, and let the gateway check: the key
 *
 * An HS256 secret can't be published, for whoever checks with it can also sign. An RSA key has two
 * halves: the private one signs, the public one only checks, and that one everybody may have. It
 * travels as a JWK, a JSON Web Key (RFC 7517):
 *
 *     {"kty":"RSA","n":"0vx7ago…","e":"AQAB","kid":"NzbLsXh8…","use":"sig","alg":"RS256"}
 *
 * Work through the TODOs in order: `npm run lab:6` says after each what is right and what is not.
 */
import type { KeyObject } from 'node:crypto';

/** The public half of an RSA key as it is published. */
export interface PublicJwk {
  readonly kty: 'RSA';
  /** The modulus and the exponent, in base64url. */
  readonly n: string;
  readonly e: string;
  /** The key's id: its thumbprint. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
}

/**
 * The key's fingerprint (RFC 7638): the same for the private and the public half, and another one for
 * every other key.
 *
 * @throws RangeError where it is no RSA key for RS256, or one of fewer than 2048 bits (RFC 7518 §3.3)
 */
export function thumbprint(key: KeyObject): string {
  // TODO 1: hash the required members of the public key, in order, without a blank.
  // 할 일 1: 공개 키의 필수 멤버만 순서대로, 공백 없이 적어 해시하세요.
  throw new Error('TODO 1: make the thumbprint');
}

/**
 * The key as it is published. Of a private key it is the public half.
 *
 * @throws RangeError where it is no RSA key for RS256, or one of fewer than 2048 bits (RFC 7518 §3.3)
 */
export function publicJwk(key: KeyObject): PublicJwk {
  // TODO 1: return the six public members, and refuse a key that RS256 can't use.
  // 할 일 1: 공개 멤버 여섯 개만 돌려주고, RS256에 쓸 수 없는 키는 거부하세요.
  throw new Error('TODO 1: the public half as a JWK');
}
