import type { Clock } from '../timers.ts';

/** What authorizers said, for as long as their TTL runs. */
export interface AuthorizerCache {
  /**
   * The answer, and how long ago it was kept; undefined where there is none, or no more.
   *
   * @param identity the values of the identity sources, in order
   */
  get(
    authorizer: string,
    identity: readonly string[],
  ): { readonly value: unknown; readonly ageSeconds: number } | undefined;
  set(authorizer: string, identity: readonly string[], value: unknown, ttlSeconds: number): void;
}

export function authorizerCache(clock: Clock): AuthorizerCache {
  const entries = new Map<string, { value: unknown; at: number; until: number }>();
  return {
    get(authorizer, identity) {
      const entry = entries.get(keyOf(authorizer, identity));
      const now = clock();
      if (!entry || now >= entry.until) return undefined;
      return { value: entry.value, ageSeconds: (now - entry.at) / 1000 };
    },
    set(authorizer, identity, value, ttlSeconds) {
      if (ttlSeconds <= 0) return;
      const at = clock();
      entries.set(keyOf(authorizer, identity), { value, at, until: at + ttlSeconds * 1000 });
      // A Map keeps the order of insertion: the oldest goes first.
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value as string);
    },
  };
}

/** Random tokens must not fill the memory. */
const MAX_ENTRIES = 10_000;

/** As JSON, so that ["a", "bc"] and ["ab", "c"] stay two. */
function keyOf(authorizer: string, identity: readonly string[]): string {
  return JSON.stringify([authorizer, ...identity]);
}
