/** A new lab passes the instructor's check as it stands, and is known by its folder and its script. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { SKELETON, SMALL_COURSE } from '#testing/small-course.ts';

let course: CourseCopy;
afterEach(() => course.remove());

test('new-lab 9 makes a lab that the check finds nothing wrong with', async () => {
  const scripts = { lab: 'x', 'lab:1': 'x', 'lab:10': 'x', watch: 'x' };
  course = CourseCopy.of({
    ...SMALL_COURSE,
    ...SKELETON,
    '.oxlintrc.json': '{}',
    'package.json': JSON.stringify({ name: 'course', scripts }),
  });
  const here = { root: course.root };
  const { code, stdout } = await runHere(['new-lab', '9'], here);
  expect(code).toBe(0);
  expect(stdout).toContain('npm run solutions 9');
  const contents = JSON.parse(course.read('package.json')) as { scripts: Record<string, string> };
  expect(Object.keys(contents.scripts)).toEqual(['lab', 'lab:1', 'lab:9', 'lab:10', 'watch']);
  expect(course.read('labs/09-rank/README.ko.md')).toContain('\n# 실습 9 · ');
  // Imports are looked up in the nearest package.json, which is to be the repository's.
  rmSync(join(course.root, 'package.json'));
  const checked = await runHere(['solutions', '9'], here);
  expect(checked.stdout).toContain('all is well');
  const again = await runHere(['new-lab', '9'], here);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('There is a lab 9 already: 09-rank.');
});

test.each([
  [['new-lab'], 'Say which number the new lab has.'],
  [['new-lab', '100'], 'A lab has a number from 0 to 99.'],
])('%j is wrong usage', async (args, reason) => {
  course = CourseCopy.of(SMALL_COURSE);
  const { code, stderr } = await runHere(args, { root: course.root });
  expect({ code, isTold: stderr.includes(reason) }).toEqual({ code: 2, isTold: true });
});
