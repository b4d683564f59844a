/*
 * Lab 7 · Attack and defend: the verifier of the API
 *
 * It works: whoever has a genuine token comes in. It has five flaws, one for each step, and each is
 * the same sentence: the token decided. First break in (attacks.ts), then mend what let you in here.
 * Refuse with the code that the lesson's table names, and let every genuine token in.
 *
 * `npm run lab:7` says after each step what is right and what is not.
 */
import { createHmac, createPublicKey, timingSafeEqual, verify as rsaVerify } from 'node:crypto';
import type { Jwk } from './evidence.ts';

/** What can be wrong with a token, in the order in which it is looked for. */
export type JwtErrorCode =
  | 'malformed'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'type'
  | 'claims'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience';

/** Given: the only error that leaves `verify`, whatever the token is. */
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

export interface VerifyOptions {
  /** The keys that you trust, by their kid. Some are another issuer's, and not all are for RS256. */
  readonly keys: Readonly<Record<string, Jwk>>;
  /** Whose tokens are welcome: the text that `iss` has to be. */
  readonly issuer: string;
  /** Who you are: the text that `aud` has to name. */
  readonly audience: string;
  /** The time of the check, in seconds since 1970; the clock's where it is left out. */
  readonly now?: number;
}

/**
 * The claims of an access token that is genuine, within its time, and meant for you (RFC 9068 §4).
 *
 * @param token whatever a client sent
 * @throws JwtError, with the first code of the list above that applies
 */
export function verify(token: string, options: VerifyOptions): JsonObject {
  const { keys, now = Date.now() / 1000 } = options;

  // TODO 5: refuse as "malformed" what is not three parts of base64url with two JSON objects.
  // 할 일 5: base64url 세 부분과 JSON 객체 둘로 된 토큰이 아니면 "malformed"로 거부하세요.
  const [encodedHeader = '', encodedPayload = '', encodedSignature = ''] = token.split('.');
  const header = decode(encodedHeader);
  const payload = decode(encodedPayload);
  const signature = Buffer.from(encodedSignature, 'base64url');

  // TODO 1: refuse as "algorithm" any alg but exactly "RS256", and any crit.
  // 할 일 1: alg가 정확히 "RS256"이 아니거나 crit가 있으면 "algorithm"으로 거부하세요.
  if (header['alg'] === 'none') throw new JwtError('algorithm', 'alg is "none"');
  const alg = String(header['alg']).toUpperCase();

  // TODO 3: take only a key that kid names among your keys; there is none: "key".
  // 할 일 3: kid가 가리키는, 내 키 목록에 있는 키만 쓰세요. 없으면 "key"입니다.
  const jwk = (header['jwk'] ?? keys[String(header['kid'])] ?? '') as Jwk | '';

  // TODO 2: refuse as "algorithm" a key that is not for RS256.
  // 할 일 2: RS256용이 아닌 키는 "algorithm"으로 거부하세요.
  if (alg !== 'NONE' && !holds(alg, jwk, `${encodedHeader}.${encodedPayload}`, signature)) {
    throw new JwtError('signature', 'the signature does not hold');
  }

  // TODO 4: ask what the token is for (typ: "type") here, and after its times who wrote it
  //   (iss: "issuer") and for whom (aud: "audience").
  // 할 일 4: 여기서 토큰의 용도(typ: "type")를 확인하고, 시각 다음에 발급자(iss: "issuer")와
  //   수신자(aud: "audience")를 확인하세요.
  checkTime(payload, now);
  return payload;
}

/** Whether the signature is the one that this algorithm makes of the text with this key. */
function holds(alg: string, jwk: Jwk | '', signingInput: string, signature: Buffer): boolean {
  if (alg === 'HS256') {
    const expected = createHmac('sha256', secretOf(jwk)).update(signingInput).digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
  return rsaVerify('RSA-SHA256', Buffer.from(signingInput), publicKeyOf(jwk), signature);
}

/** The secret in a key; of a public key its text, as it would stand in a configuration. */
function secretOf(jwk: Jwk | ''): string | Buffer {
  if (jwk === '') return jwk;
  if (jwk.kty === 'oct') return Buffer.from(String(jwk.k), 'base64url');
  return publicKeyOf(jwk).export({ type: 'spki', format: 'pem' });
}

function publicKeyOf(jwk: Jwk | '') {
  if (jwk === '') throw new JwtError('key', 'there is no key');
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** Given, as in lab 2: exp and nbf are numbers where they are there, and now lies between them. */
function checkTime(payload: JsonObject, now: number): void {
  const { exp, nbf } = payload;
  if (exp !== undefined && (typeof exp !== 'number' || exp <= 0)) {
    throw new JwtError('claims', 'exp is not a number of seconds');
  }
  if (nbf !== undefined && typeof nbf !== 'number') {
    throw new JwtError('claims', 'nbf is not a number of seconds');
  }
  if (exp !== undefined && now >= exp) throw new JwtError('expired', `expired since ${exp}`);
  if (nbf !== undefined && now < nbf) throw new JwtError('not_yet_valid', `not before ${nbf}`);
}

/** The JSON in one part of a token. */
function decode(segment: string): JsonObject {
  return JSON.parse(Buffer.from(segment, 'base64url').toString()) as JsonObject;
}
