/** What `npm run solutions -- --update` writes. */
import { afterEach, describe, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { english } from '#text/message.ts';
import { runHere } from '#testing/in-process.ts';
import { REFERENCE, STARTER } from '#testing/small-course.ts';
import { README_KO, replaced, withSourceHash, tinyLab } from '#testing/tiny-lab.ts';
import { update } from './update.ts';

let course: CourseCopy | undefined;
afterEach(() => course?.remove());

function courseOf(files: Readonly<Record<string, string>>): CourseCopy {
  course = CourseCopy.of(files);
  return course;
}

test('a course that can not be listed is a fault too', async () => {
  const { root } = courseOf({ ...tinyLab(1), 'labs/02-empty/README.md': '# Lab\n' });
  const { code, stdout } = await runHere(['solutions'], { root });
  expect(code).toBe(1);
  expect(stdout).toContain('labs/02-empty must hold exactly one file of checks');
  expect(stdout).toMatch(/Next: fix the first fault in labs, then:\n {2}npm run solutions\n$/);
});

test('of one lab alone it shows that it works: a line for each lab, and one that counts on a terminal', async () => {
  const { root } = courseOf({ ...tinyLab(0), ...tinyLab(1), '.oxlintrc.json': '{}' });
  const piped = await runHere(['solutions', '0'], { root });
  expect(piped).toMatchObject({ code: 0, stderr: '' });
  expect(piped.stdout).toMatch(/^Lab 0: every answer is checked\.\n[^]*\n {2}npm run lab 0\n$/);
  // The same answers again: whether their verdicts are known or not, the report is the same.
  const { stdout } = await runHere(['solutions', '0'], { root, isTerminal: true });
  expect(stdout).toMatch(/^\rChecked 1 of 7 answers(?:\r.*)*\rChecked 7 of 7 answers\n\n/);
  expect(stdout.split('\n\n').slice(1)).toEqual(piped.stdout.replace(/^.*\n/, '').split('\n\n'));
});

describe('--update starters', () => {
  const learners = replaced(STARTER, 'read the digits', 'read all of the digits');

  test('keeps the files of the lab as the starter', () => {
    const { root } = courseOf(tinyLab(1, { learners }));
    const { lines, refused } = update(root, 'starters');
    expect(refused).toBe(false);
    expect(lines.map(english)).toEqual(['Written: solutions/01-rank/starter.patch']);
    expect(course?.read('solutions/01-rank/starter.patch')).toContain(
      '+  // TODO 1: read all of the',
    );
    expect(update(root, 'starters').lines.map(english)).toEqual([
      'Everything is up to date: nothing was written.',
    ]);
  });

  test.each([
    ['solved', REFERENCE, '1, 2'],
    ['half solved', replaced(STARTER, "throw new Error('TODO 1: read the rank')", 'return 1'), '1'],
    ['without a comment', replaced(STARTER, '// TODO 2: compare', '// Compare'), '2'],
  ])('refuses a lab that is %s', (_, text, steps) => {
    const { root } = courseOf(tinyLab(1, { learners: text }));
    const before = course?.read('solutions/01-rank/starter.patch');
    const { lines, refused } = update(root, 'starters');
    expect(refused).toBe(true);
    expect(lines.map(english).join('')).toContain(`of step ${steps}. If you solved the lab`);
    expect(course?.read('solutions/01-rank/starter.patch')).toBe(before);
  });
});

test('--update translations writes into the Korean pages the hash of the English they translate', () => {
  const { root } = courseOf({
    ...tinyLab(1, { readmeKo: withSourceHash('old', README_KO) }),
    'README.md': '# Course\n',
    'README.ko.md': '# 과정\n',
  });
  const { lines, refused } = update(root, 'translations');
  expect(refused).toBe(false);
  expect(lines.map(english)).toEqual([
    'Written: README.ko.md',
    'Written: labs/01-rank/README.ko.md',
  ]);
  expect(course?.read('README.ko.md')).toBe(
    withSourceHash('# Course\n', '# 과정\n').replace('\n\n', '\n'),
  );
  expect(course?.read('labs/01-rank/README.ko.md')).toBe(tinyLab(1)['labs/01-rank/README.ko.md']);
});
