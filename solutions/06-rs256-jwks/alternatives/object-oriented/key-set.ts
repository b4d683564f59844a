/* Another right answer: a class, whose keys are made when they are first asked for. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

export type KeyErrorCode = 'unknown_key' | 'keys_unavailable';

export class KeyError extends Error {
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string) {
    super(message);
    this.name = 'KeyError';
    this.code = code;
  }
}

class UnknownKey extends KeyError {
  constructor() {
    super('unknown_key', 'nobody has this kid');
  }
}

export type Jwk = Readonly<Record<string, unknown>>;
export type FetchKeys = () => Promise<{ readonly keys: readonly Jwk[] }>;

export interface KeySetOptions {
  readonly now?: () => number;
  readonly maxAgeSeconds?: number;
  readonly cooldownSeconds?: number;
}

export interface KeySet {
  find(kid: unknown): Promise<KeyObject>;
}

class FetchedKeySet implements KeySet {
  private readonly fetchKeys: FetchKeys;
  private readonly options: Required<KeySetOptions>;
  private jwks = new Map<string, Jwk>();
  private goodUntil = -Infinity;
  private quietUntil = -Infinity;
  private lastFailed = false;
  private fetching: Promise<void> | null = null;

  constructor(fetchKeys: FetchKeys, options: Required<KeySetOptions>) {
    this.fetchKeys = fetchKeys;
    this.options = options;
  }

  async find(kid: unknown): Promise<KeyObject> {
    if (typeof kid !== 'string') throw new UnknownKey();
    if (!this.has(kid) && (this.fetching !== null || this.now >= this.quietUntil)) {
      this.fetching ??= this.refresh();
      await this.fetching;
    }
    const jwk = this.has(kid) ? this.jwks.get(kid) : undefined;
    if (jwk) return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    if (this.lastFailed || this.now >= this.goodUntil) {
      throw new KeyError('keys_unavailable', 'no answer from the issuer');
    }
    throw new UnknownKey();
  }

  private get now(): number {
    return this.options.now();
  }

  private has(kid: string): boolean {
    return this.now < this.goodUntil && this.jwks.has(kid);
  }

  private async refresh(): Promise<void> {
    const answer = await this.fetchKeys().catch(() => undefined);
    this.lastFailed = answer === undefined;
    if (answer) {
      const good = answer.keys.filter(isForRs256);
      this.jwks = new Map(good.map((jwk) => [String(jwk['kid']), jwk]));
      this.goodUntil = this.now + this.options.maxAgeSeconds;
    }
    this.quietUntil = this.now + this.options.cooldownSeconds;
    this.fetching = null;
  }
}

function isForRs256(jwk: Jwk): boolean {
  const isPublic = !['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((name) =>
    Object.hasOwn(jwk, name),
  );
  return (
    isPublic &&
    jwk['kty'] === 'RSA' &&
    [undefined, 'RS256'].includes(jwk['alg'] as string) &&
    [undefined, 'sig'].includes(jwk['use'] as string) &&
    typeof jwk['kid'] === 'string'
  );
}

export function createKeySet(fetchKeys: FetchKeys, options: KeySetOptions = {}): KeySet {
  return new FetchedKeySet(fetchKeys, {
    now: () => Date.now() / 1000,
    maxAgeSeconds: 600,
    cooldownSeconds: 30,
    ...options,
  });
}
