/** What a stage leaves in the state folder: nothing, and nothing of those that were killed. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { LAB, SMALL_COURSE } from '#testing/small-course.ts';
import { Stage, stagesFolder } from './stage.ts';

let course: CourseCopy;
beforeEach(() => (course = CourseCopy.of(SMALL_COURSE)));
afterEach(() => course.remove());

test('a stage removes what a process has left that was killed, and nothing of one that runs', () => {
  const { pid: killed } = spawnSync(process.execPath, ['-e', '0']);
  for (const pid of [killed, process.ppid]) course.write(`.workshop/stage/${pid}/a.ts`, '');
  const stage = new Stage(course.root);
  try {
    expect(readdirSync(stagesFolder(course.root))).toEqual([String(process.ppid)]);
  } finally {
    stage.remove();
  }
});

test('it holds a lab’s code, no lesson and no drawing, and nothing is left of it', () => {
  course.write(`${LAB}/drawings/a.svg`, '<svg/>');
  const [lab] = course.labs();
  if (!lab) throw new Error('The course has no lab.');
  course.write('labs/01-rank/drawings/doors.svg', '<svg/>');
  const stage = new Stage(course.root);
  const folder = stage.put(lab, 'reference', { 'rank.ts': '// solved' });
  expect(readdirSync(folder).toSorted()).toEqual(['demo.ts', 'ko.json', 'rank.test.ts', 'rank.ts']);
  stage.remove();
  expect(readdirSync(course.root)).toContain('.workshop');
  expect(readdirSync(`${course.root}/.workshop`)).toEqual([]);
});
