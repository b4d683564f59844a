/* Another right answer: the ring as a duty roster; each shift has its key, its begin and its end. */

export interface RingKey {
  readonly kid: string;
  readonly createdAt: number;
  readonly revokedAt?: number;
}

export const PUBLISH_AHEAD_SECONDS = 7200;
export const LIFETIME_SECONDS = 3600;
export const TOLERANCE_SECONDS = 60;

interface Shift {
  readonly key: RingKey | undefined;
  readonly from: number;
  readonly to: number;
}

const isThere = ({ createdAt, revokedAt = Infinity }: RingKey, at: number): boolean =>
  at >= createdAt && at < revokedAt;

/** The one of two keys that signs rather, at this time: who is ready, then who is newer. */
function rather(one: RingKey, other: RingKey, at: number): RingKey {
  const [isReady, isOtherReady] = [one, other].map(
    ({ createdAt }) => at >= createdAt + PUBLISH_AHEAD_SECONDS,
  );
  if (isReady !== isOtherReady) return isReady ? one : other;
  const [older, newer] = one.createdAt < other.createdAt ? [one, other] : [other, one];
  return isReady ? newer : older;
}

function onDuty(ring: readonly RingKey[], at: number): RingKey | undefined {
  let best: RingKey | undefined;
  for (const key of ring) {
    if (isThere(key, at)) best = best === undefined ? key : rather(key, best, at);
  }
  return best;
}

/** All shifts up to this time, in their order. */
function roster(ring: readonly RingKey[], now: number): Shift[] {
  const changes = new Set<number>();
  for (const { createdAt, revokedAt = Infinity } of ring) {
    for (const change of [createdAt, createdAt + PUBLISH_AHEAD_SECONDS, revokedAt]) {
      if (change <= now) changes.add(change);
    }
  }
  const times = [...changes].toSorted((one, other) => one - other);
  return times.map((from, index) => ({
    key: onDuty(ring, from),
    from,
    to: times[index + 1] ?? now,
  }));
}

export function signingKey(ring: readonly RingKey[], now: number): RingKey {
  return onDuty(ring, now) ?? nobody();
}

function nobody(): never {
  throw new RangeError('nobody is on duty');
}

export function published(ring: readonly RingKey[], now: number): RingKey[] {
  const needed = new Set<RingKey | undefined>([onDuty(ring, now)]);
  for (const { key, to } of roster(ring, now)) {
    if (now <= to + LIFETIME_SECONDS + TOLERANCE_SECONDS) needed.add(key);
  }
  const youngest = onDuty(ring, now)?.createdAt ?? Infinity;
  return ring.filter((key) => isThere(key, now) && (needed.has(key) || key.createdAt > youngest));
}
