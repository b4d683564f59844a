/** The command line of `npm run solutions`, and what `--update` writes. */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '#terminal/arguments.ts';
import { CourseCopy, REPOSITORY } from '#testing/course-copy.ts';
import { english } from '#text/message.ts';
import { readRequest } from './arguments.ts';
import { runNode } from './run-node.ts';
import { README_KO, REFERENCE, replaced, STARTER, stamped, tinyLab } from '#testing/tiny-lab.ts';
import { update } from './update.ts';

let course: CourseCopy | undefined;
afterEach(() => course?.remove());

function courseOf(files: Readonly<Record<string, string>>): CourseCopy {
  course = CourseCopy.of(files);
  return course;
}

/** What the command line is refused with, in English. */
function refusalOf(args: readonly string[]): string | undefined {
  try {
    readRequest(args);
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? english(error.text) : String(error);
  }
}

describe('the command line', () => {
  test('names a lab, a language, an update', () => {
    expect(readRequest([])).toEqual({
      lab: undefined,
      update: undefined,
      json: false,
      help: false,
      language: undefined,
    });
    expect(readRequest(['2', '--lang', 'ko', '--json', '--update', 'starters'])).toEqual({
      lab: 2,
      update: 'starters',
      json: true,
      help: false,
      language: 'ko',
    });
  });

  test.each([
    ['two labs', ['1', '2'], 'One lab at a time'],
    ['a lab by its name', ['jwt'], 'not by "jwt"'],
    ['an update of nothing', ['--update'], '--update'],
    ['an update of everything', ['--update', 'all'], 'starters or translations, not "all"'],
    ['another language', ['--lang', 'fr'], 'en or ko, not "fr"'],
    ['an option that is none', ['--fix'], '--fix'],
  ])('refuses %s', (_, args, message) => {
    expect(refusalOf(args)).toContain(message);
  });

  test('wrong usage ends with 2 and says how it is used; a lab that is none does too', async () => {
    const { root } = courseOf(tinyLab(1));
    const start = join(REPOSITORY, 'scripts', 'start.mjs');
    const runs = await Promise.all(
      [['--update', 'all'], ['7']].map((args) =>
        runNode([start, 'solutions', ...args], {
          cwd: REPOSITORY,
          environment: { WORKSHOP_ROOT: root, LC_ALL: 'C' },
          limitMs: 60_000,
        }),
      ),
    );
    expect(runs.map(({ code, stdout }) => ({ code, stdout }))).toEqual([
      { code: 2, stdout: '' },
      { code: 2, stdout: '' },
    ]);
    expect(runs[0]?.stderr).toContain('npm run solutions -- --update starters');
    expect(runs[1]?.stderr).toContain('There is no lab 7. There are: 1.');
  });
});

test('a course that can not be listed is a fault too', async () => {
  const { root } = courseOf({ ...tinyLab(1), 'labs/02-empty/README.md': '# Lab\n' });
  const args = [join(REPOSITORY, 'scripts', 'start.mjs'), 'solutions'];
  const { code, stdout } = await runNode(args, {
    cwd: REPOSITORY,
    environment: { WORKSHOP_ROOT: root, LC_ALL: 'C' },
    limitMs: 60_000,
  });
  expect(code).toBe(1);
  expect(stdout).toContain('labs/02-empty must hold exactly one file of checks');
  expect(stdout).toMatch(/Next: fix the first fault in labs, then:\n {2}npm run solutions\n$/);
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

test('--update translations stamps the Korean pages with the English they translate', () => {
  const { root } = courseOf({
    ...tinyLab(1, { readmeKo: stamped('old', README_KO) }),
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
    stamped('# Course\n', '# 과정\n').replace('\n\n', '\n'),
  );
  expect(course?.read('labs/01-rank/README.ko.md')).toBe(tinyLab(1)['labs/01-rank/README.ko.md']);
});
