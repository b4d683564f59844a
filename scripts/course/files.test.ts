/** Putting a file in place of another where somebody holds it, as a virus scanner on Windows does. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { replaceFile } from './files.ts';

vi.mock('node:fs', { spy: true });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-test-'));
  writeFileSync(join(folder, 'file'), 'old');
});
afterEach(() => {
  vi.mocked(renameSync).mockReset();
  rmSync(folder, { recursive: true });
});

/** The next `times` renames fail as those of a locked file. */
function lock(code: string, times: number): void {
  for (let count = 0; count < times; count += 1) {
    vi.mocked(renameSync).mockImplementationOnce(() => {
      throw Object.assign(new Error(`${code}: operation not permitted, rename`), { code });
    });
  }
}

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'a file that is locked for a moment (%s) is replaced',
  (code) => {
    lock(code, 3);
    replaceFile(join(folder, 'file'), 'new');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['file']);
  },
);

test('one that stays locked is left as it was, and nothing is left beside it', () => {
  lock('EPERM', 5);
  expect(() => replaceFile(join(folder, 'file'), 'new')).toThrow('EPERM');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});
