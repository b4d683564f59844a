/* Another right answer: the ring's history is played once, from its first key to now. */

export interface RingKey {
  readonly kid: string;
  readonly createdAt: number;
  readonly revokedAt?: number;
}

export const PUBLISH_AHEAD_SECONDS = 7200;
export const LIFETIME_SECONDS = 3600;
export const TOLERANCE_SECONDS = 60;

class Ring {
  private readonly keys: readonly RingKey[];

  constructor(keys: readonly RingKey[]) {
    this.keys = keys.toSorted((one, other) => other.createdAt - one.createdAt);
  }

  usableAt(time: number): RingKey[] {
    return this.keys.filter(
      ({ createdAt, revokedAt }) =>
        createdAt <= time && (revokedAt === undefined || time < revokedAt),
    );
  }

  signerAt(time: number): RingKey | undefined {
    const usable = this.usableAt(time);
    return usable.find((key) => key.createdAt + PUBLISH_AHEAD_SECONDS <= time) ?? usable.at(-1);
  }

  /** When the key's last token so far is over; -Infinity where it has signed none. */
  endOf(key: RingKey, now: number): number {
    const changes = this.keys
      .flatMap(({ createdAt, revokedAt }) => [
        createdAt,
        createdAt + PUBLISH_AHEAD_SECONDS,
        revokedAt ?? now,
      ])
      .filter((time) => time <= now);
    const moments = [...new Set([...changes, now])].toSorted((one, other) => one - other);
    let end = -Infinity;
    for (const [index, time] of moments.entries()) {
      const until = moments[index + 1] ?? now;
      if (this.signerAt(time) === key) end = until + LIFETIME_SECONDS + TOLERANCE_SECONDS;
    }
    return end;
  }
}

export function signingKey(ring: readonly RingKey[], now: number): RingKey {
  const key = new Ring(ring).signerAt(now);
  if (!key) throw new RangeError('every key is revoked, or there is none');
  return key;
}

export function published(ring: readonly RingKey[], now: number): RingKey[] {
  const history = new Ring(ring);
  const signer = history.signerAt(now);
  return history
    .usableAt(now)
    .filter(
      (key) =>
        key === signer ||
        (signer && key.createdAt > signer.createdAt) ||
        now <= history.endOf(key, now),
    );
}
