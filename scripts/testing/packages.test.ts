import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
