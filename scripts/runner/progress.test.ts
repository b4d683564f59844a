/** What is kept of a run, and that no run depends on it. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { LAB, LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';
import { Progress, sourceHashOf } from './progress.ts';
import type { LabRun } from './result.ts';

let course: CourseCopy;
let lab: Lab;
beforeEach(() => {
  course = CourseCopy.of({ ...SMALL_COURSE, [LEARNERS_FILE]: REFERENCE, [`${LAB}/users.ts`]: '' });
  [lab] = course.labs() as [Lab];
});
afterEach(() => course.remove());

/** A run that passed, of the files as they are now. */
function passed(): LabRun {
  return { sourceHash: sourceHashOf(lab), outcome: 'passed', steps: [] } as unknown as LabRun;
}

test('a run counts for the very files that were run', () => {
  const progress = new Progress(course.root);
  progress.record(lab, passed());
  expect(progress.of(lab)).toMatchObject({ steps: 0 });
  course.write(`${LAB}/README.md`, '# Another text');
  expect(progress.of(lab)).toBeDefined();
});

test.each([LEARNERS_FILE, `${LAB}/rank.test.ts`, `${LAB}/users.ts`])(
  'a change of %s undoes it',
  (file) => {
    const progress = new Progress(course.root);
    progress.record(lab, passed());
    course.write(file, '// another');
    expect(progress.of(lab)).toBeUndefined();
  },
);

test('a run during which a file was saved is not recorded', () => {
  const progress = new Progress(course.root);
  const run = passed();
  course.write(LEARNERS_FILE, '// saved meanwhile');
  progress.record(lab, run);
  expect(progress.of(lab)).toBeUndefined();
  course.write(LEARNERS_FILE, REFERENCE);
  expect(progress.of(lab)).toBeUndefined();
});

test('a state folder that can’t be written to costs nothing but the record', () => {
  course.write('.workshop', 'a file in its place');
  const progress = new Progress(course.root);
  expect(progress.record(lab, passed())).toMatchObject({ steps: 0 });
  progress.recordHint(lab, 1, 1);
  expect(progress.hintsShown(lab, 1)).toBe(0);
  expect(() => replaceFile(join(course.root, '.workshop', 'x'), '')).toThrow(/EEXIST|ENOTDIR/);
});
