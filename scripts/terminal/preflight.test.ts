import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';

/** A clone of which only the start stands there. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'preflight-'));
  putStart(root);
});
afterEach(() => rmSync(root, { recursive: true }));

function putStart(folder: string): void {
  for (const file of ['start.cjs', 'terminal/preflight.cjs']) {
    cpSync(join(REPOSITORY, 'scripts', file), join(folder, 'scripts', file));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
}

function install(name: string): void {
  mkdirSync(join(root, 'node_modules', name), { recursive: true });
  writeFileSync(join(root, 'node_modules', name, 'package.json'), '{}');
}

function start(folder = root, environment: Readonly<Record<string, string>> = {}) {
  const script = join(folder, 'scripts', 'start.cjs');
  const { status, stderr } = spawnSync(process.execPath, [script, 'lab'], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
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
  installAll();
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "dependencies": { "new": "1" } }');
  expect(start()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^A package is missing, new: .* npm ci\n/) as string,
  });
});

function installAll(): void {
  install('tsx');
  install(`@esbuild/${process.platform}-${process.arch}`);
}

test('where no temporary file can be written, says so, and which variable names the folder', () => {
  installAll();
  const file = join(root, 'package.json');
  for (const folder of [file, join(file, 'below')]) {
    const { status, stderr } = start(root, { TMPDIR: folder, TEMP: folder, TMP: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^No file can be written to .*\n임시 파일 폴더 .*\n$/);
    expect(stderr).toContain(`temporary files, ${folder} (E`);
    expect(stderr).toContain(process.platform === 'win32' ? 'set TEMP to' : 'set TMPDIR to');
  }
});

test('a temporary folder that is not there yet is made, and nothing is left in it', async () => {
  installAll();
  const folder = join(root, 'not', 'there');
  vi.stubEnv('TMPDIR', folder).stubEnv('TEMP', folder);
  const { whyNot } = await preflight();
  const { platform, arch } = process;
  expect(whyNot({ root, version: '22.12.0', platform, arch })).toBeUndefined();
  vi.unstubAllEnvs();
  expect(readdirSync(folder)).toEqual([]);
});

test('a file in the place of the state folder is named', () => {
  installAll();
  writeFileSync(join(root, '.workshop'), '');
  const { status, stderr } = start();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^A file stands where .*: .*\.workshop\. Delete .*\n실습이 .*\n$/);
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
  const { platform, arch } = process;
  installAll();
  const { whyNot } = await preflight();
  const reason = whyNot({ root, version, platform, arch });
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
  const module = './preflight.cjs';
  return import(module) as Promise<Preflight>;
}

// Names on Windows hold none of the others.
test.each(process.platform === 'win32' ? ['#', '%'] : ['#', '%', '?', '*', '\\'])(
  'in a folder with %j in its name, says so',
  (character) => {
    const folder = join(root, `100${character}20`);
    putStart(folder);
    const { status, stderr } = start(folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The workshop can't run in .*\n경로에 .*\n$/);
    expect(stderr).toContain(`"${character}" in its path: ${folder}.`);
  },
);

test('a Windows path is no such folder', async () => {
  const { whyNot } = await preflight();
  const machine = { version: '22.12.0', platform: 'win32', arch: 'x64' };
  expect(whyNot({ ...machine, root: 'C:\\work' })).not.toContain('in its path');
});
