import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { slownessOf } from './slowness.ts';

vi.mock('node:fs', { spy: true });
afterEach(() => {
  vi.mocked(readdirSync).mockReset();
  vi.mocked(readFileSync).mockReset();
});

/** The next process that is asked for has threads that ran and waited for so many seconds. */
function threads(...stats: readonly (readonly [ran: number, waited: number])[]): void {
  vi.mocked(readdirSync).mockReturnValueOnce(stats.map((_, index) => String(index)) as never);
  for (const [ran, waited] of stats) {
    vi.mocked(readFileSync).mockReturnValueOnce(`${ran * 1e9} ${waited * 1e9} 7\n`);
  }
}

test.each([
  [[[2, 0]], 1],
  [[[2, 2]], 2],
  [
    [
      [1, 5],
      [1, 1],
    ],
    4,
  ],
  [[[1, 99]], 8],
  [[[0, 0]], 1],
] as const)('threads that ran and waited %j take %d times as long', (stats, slowness) => {
  threads(...stats);
  expect(slownessOf(7)).toBe(slowness);
  expect(readdirSync).toHaveBeenCalledWith('/proc/7/task');
});

test('where the system does not say, it is 1', () => {
  vi.mocked(readdirSync).mockImplementationOnce(() => {
    throw new Error('ENOENT');
  });
  expect(slownessOf()).toBe(1);
});

test.runIf(process.platform === 'linux')('Linux says it of this process', () => {
  expect(slownessOf()).toBeGreaterThan(1);
});
