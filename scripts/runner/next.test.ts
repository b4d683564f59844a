/** What to do after a lab, where the course has no lab of the next number. */
import { afterAll, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import { english } from '#text/message.ts';
import { assemble } from './assemble.ts';
import { findingsOn } from './lab-runner.ts';
import { nextAction } from './next.ts';
import { Progress } from './progress.ts';
import type { LabRun } from './result.ts';

const course = CourseCopy.of({ ...tinyLab(1), ...tinyLab(4), ...tinyLab(6) });
afterAll(() => course.remove());

test.each([
  [1, 'lab 1 is done, on to lab 4', 'npm run lab 4'],
  [4, 'lab 4 is done, on to lab 6', 'npm run lab 6'],
  [6, 'lab 6 is done, and it is the last one. See them all', 'npm run lab'],
])('after lab %i comes the next that there is', (number, what, command) => {
  const lab = course.labs().find((one) => one.number === number);
  if (!lab) throw new Error(`There is no lab ${number}.`);
  const findings = findingsOn(course.root, lab, lab.folder, 'learner');
  const { problem: _, ...run } = assemble(lab, findings);
  const next = nextAction({ ...run, steps: [] }, findings.nextLab);
  expect([english(next.what), next.command]).toEqual([what, command]);
});

test('checks that never started are no fault of the file, and undo no progress', () => {
  const [lab] = course.labs();
  if (!lab) throw new Error('There is no lab.');
  const progress = new Progress(course.root);
  const findings = findingsOn(course.root, lab, lab.folder, 'learner');
  const passed = { steps: [], outcome: 'passed', sourceHash: findings.sourceHash } as const;
  const before = progress.record(lab, passed as unknown as LabRun);
  const run = assemble(lab, findings);
  expect([run.outcome, run.problem?.kind, run.problem?.place]).toEqual([
    'failed',
    'not-started',
    undefined,
  ]);
  expect([run.next.what.en, run.next.command]).toEqual(['run it once more', 'npm run lab 1']);
  progress.record(lab, run);
  expect(progress.of(lab)).toEqual(before);
});
