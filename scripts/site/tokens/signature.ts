/** Signatures of JWS by WebCrypto, in a browser and in Node alike: RFC 7518 §3.1, and Ed25519 of RFC 8037. */
import { say, type Message } from '#text/message.ts';
import { readBase64url } from './base64url.ts';
import { asObject, type JsonObject } from './json.ts';
import { algorithmsOf, type PublicKey } from './public-key.ts';
import { readPart } from './read-part.ts';

/** A key of WebCrypto, however the platform names its type. */
export type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.deriveKey>>;

/** What a verifier's key says of one token. */
export interface KeyAnswer {
  /** The algorithms that the key is for; the verifier takes no other. */
  readonly algorithms: readonly string[];
  /** Whether the signature holds; left out where there is no key to tell. */
  readonly holds?: boolean | undefined;
  /** Why no key is there for this token. */
  readonly fault?: Message | undefined;
}

interface Algorithm {
  /** How a key is imported or made for it. */
  readonly key: { readonly name: string; readonly hash: string; readonly namedCurve: string };
  /** How it signs and verifies. */
  readonly use: { readonly name: string; readonly hash: string; readonly saltLength: number };
}

const CURVES: Readonly<Record<string, string>> = { 256: 'P-256', 384: 'P-384', 512: 'P-521' };
const NAMES: Readonly<Record<string, string>> = {
  HS: 'HMAC',
  RS: 'RSASSA-PKCS1-v1_5',
  PS: 'RSA-PSS',
  ES: 'ECDSA',
};

/** WebCrypto's name and settings for `alg`; what one algorithm does not need it does not look at. */
export function algorithmOf(alg: string): Algorithm {
  const [, family = '', bits = ''] = /^([HRPE]S)(256|384|512)$/.exec(alg) ?? [];
  const name = NAMES[family] ?? 'Ed25519';
  const hash = `SHA-${bits}`;
  return {
    key: { name, hash, namedCurve: CURVES[bits] ?? '' },
    // RFC 7518 §3.5: the salt is as long as the hash.
    use: { name, hash, saltLength: Number(bits) / 8 },
  };
}

/** Missing where the page is not trusted: neither https nor this machine nor a file. */
export function canSign(): boolean {
  return (globalThis as { crypto?: { subtle?: object } }).crypto?.subtle !== undefined;
}

/** @param secret at least one byte; the key that is made of it can't be read out again */
export async function hmacKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const { key } = algorithmOf('HS256');
  return await crypto.subtle.importKey('raw', secret, key, false, ['sign', 'verify']);
}

export async function sign(input: string, alg: string, key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(algorithmOf(alg).use, key, bytesOf(input)));
}

/** What the owner of an HS256 secret says. */
export async function askSecret(
  token: string,
  secret: Uint8Array<ArrayBuffer>,
): Promise<KeyAnswer> {
  return { algorithms: ['HS256'], holds: await holds(token, 'HS256', await hmacKey(secret)) };
}

/** What a verifier with these public keys says: of several, `kid` chooses (RFC 7517 §4.5). */
export async function askPublicKeys(token: string, keys: readonly PublicKey[]): Promise<KeyAnswer> {
  const algorithms = algorithmsOf(keys);
  const { alg, kid } = readPart(token.split('.')[0] ?? '').object ?? {};
  const chosen = keys.length === 1 ? keys[0] : keys.find((key) => key.kid === kid && key.kid);
  if (!chosen) return { algorithms, fault: noKeyFault(kid) };
  if (typeof alg !== 'string' || !chosen.algorithms.includes(alg)) {
    return { algorithms: chosen.algorithms };
  }
  const key = await importKey(chosen, alg);
  if (!key) {
    return {
      algorithms,
      fault: say`Your browser makes no key of this for ${alg}: it does not know the algorithm, or the key's numbers are not right.`,
    };
  }
  const { modulusLength } = key.algorithm as { readonly modulusLength?: number };
  if (modulusLength !== undefined && modulusLength < 2048) {
    return {
      algorithms,
      fault: say`The RSA key has ${modulusLength} bits; ${alg} asks for 2048 or more (RFC 7518 §3.3).`,
    };
  }
  return { algorithms: chosen.algorithms, holds: await holds(token, alg, key) };
}

function noKeyFault(kid: unknown): Message {
  return typeof kid === 'string'
    ? say`No key of the set has this token's kid. Keys are rotated: the set may be newer or older than the token (RFC 7517 §4.5).`
    : say`The set holds several keys, and the token's header does not say by its kid which one to take (RFC 7515 §4.1.4).`;
}

async function importKey({ material }: PublicKey, alg: string): Promise<CryptoKey | undefined> {
  const { key } = algorithmOf(alg);
  try {
    return await ('spki' in material
      ? crypto.subtle.importKey('spki', material.spki, key, true, ['verify'])
      : crypto.subtle.importKey('jwk', bare(material.jwk), key, true, ['verify']));
  } catch {
    return undefined;
  }
}

/** The numbers alone: browsers refuse a key whose `alg`, `use` or `key_ops` they don't agree with. */
function bare({ kty, n, e, crv, x, y }: JsonObject): JsonObject {
  return { kty, n, e, crv, x, y };
}

async function holds(token: string, alg: string, key: CryptoKey): Promise<boolean> {
  const input = signingInput(token);
  const { bytes } = readBase64url(token.split('.')[2] ?? '');
  if (input === undefined || !bytes) return false;
  return await crypto.subtle.verify(algorithmOf(alg).use, key, bytes, bytesOf(input));
}

/** The first two parts as they travel, which is what is signed (RFC 7515 §5.1). */
export function signingInput(text: string): string | undefined {
  const parts = text.split('.');
  return parts.length === 3 ? `${parts[0]}.${parts[1]}` : undefined;
}

/** A key pair that lives as long as the page; its private half can't be read out. */
export async function makeKeyPair(
  alg: string,
): Promise<{ privateKey: CryptoKey; jwk: JsonObject }> {
  const settings = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  const { key } = algorithmOf(alg);
  const made = await crypto.subtle.generateKey({ ...settings, ...key }, false, ['sign', 'verify']);
  const { privateKey, publicKey } = made as { privateKey: CryptoKey; publicKey: CryptoKey };
  const exported = asObject(await crypto.subtle.exportKey('jwk', publicKey)) ?? {};
  const { kty, n, e, crv, x, y } = exported;
  const jwk = JSON.parse(JSON.stringify({ kty, n, e, crv, x, y, use: 'sig', alg })) as JsonObject;
  return { privateKey, jwk };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
