import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tinyCourse } from '#testing/site/tiny-course.ts';
import { NotOurFolder, writeSite } from './write.ts';

const OLD = new Map([
  ['en/index.html', 'old'],
  ['en/labs/01/index.html', 'old'],
]);
const NEW = new Map([['en/index.html', 'new']]);

test('what is no longer made is taken away, with its folders; what is not ours stays', () => {
  const folder = join(tinyCourse({}), 'out');
  writeSite(OLD, folder);
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  writeSite(NEW, folder);
  expect(readFileSync(join(folder, 'en/index.html'), 'utf8')).toBe('new');
  expect(existsSync(join(folder, 'en/labs'))).toBe(false);
  expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
});

test('a folder that holds something else is left as it is', () => {
  const folder = join(tinyCourse({ 'out/mine.txt': 'mine' }), 'out');
  expect(() => writeSite(NEW, folder)).toThrow(NotOurFolder);
  expect(existsSync(join(folder, 'en'))).toBe(false);
});

test('a list that was tampered with removes nothing outside of the folder', () => {
  const root = tinyCourse({ 'mine.txt': 'mine', 'out/.jwt-workshop-site': '../mine.txt\n' });
  writeSite(NEW, join(root, 'out'));
  expect(existsSync(join(root, 'mine.txt'))).toBe(true);
});
