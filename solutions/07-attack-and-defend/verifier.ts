/*
 * Lab 7 · Attack and defend: the verifier of the API
 *
 * It works: whoever has a genuine token comes in. It has five flaws, one for each step, and each is
 * the same sentence: the token decided. First break in (attacks.ts), then mend what let you in here.
 * Refuse with the code that the lesson's table names, and let every genuine token in.
 *
 * `npm run lab:7` says after each step what is right and what is not.
 */
import { createPublicKey, verify as rsaVerify } from 'node:crypto';
import type { Jwk } from './evidence.ts';
import { memberNames } from './member-names.ts';

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
  const { keys, issuer, audience, now = Date.now() / 1000 } = options;

  // 5. One token has one spelling. Its text may be on a list, in a log or in a cache key.
  const parts = typeof token === 'string' ? token.split('.') : [];
  if (parts.length !== 3) throw new JwtError('malformed', 'a token has three parts');
  const [encodedHeader, encodedPayload, encodedSignature] = parts as [string, string, string];
  const header = decodeObject(encodedHeader);
  const payload = decodeObject(encodedPayload);
  const signature = decodeBytes(encodedSignature);

  // 1. What is let in is named, and not what is refused. The token has no say in it.
  if (header['alg'] !== 'RS256') throw new JwtError('algorithm', 'alg is not "RS256"');
  if (Object.hasOwn(header, 'crit')) {
    throw new JwtError('algorithm', 'crit names extensions, and this verifier understands none');
  }

  // 3. kid is a name to look up in our own list. hasOwn, because every object has a "__proto__".
  const { kid } = header;
  const jwk = typeof kid === 'string' && Object.hasOwn(keys, kid) ? keys[kid] : undefined;
  if (jwk === undefined) throw new JwtError('key', 'kid names none of our keys');

  // 2. The key knows what it is for (RFC 7517 §4.4): it never becomes the key of another algorithm.
  if (jwk.alg !== 'RS256') throw new JwtError('algorithm', 'the key is not for RS256');
  if (!holds(jwk, `${encodedHeader}.${encodedPayload}`, signature)) {
    throw new JwtError('signature', 'the signature does not hold');
  }

  // 4. The signature says that an issuer of ours wrote this. What for, which one, and to whom?
  if (!isAccessToken(header['typ'])) throw new JwtError('type', 'typ is not "at+jwt"');
  checkTime(payload, now);
  if (payload['iss'] !== issuer) throw new JwtError('issuer', 'iss is not the issuer asked for');
  // On a text, includes() would find parts of it.
  const audiences: unknown[] = Array.isArray(payload['aud']) ? payload['aud'] : [payload['aud']];
  if (!audiences.includes(audience)) throw new JwtError('audience', 'aud does not name us');
  return payload;
}

/** Whether the signature is the one that RS256 makes of the text with the private half of this key. */
function holds(jwk: Jwk, signingInput: string, signature: Buffer): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return rsaVerify('RSA-SHA256', Buffer.from(signingInput), key, signature);
}

/** A media type is compared in any case, and "application/" may be left out (RFC 7515 §4.1.9). */
function isAccessToken(typ: unknown): boolean {
  return typeof typ === 'string' && /^(?:application\/)?at\+jwt$/i.test(typ);
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

/** The JSON object in one part of a token: no other value, and no member twice. */
function decodeObject(segment: string): JsonObject {
  const bytes = decodeBytes(segment);
  let json = '';
  let value: unknown;
  try {
    json = utf8.decode(bytes);
    value = JSON.parse(json);
  } catch {
    throw new JwtError('malformed', 'a part is not JSON in UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new JwtError('malformed', 'a part is not a JSON object');
  }
  // JSON.parse takes the last of two, others take the first: two programs read two tokens.
  const names = memberNames(json);
  if (new Set(names).size !== names.length) throw new JwtError('malformed', 'a member comes twice');
  return value as JsonObject;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes in one part of a token. */
function decodeBytes(segment: string): Buffer {
  const bytes = Buffer.from(segment, 'base64url');
  // Buffer skips what it does not know: only the one right spelling comes out as it went in.
  if (bytes.toString('base64url') !== segment) {
    throw new JwtError('malformed', 'a part is not base64url');
  }
  return bytes;
}
