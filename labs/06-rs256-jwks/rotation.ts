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
  // TODO 4: return the newest key that has been published long enough; else the oldest.
  // 할 일 4: 충분히 오래 공개된 키 중 가장 새것을 돌려주고, 없으면 가장 오래된 키를 돌려주세요.
  throw new Error('TODO 4: choose the key that signs');
}

/**
 * The keys that are published at this time: those that sign, will sign, or have signed a token
 * that somebody may still have.
 *
 * @param ring in any order
 */
export function published(ring: readonly RingKey[], now: number): RingKey[] {
  // TODO 4: return the keys that a verifier may still need, or will need soon.
  // 할 일 4: 검증하는 쪽에 아직 필요하거나 곧 필요할 키를 돌려주세요.
  throw new Error('TODO 4: choose the keys to publish');
}
