/*
 * Lab 6 · Publish a key, and let the gateway check: another key
 *
 * Keys are changed, as a habit or because one was stolen. Whoever checks keeps the old set for a
 * while, so a new key is published long before it signs, and an old one long after.
 */

/** A key of ours, without the key. Times are seconds since 1970. */
export interface RingKey {
  readonly kid: string;
  /** When it was made, and published. */
  readonly createdAt: number;
  /** From when on it counts for nothing, because somebody else may have it. */
  readonly revokedAt?: number;
}

/** An API Gateway HTTP API may keep a key set for two hours before it asks again. */
export const PUBLISH_AHEAD_SECONDS = 7200;

/** How long our tokens are good for. */
export const LIFETIME_SECONDS = 3600;

/** How far a verifier's clock may be behind ours. */
export const TOLERANCE_SECONDS = 60;

/**
 * The key that signs at this time.
 *
 * @param ring in any order
 * @throws RangeError where no key is usable
 */
export function signingKey(ring: readonly RingKey[], now: number): RingKey {
  const usable = ring.filter((key) => isUsable(key, now)).toSorted(byAge);
  // The newest of those that every verifier has had the time to hear of.
  const heardOf = usable.filter(({ createdAt }) => now - createdAt >= PUBLISH_AHEAD_SECONDS);
  const key = heardOf.at(-1) ?? usable[0];
  if (key === undefined) throw new RangeError('no key is usable');
  return key;
}

/**
 * The keys that are published at this time: those that sign, will sign, or have signed a token
 * that somebody may still have.
 *
 * @param ring in any order
 */
export function published(ring: readonly RingKey[], now: number): RingKey[] {
  const usable = ring.filter((key) => isUsable(key, now));
  if (usable.length === 0) return [];
  const current = signingKey(ring, now);
  const recent = signersSince(ring, now - LIFETIME_SECONDS - TOLERANCE_SECONDS, now);
  return usable.filter((key) => key.createdAt > current.createdAt || recent.has(key.kid));
}

/** The kids of all keys that signed between two times: who signs changes at these moments only. */
function signersSince(ring: readonly RingKey[], since: number, now: number): Set<string> {
  const moments = ring
    .flatMap(({ createdAt, revokedAt = now }) => [
      createdAt,
      createdAt + PUBLISH_AHEAD_SECONDS,
      revokedAt,
    ])
    .filter((moment) => since < moment && moment < now);
  const signers = [since, ...moments, now].flatMap((moment) =>
    ring.some((key) => isUsable(key, moment)) ? [signingKey(ring, moment).kid] : [],
  );
  return new Set(signers);
}

function isUsable({ createdAt, revokedAt = Infinity }: RingKey, now: number): boolean {
  return createdAt <= now && now < revokedAt;
}

function byAge(one: RingKey, other: RingKey): number {
  return one.createdAt - other.createdAt;
}
