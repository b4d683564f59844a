/* Another right answer: a small machine of states, each with its time; what is next follows from it. */
import { createPublicKey, KeyObject } from 'node:crypto';

export type KeyErrorCode = 'unknown_key' | 'keys_unavailable';

export class KeyError extends Error {
  override name = 'KeyError';
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string = code) {
    super(message);
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

type State =
  | { readonly is: 'fetching'; readonly done: Promise<void> }
  | { readonly is: 'answered' | 'failed'; readonly at: number };

/** What a key may say of itself, by member; undefined says nothing. */
const MAY_SAY: readonly (readonly [member: string, values: readonly unknown[]])[] = [
  ['kty', ['RSA']],
  ['alg', ['RS256', undefined]],
  ['use', ['sig', undefined]],
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map((name) => [name, [undefined]] as const),
];

function keyIn(jwk: Jwk): KeyObject | undefined {
  if (!MAY_SAY.every(([member, values]) => values.includes(jwk[member]))) return undefined;
  try {
    const { n, e } = jwk as { n: string; e: string };
    return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
  } catch {
    return undefined;
  }
}

export function createKeySet(
  fetchKeys: FetchKeys,
  { now = () => Date.now() / 1000, maxAgeSeconds = 600, cooldownSeconds = 30 }: KeySetOptions = {},
): KeySet {
  const keys = new Map<unknown, { readonly key: KeyObject; readonly until: number }>();
  let state: State | undefined;
  let goodUntil = -Infinity;

  const look = (kid: unknown): KeyObject | undefined => {
    const entry = typeof kid === 'string' ? keys.get(kid) : undefined;
    return entry && now() < entry.until ? entry.key : undefined;
  };

  const replace = (jwks: readonly Jwk[]): void => {
    keys.clear();
    goodUntil = now() + maxAgeSeconds;
    for (const jwk of jwks) {
      const key = keyIn(jwk);
      if (key) keys.set(jwk['kid'], { key, until: goodUntil });
    }
  };

  const ask = async (): Promise<void> => {
    const answer = await fetchKeys().catch(() => undefined);
    if (answer) replace(answer.keys);
    state = { is: answer ? 'answered' : 'failed', at: now() };
  };

  const settled = async (): Promise<void> => {
    const isQuiet =
      state !== undefined && state.is !== 'fetching' && now() < state.at + cooldownSeconds;
    if (isQuiet) return;
    if (state?.is !== 'fetching') state = { is: 'fetching', done: ask() };
    await state.done;
  };

  const find = async (kid: unknown): Promise<KeyObject> => {
    if (typeof kid !== 'string') throw new KeyError('unknown_key');
    if (!look(kid)) await settled();
    const key = look(kid);
    if (key) return key;
    const hasAnswer = state?.is !== 'failed' && now() < goodUntil;
    throw new KeyError(hasAnswer ? 'unknown_key' : 'keys_unavailable');
  };
  return { find };
}
