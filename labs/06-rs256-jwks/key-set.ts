/*
 * Lab 6 · Publish a key, and let the gateway check: the verifier's memory of keys
 *
 * Whoever checks tokens fetches the issuer's keys, and keeps them for a while. The token says by its
 * `kid` which of them it was signed with, and a stranger may write anything there.
 */
import type { KeyObject } from 'node:crypto';

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
  // TODO 3: fetch the keys when they are needed, and no more often than that.
  // 할 일 3: 키가 필요할 때 가져오되, 그보다 자주 가져오지는 마세요.
  throw new Error('TODO 3: remember the keys');
}
