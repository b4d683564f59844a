/*
 * Lab 7 · Attack and defend: the forgeries
 *
 * neon has rank "9". Each function here makes a token that lets him in as rank "99", at the flawed
 * verifier of its step (flawed.ts). Read that verifier's few lines first: the way in stands there.
 *
 * These tokens are for the verifiers of this lab: try nothing of it on a system that is not yours.
 *
 * `npm run lab:7` says after each step what is right and what is not.
 */
import type { Evidence, Jwks } from './evidence.ts';

/** neon's token with rank "99" and without any signature (RFC 8725 §2.1). */
export function forgeUnsigned(token: string): string {
  // TODO 1: write rank "99" into the payload, and an alg that asks for no signature.
  // 할 일 1: 페이로드의 rank를 "99"로 바꾸고, 서명이 필요 없는 alg를 쓰세요.
  throw new Error('TODO 1: forge a token without a signature');
}

/** neon's token with rank "99", signed with what everybody can read (RFC 8725 §2.1). */
export function forgeWithPublicKey(token: string, jwks: Jwks): string {
  // TODO 2: sign with HS256; the secret is the text of a public key.
  // 할 일 2: HS256으로 서명하세요. 비밀 키는 공개 키의 텍스트입니다.
  throw new Error('TODO 2: forge a token with the public key');
}

/** neon's token with rank "99", signed with a key of his own. */
export function forgeWithOwnKey(token: string): string {
  // TODO 3a: make a key pair, and send the public key along in the header.
  // 할 일 3a: 키 쌍을 만들고, 공개 키를 헤더에 함께 보내세요.
  throw new Error('TODO 3: forge a token that brings its key along');
}

/** neon's token with rank "99", signed with the key that is found where there is none. */
export function forgeWithUnknownKid(token: string): string {
  // TODO 3b: name a key that does not exist, and sign with what the verifier takes in its place.
  // 할 일 3b: 없는 키의 이름을 대고, 검증기가 그 대신 쓰는 것으로 서명하세요.
  throw new Error('TODO 3: forge a token with a kid that nobody knows');
}

/** Tokens that are genuine, say rank "99", and were never meant for this API (RFC 8725 §2.7, §2.8). */
export interface Substitutes {
  /** Made to tell an app who has logged in, not to open doors. */
  readonly idToken: string;
  /** An access token for another service. */
  readonly otherAudience: string;
  /** An access token of another issuer. */
  readonly otherIssuer: string;
}

/** Nothing is forged here, only chosen: three tokens out of the evidence. */
export function substitute(evidence: Evidence): Substitutes {
  // TODO 4: find out which of the tokens is which.
  // 할 일 4: 어느 토큰이 무엇인지 알아내세요.
  throw new Error('TODO 4: choose the tokens');
}

/** The word that an HS256 token is signed with; undefined where it is none of these words. */
export function crack(token: string, words: readonly string[]): string | undefined {
  // TODO 5a: try the words, one after the other, until the signature comes out.
  // 할 일 5a: 서명이 같아질 때까지 단어를 하나씩 대입하세요.
  throw new Error('TODO 5: find the secret');
}

/** The same token in another spelling, which a lax decoder accepts. */
export function twin(token: string): string {
  // TODO 5b: change the text of the signature, and not one of its bytes.
  // 할 일 5b: 서명의 바이트는 하나도 바꾸지 말고 텍스트만 바꾸세요.
  throw new Error('TODO 5: spell the token in another way');
}

/** Given: what a token says. Nothing is checked. */
export function readToken(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
} {
  const [header = '', payload = ''] = token.split('.');
  return { header: decodeSegment(header), payload: decodeSegment(payload) };
}

function decodeSegment(segment: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;
}

/** Given: one part of a token, the value as JSON, as UTF-8, as base64url. */
export function encodeSegment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
