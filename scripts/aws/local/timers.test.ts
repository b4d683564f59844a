import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { slownessOf } from '#terminal/slowness.ts';
import { startTimer } from './timers.ts';

vi.mock('#terminal/slowness.ts', { spy: true });
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.mocked(slownessOf).mockReset();
});

test.each([
  [1, 3_000],
  [4, 12_000],
])('where this process takes %d times as long, 3 seconds are %d ms', (slowness, expected) => {
  vi.mocked(slownessOf).mockReturnValue(slowness);
  const expire = vi.fn<() => void>();
  startTimer(3_000, expire);
  vi.advanceTimersByTime(expected - 1);
  expect(expire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(expire).toHaveBeenCalledOnce();
});

test.each([2_999, 3_001])('one that is stopped after %d ms never expires', (time) => {
  vi.mocked(slownessOf).mockReturnValue(4);
  const expire = vi.fn<() => void>();
  const stop = startTimer(3_000, expire);
  vi.advanceTimersByTime(time);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(expire).not.toHaveBeenCalled();
});
