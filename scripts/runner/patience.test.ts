import { expect, test } from 'vitest';
import { standstill, type Signs } from './patience.ts';

const LIMITS = { usualStartMs: 400, loopMs: 3_500, waitMs: 6_000 };
const QUIET: Signs = { startedAt: 0, beganAt: 300, progressAt: 1_000, aliveAt: 1_000 };

test('an event loop that stands still is ended at its limit', () => {
  expect(standstill(QUIET, LIMITS, 4_499)).toBeUndefined();
  expect(standstill(QUIET, LIMITS, 4_500)).toBe('loop');
});

test('one that turns has longer', () => {
  expect(standstill({ ...QUIET, aliveAt: 6_900 }, LIMITS, 6_999)).toBeUndefined();
  expect(standstill({ ...QUIET, aliveAt: 6_900 }, LIMITS, 7_000)).toBe('waiting');
});

test('a machine that took four times as long to begin has four times as long', () => {
  const slow = { ...QUIET, beganAt: 1_600, progressAt: 2_000, aliveAt: 2_000 };
  expect(standstill(slow, LIMITS, 15_999)).toBeUndefined();
  expect(standstill(slow, LIMITS, 16_000)).toBe('loop');
  const waiting = { ...slow, aliveAt: 22_100 };
  expect(standstill(waiting, LIMITS, 25_999)).toBeUndefined();
  expect(standstill(waiting, LIMITS, 26_000)).toBe('waiting');
});

test('nobody waits for ever, and a fast machine has no less than the limit', () => {
  const stuck = { ...QUIET, beganAt: 1_000_000, progressAt: 1_000_000, aliveAt: undefined };
  expect(standstill(stuck, LIMITS, 1_027_999)).toBeUndefined();
  expect(standstill(stuck, LIMITS, 1_028_000)).toBe('loop');
  expect(standstill({ ...QUIET, beganAt: 1 }, LIMITS, 4_499)).toBeUndefined();
});

test('before it has begun nothing is known', () => {
  const early = { ...QUIET, beganAt: undefined, progressAt: undefined, aliveAt: undefined };
  expect(standstill(early, LIMITS, 1_000_000)).toBeUndefined();
});
