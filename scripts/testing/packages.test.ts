import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from './course-copy.ts';

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

test('CONTRIBUTING says of every package why it is here', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    object
  >;
  const rows = read('CONTRIBUTING.md').split('## Why each package is here')[1] ?? '';
  const named = [...rows.matchAll(/^\| ([^|]+?) +\|/gm)].flatMap(([, cell = '']) =>
    cell.split(', '),
  );
  const installed = Object.keys({ ...dependencies, ...devDependencies });
  const unexplained = installed.filter((name) => !named.includes(name));
  expect(unexplained).toEqual([]);
  const gone = named.filter((name) => !/^package$|^-/.test(name) && !installed.includes(name));
  expect(gone).toEqual([]);
});

/** What the lock file says of a package. */
interface Locked {
  readonly hasInstallScript?: boolean;
  /** The systems and processors that it is for; all where it says none. */
  readonly os?: readonly string[];
  readonly optional?: boolean;
}

describe('npm ci', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };

  test('asks for no decision about install scripts: each is allowed or refused', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as {
      readonly allowScripts: Readonly<Record<string, boolean>>;
    };
    const asking = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
    expect(asking.map((path) => path.replace(/^.*node_modules\//, ''))).toEqual(
      Object.keys(allowScripts),
    );
  });

  // Windows on ARM has no build of classic-level, which dynalite asks for.
  test('needs no package that is built for some systems only', () => {
    const needed = Object.entries(packages).filter(([, { os, optional }]) => os && !optional);
    expect(needed.map(([path]) => path)).toEqual([]);
    expect(Object.keys(packages).filter((path) => path.endsWith('/classic-level'))).toEqual([]);
  });

  test('brings what the labs run with, also where a machine leaves out devDependencies', () => {
    expect(read('.npmrc')).toContain('include=dev\n');
  });
});

test('VS Code shows what reset has saved', () => {
  expect(read('.vscode/settings.json')).toContain('"files.exclude": { ".workshop/');
  expect(read('.vscode/settings.json')).not.toMatch(/"(?:\*\*\/)?\.workshop(?:\/saved)?"/);
});
