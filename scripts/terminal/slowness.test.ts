import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { slownessOf } from './slowness.ts';

vi.mock('node:fs', { spy: true });
afterEach(() => {
  vi.mocked(readdirSync).mockReset();
  vi.mocked(readFileSync).mockReset();
});

/** Processes by their ids: their threads ran and waited for so many seconds, and started others. */
type Processes = Readonly<
  Record<string, readonly (readonly [ran: number, waited: number, children?: string])[]>
>;

function run(processes: Processes): void {
  vi.mocked(readdirSync).mockImplementation(((path: string) =>
    processes[path.split('/')[2] ?? '']?.map((_, thread) => String(thread))) as never);
  vi.mocked(readFileSync).mockImplementation(((path: string) => {
    const [, , pid = '', , thread, file] = path.split('/');
    const [ran = 0, waited = 0, children] = processes[pid]?.[Number(thread)] ?? [];
    if (children === undefined && file === 'children') throw new Error('ENOENT');
    return file === 'children' ? children : `${ran * 1e9} ${waited * 1e9} 7\n`;
  }) as never);
}

test.each<[Processes, number]>([
  [{ 7: [[2, 0]] }, 1],
  [{ 7: [[2, 2]] }, 2],
  [
    {
      7: [
        [1, 5],
        [1, 1],
      ],
    },
    4,
  ],
  [{ 7: [[1, 0, '8 9 ']], 8: [[0, 2]], 9: [[1, 2]] }, 3],
  [{ 7: [[1, 99]] }, 8],
  [{ 7: [[0, 0]] }, 1],
])('threads that ran and waited %j take %d times as long', (processes, slowness) => {
  run(processes);
  expect(slownessOf(7)).toBe(slowness);
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
