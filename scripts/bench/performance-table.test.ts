/** README shows what the bench prints: the same rows and aims, whatever the figures are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { ratioRows, ROWS, saveRows } from './performance-table.ts';

/** The rows of the first table between the bench's marks, without its head; cells without padding. */
function rowsIn(page: string): string[][] {
  const text = readFileSync(join(REPOSITORY, page), 'utf8');
  const [, block = ''] = /<!-- bench -->(.*)<!-- \/bench -->/s.exec(text) ?? [];
  const [table = ''] = /(?:^\|.*\n)+/m.exec(block) ?? [];
  return table.trim().split('\n').slice(2).map(cellsOf);
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** All but the figure. */
function shapeOf([name, , aim]: readonly string[]) {
  return [name, aim];
}

const measured = ROWS.map(({ ratio }) => ({ name: ratio, median: 1, from: 1, to: 1 }));

test('README.md has the rows that the bench prints', () => {
  const printed = ratioRows(measured).map(cellsOf);
  expect(rowsIn('README.md').map(shapeOf)).toEqual(printed.map(shapeOf));
});

test('README.ko.md has the same figures and aims', () => {
  const [english, korean] = ['README.md', 'README.ko.md'].map((page) =>
    rowsIn(page).map(([, ...figures]) => figures),
  );
  expect(korean).toEqual(english);
});

test('a row that nothing has measured is a mistake of ours', () => {
  expect(() => ratioRows(measured.slice(1))).toThrow('verify: jsonwebtoken, KeyObject');
});

test('save to verdict is told for each lab, and in times of lab 1', () => {
  const times = [
    { lab: 0, firstStep: 300.4, wholeLab: 900 },
    { lab: 1, firstStep: 200, wholeLab: 300 },
  ];
  expect(saveRows(times)).toEqual([
    '| Lab 0 | 300 ms (1.5) | 900 ms (3.0) |',
    '| Lab 1 | 200 ms (1.0) | 300 ms (1.0) |',
  ]);
});
