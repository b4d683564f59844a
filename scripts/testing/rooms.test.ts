/** The house's plan, held: no file imports itself in a circle, no room a room above it. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '#course/files.ts';
import { REPOSITORY } from './course-copy.ts';

const SCRIPTS = join(REPOSITORY, 'scripts');
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([#.][^']+)'/g;

/** The files of `scripts/` without tests, with what each imports: paths from `scripts/`, with `/`. */
function importsOf(files: readonly string[]): Map<string, string[]> {
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(SCRIPTS, file), 'utf8');
      const found = [...text.matchAll(IMPORT)].map(([, name = '']) => target(file, name));
      return [file, found.filter((path) => files.includes(path))];
    }),
  );
}

function target(file: string, name: string): string {
  if (name.startsWith('#')) return name.slice(1);
  return relative(SCRIPTS, resolve(SCRIPTS, dirname(file), name)).replaceAll(sep, '/');
}

/** Every circle of imports that a walk along `edges` runs into: the files on it, in their order. */
function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (path.includes(file) || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}

const sources = filesBelow(SCRIPTS, '.ts').filter((path) => !path.endsWith('.test.ts'));

function roomOf(path: string): string | undefined {
  return path.split('/')[0];
}

describe('imports', () => {
  test('form no cycle', () => {
    expect(cyclesIn(importsOf(sources))).toEqual([]);
  });

  test('a cycle is found where there is one', () => {
    const edges = new Map([
      ['a', ['b', 'c']],
      ['b', []],
      ['c', ['d']],
      ['d', ['a']],
    ]);
    expect(cyclesIn(edges)).toEqual([['a', 'c', 'd', 'a']]);
  });

  test('reach another room by its name, which the lint reads, and not by a path', () => {
    const crossing = [...importsOf(sources)].flatMap(([file, targets]) =>
      targets
        .filter((path) => roomOf(path) !== roomOf(file))
        .filter(() => /from '(\.\.\/)+[a-z]+\//.test(readFileSync(join(SCRIPTS, file), 'utf8')))
        .filter((path) => !readFileSync(join(SCRIPTS, file), 'utf8').includes(`'#${path}'`))
        .map((path) => `${file} -> ${path}`),
    );
    expect(crossing).toEqual([]);
  });
});

test('only terminal ends the process, and the functions that Lambda runs', () => {
  const ending = sources.filter((path) =>
    /\bprocess\.exit\(/.test(readFileSync(join(SCRIPTS, path), 'utf8')),
  );
  const allowed = /^(?:terminal|aws\/contract\/functions|aws\/local\/lambda\/bootstrap)\//;
  expect(ending.filter((path) => !allowed.test(path))).toEqual([]);
});

test('a property is tried from one seed, the same on every machine', () => {
  const tests = ['scripts', 'solutions'].flatMap((folder) =>
    filesBelow(join(REPOSITORY, folder), '.ts').map((path) => join(folder, path)),
  );
  const ownSeed = tests.filter((path) =>
    /from 'fast[-]check'/.test(readFileSync(join(REPOSITORY, path), 'utf8')),
  );
  expect(ownSeed).toEqual([join('scripts', 'testing', 'fast-check.ts')]);
});
