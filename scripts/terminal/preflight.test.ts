import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';

/** A clone of which only the start stands there. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'preflight-'));
  for (const file of ['start.mjs', 'terminal/preflight.mjs']) {
    cpSync(join(REPOSITORY, 'scripts', file), join(root, 'scripts', file));
  }
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
});
afterEach(() => rmSync(root, { recursive: true }));

function install(name: string): void {
  mkdirSync(join(root, 'node_modules', name), { recursive: true });
  writeFileSync(join(root, 'node_modules', name, 'package.json'), '{}');
}

function start() {
  const script = join(root, 'scripts', 'start.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, 'lab'], { encoding: 'utf8' });
  return { status, stderr };
}

test('without packages, says what to run, in both languages and without a stack', () => {
  const { status, stderr } = start();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The packages are not installed\. .* npm ci\n패키지.* npm ci\n$/);
});

test('with the packages of another system, says so', () => {
  install('tsx');
  install('@esbuild/plan9-x64');
  expect(start()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^The packages were installed on another system\./) as string,
  });
});

test('after an update that brought a package, names it', () => {
  install('tsx');
  install(`@esbuild/${process.platform}-${process.arch}`);
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "dependencies": { "new": "1" } }');
  expect(start()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^A package is missing, new: .* npm ci\n/) as string,
  });
});

test.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['23.0.0', true],
  ['26.10.0', true],
])('Node %s: supported %s', async (version, isSupported) => {
  install('tsx');
  install('@esbuild/linux-x64');
  const { whyNot } = await preflight();
  const reason = whyNot({ root, version, platform: 'linux', arch: 'x64' });
  expect(reason?.split('. ')[0]).toBe(isSupported ? undefined : `This is Node ${version}`);
});

test.each([
  ['c:\\work\\jwt', 'C:\\work\\jwt'],
  ['D:\\work', 'D:\\work'],
  ['/home/c:/work', '/home/c:/work'],
])('the drive of %s is spelt as in %s', async (path, expected) => {
  const { withUpperCaseDrive } = await preflight();
  expect(withUpperCaseDrive(path)).toBe(expected);
});

interface Preflight {
  whyNot(machine: { root: string; version: string; platform: string; arch: string }): string;
  withUpperCaseDrive(path: string): string;
}

/** Plain JavaScript, which has no types for us. */
function preflight(): Promise<Preflight> {
  const module = './preflight.mjs';
  return import(module) as Promise<Preflight>;
}

test.each(['#', '?', '*', '\\'])('in a folder with %s in its path, says so', async (character) => {
  const { whyNot } = await preflight();
  const machine = { version: '22.12.0', platform: 'linux', arch: 'x64' };
  expect(whyNot({ ...machine, root: `/work/a${character}b` })).toContain(
    `"${character}" in its path`,
  );
  expect(whyNot({ ...machine, root: 'C:\\work', platform: 'win32' })).not.toContain('in its path');
});
