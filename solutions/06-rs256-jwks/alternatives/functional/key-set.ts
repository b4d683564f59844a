/* Another right answer: one promise for what is known, replaced as a whole. */
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

interface Known {
  readonly keys: ReadonlyMap<unknown, KeyObject>;
  readonly at: number;
}

const NOTHING: Known = { keys: new Map(), at: -Infinity };

const entriesOf = (jwk: Jwk): [string, KeyObject][] => {
  const { kty, kid, use, alg, d, p, q, dp, dq, qi, oth, k } = jwk;
  const isSecret = [d, p, q, dp, dq, qi, oth, k].some((member) => member !== undefined);
  const isFit = kty === 'RSA' && (use ?? 'sig') === 'sig' && (alg ?? 'RS256') === 'RS256';
  if (isSecret || !isFit || typeof kid !== 'string') return [];
  try {
    return [[kid, createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })]];
  } catch {
    return [];
  }
};

export function createKeySet(fetchKeys: FetchKeys, options: KeySetOptions = {}): KeySet {
  const now = options.now ?? (() => Date.now() / 1000);
  const [maxAge, cooldown] = [options.maxAgeSeconds ?? 600, options.cooldownSeconds ?? 30];
  let known = NOTHING;
  let attempt: { readonly done: Promise<boolean>; at: number; isOver: boolean } | undefined;

  const fetchAnew = async (): Promise<boolean> => {
    try {
      const { keys } = await fetchKeys();
      known = { keys: new Map(keys.flatMap(entriesOf)), at: now() };
      return true;
    } catch {
      return false;
    }
  };

  const fresh = (): Known => (now() < known.at + maxAge ? known : NOTHING);

  return {
    async find(kid) {
      if (typeof kid !== 'string') throw new KeyError('unknown_key', 'no text');
      const found = fresh().keys.get(kid);
      if (found) return found;
      if (attempt === undefined || (attempt.isOver && now() >= attempt.at + cooldown)) {
        const begun = { done: fetchAnew(), at: now(), isOver: false };
        attempt = begun;
        void begun.done.then(() => Object.assign(begun, { at: now(), isOver: true }));
      }
      const hasAnswered = await attempt.done;
      const key = fresh().keys.get(kid);
      if (key) return key;
      throw hasAnswered && fresh() !== NOTHING
        ? new KeyError('unknown_key', 'not among the keys')
        : new KeyError('keys_unavailable', 'no keys');
    },
  };
}
