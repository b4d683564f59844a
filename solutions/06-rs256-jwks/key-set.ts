/*
 * Lab 6 · Publish a key, and let the gateway check: the verifier's memory of keys
 *
 * Whoever checks tokens fetches the issuer's keys, and keeps them for a while. The token says by its
 * `kid` which of them it was signed with, and a stranger may write anything there.
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** What can be wrong, for a program to tell apart: a 401 the one, and more like a 503 the other. */
export type KeyErrorCode = 'unknown_key' | 'keys_unavailable';

/** Given: the error that `find` rejects with. */
export class KeyError extends Error {
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string) {
    super(message);
    this.name = 'KeyError';
    this.code = code;
  }
}

/** A JWK as somebody publishes it: any members, any values. */
export type Jwk = Readonly<Record<string, unknown>>;

/** Gets the issuer's key set as it is now (RFC 7517 §5); rejects where that fails. */
export type FetchKeys = () => Promise<{ readonly keys: readonly Jwk[] }>;

export interface KeySetOptions {
  /** The time in seconds; the clock's where it is left out. */
  readonly now?: () => number;
  /** How long a fetched key is believed in, in seconds. */
  readonly maxAgeSeconds?: number;
  /** How long after a fetch an unknown kid causes no other, in seconds. */
  readonly cooldownSeconds?: number;
}

export interface KeySet {
  /**
   * The public key that goes by this kid.
   *
   * @throws KeyError "unknown_key" or "keys_unavailable"
   */
  find(kid: unknown): Promise<KeyObject>;
}

/** A memory of an issuer's keys. Make it once, outside the handler. */
export function createKeySet(fetchKeys: FetchKeys, options: KeySetOptions = {}): KeySet {
  const { now = () => Date.now() / 1000, maxAgeSeconds = 600, cooldownSeconds = 30 } = options;
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let hasFailed = false;
  let underWay: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    try {
      keys = readKeys((await fetchKeys()).keys);
      readAt = now();
      hasFailed = false;
    } catch {
      // What is known stays known, until it is too old.
      hasFailed = true;
    } finally {
      triedAt = now();
      underWay = undefined;
    }
  }

  const isFresh = (): boolean => now() - readAt < maxAgeSeconds;

  async function find(kid: unknown): Promise<KeyObject> {
    if (typeof kid !== 'string') throw new KeyError('unknown_key', 'the kid is no text');
    // A known key waits for nobody, whoever else has just asked for rubbish.
    const known = isFresh() ? keys.get(kid) : undefined;
    if (known) return known;
    // One fetch for all who wait; and strangers can't have the issuer flooded.
    if (underWay || now() - triedAt >= cooldownSeconds) await (underWay ??= refresh());
    const found = isFresh() ? keys.get(kid) : undefined;
    if (found) return found;
    throw hasFailed || !isFresh()
      ? new KeyError('keys_unavailable', 'the keys of the issuer can not be had')
      : new KeyError('unknown_key', 'the issuer has no key with this kid');
  }

  return { find };
}

/** What a private or a secret key's JWK has, and a public one has not (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The keys that check RS256 signatures, by kid. A Map: "__proto__" is a kid like any other. */
function readKeys(jwks: readonly Jwk[]): ReadonlyMap<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const jwk of jwks) {
    const { kty, use = 'sig', alg = 'RS256', kid } = jwk;
    if (kty !== 'RSA' || use !== 'sig' || alg !== 'RS256' || typeof kid !== 'string') continue;
    // A private key that was published is everybody's: its signatures say nothing.
    if (PRIVATE_MEMBERS.some((name) => name in jwk)) continue;
    try {
      keys.set(kid, createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
    } catch {
      // One key that can't be read must not take the others along.
    }
  }
  return keys;
}
