import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from './command.ts';
import { runCommand } from './run-command.ts';

/** What a command that does this prints to standard error, and its exit code. */
async function run(act: () => void) {
  let stderr = '';
  const output = {
    isTTY: false,
    columns: 60,
    hasColors: () => false,
    write(text: string | Uint8Array, done: () => void) {
      stderr += String(text);
      done();
    },
  };
  const theCommand = command({ name: 'act', examples: {}, run: async () => (act(), 0) });
  const surroundings = { root: '/', folder: '/', environment: { LC_ALL: 'C' } };
  const code = await runCommand([theCommand], ['act'], {
    ...surroundings,
    stdout: output,
    stderr: output,
  });
  return { code, stderr: stderr.replaceAll(/\s+/g, ' ').trim() };
}

test.each([
  ['EACCES', 'it belongs to somebody else'],
  ['EPERM', 'or is open in another program.'],
  ['EBUSY', 'it is open in another program.'],
  ['EROFS', 'it is read-only.'],
  ['ENOSPC', 'the disk is full.'],
])('a file that the system does not let it have (%s) is told in a line', async (code, reason) => {
  const refused = Object.assign(new Error(code), { code, path: '/course/.workshop' });
  const { stderr, ...end } = await run(() => {
    throw refused;
  });
  expect(end).toEqual({ code: 1 });
  expect(stderr).toMatch(/^The system refuses access to \/course\/\.workshop \(\w+\): /);
  expect(stderr).toContain(reason);
});

test('so is a file that stands in the place of a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-command-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  try {
    const { stderr } = await run(() => void mkdirSync(file));
    expect(stderr).toContain(`The system refuses access to ${file}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('so is a file of the course that somebody has deleted', async () => {
  const path = join('/', 'solutions', '01-rank', 'starter.patch');
  const { stderr } = await run(() => {
    throw Object.assign(new Error('no such file'), { code: 'ENOENT', path });
  });
  expect(stderr).toBe(
    'solutions/01-rank/starter.patch is not there. It is a part of the course. Next: bring it back git checkout -- solutions/01-rank/starter.patch',
  );
});

test.each([
  new TypeError('x is not a function'),
  Object.assign(new Error('spawn EACCES'), { code: 'EACCES' }),
  Object.assign(new Error('no such file'), { code: 'ENOENT', path: '/course/labs' }),
  Object.assign(new Error('no such file'), { code: 'ENOENT', path: '/scripts/site/x.ts' }),
])('a bug of ours is thrown: %s', async (bug) => {
  await expect(
    run(() => {
      throw bug;
    }),
  ).rejects.toBe(bug);
});
