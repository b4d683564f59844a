import type { Clock } from '../timers.ts';

/** What authorizers said, for as long as their TTL runs. */
export class AuthorizerCache<T> {
  private readonly clock: Clock;
  private readonly entries = new Map<string, { value: T; at: number; until: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param identity the values of the identity sources, in order */
  get(authorizer: string, identity: readonly string[]): T | undefined {
    const key = keyOf(authorizer, identity);
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (this.clock() < entry.until) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  /** How long ago the answer was kept, in seconds; undefined where there is none, or no more. */
  ageSeconds(authorizer: string, identity: readonly string[]): number | undefined {
    const entry = this.entries.get(keyOf(authorizer, identity));
    const now = this.clock();
    return entry && now < entry.until ? (now - entry.at) / 1000 : undefined;
  }

  set(authorizer: string, identity: readonly string[], value: T, ttlSeconds: number): void {
    if (ttlSeconds <= 0) return;
    const at = this.clock();
    this.entries.set(keyOf(authorizer, identity), { value, at, until: at + ttlSeconds * 1000 });
    // A Map keeps the order of insertion: the oldest goes first.
    if (this.entries.size > MAX_ENTRIES)
      this.entries.delete(this.entries.keys().next().value as string);
  }
}

/** Random tokens must not fill the memory. */
const MAX_ENTRIES = 10_000;

/** As JSON, so that ["a", "bc"] and ["ab", "c"] stay two. */
function keyOf(authorizer: string, identity: readonly string[]): string {
  return JSON.stringify([authorizer, ...identity]);
}
