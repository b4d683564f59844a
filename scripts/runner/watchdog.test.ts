import { expect, test } from 'vitest';
import type { LogEvent, LogLine } from '#kit/event-log.ts';
import { stallOf } from './watchdog.ts';

const LIMITS = { usualStartMs: 400, startMs: 15_000, loopMs: 3_500, waitMs: 6_000 };

const at = (time: number, event: LogEvent): LogLine => ({ at: time, event });

/** A log of a process that was started at 0: times of its first event, last progress and heartbeat. */
function logOf(beganAt: number, progressAt: number, aliveAt?: number, extra: LogEvent[] = []) {
  return [
    at(beganAt, { type: 'loading' }),
    ...extra.map((event) => at(beganAt, event)),
    at(progressAt, { type: 'start', id: 'x' }),
    ...(aliveAt === undefined ? [] : [at(aliveAt, { type: 'alive' })]),
  ];
}

test.each([
  [
    'an event loop that stands still is ended at its limit',
    logOf(300, 1_000, 1_000),
    4_500,
    'loop',
  ],
  ['one that turns has longer', logOf(300, 1_000, 6_900), 7_000, 'waiting'],
  [
    'and as long as its checks may wait, and a moment more',
    logOf(300, 1_000, 21_900, [{ type: 'settle', milliseconds: 20_000 }]),
    22_000,
    'waiting',
  ],
  [
    'a machine four times as slow has four times as long',
    logOf(1_600, 2_000, 2_000),
    16_000,
    'loop',
  ],
  ['for waiting, too', logOf(1_600, 2_000, 25_900), 26_000, 'waiting'],
  ['nobody waits for ever', logOf(1_000_000, 1_000_000), 1_028_000, 'loop'],
  ['a fast machine has no less than the limit', logOf(1, 1_000, 1_000), 4_500, 'loop'],
  ['one that never reports anything is ended, too', [], 15_000, 'silent'],
] as const)('%s', (_name, log, limit, stall) => {
  expect(stallOf(log, 0, LIMITS, limit - 1)).toBeUndefined();
  expect(stallOf(log, 0, LIMITS, limit)).toBe(stall);
});

test.each([
  ['a loop', logOf(300, 1_000, 1_000), 3_500, 'loop'],
  ['a wait', logOf(300, 1_000, 99_000), 6_000, 'waiting'],
  ['silence', [], 15_000, 'silent'],
] as const)(
  'a processor that others have, too, gives %s as much longer',
  (_, log, limit, stall) => {
    const begin = log.length > 0 ? 1_000 : 0;
    const after = (time: number) => stallOf(log, 0, LIMITS, begin + time, () => 4);
    expect(after(4 * limit - 1)).toBeUndefined();
    expect(after(4 * limit)).toBe(stall);
  },
);
