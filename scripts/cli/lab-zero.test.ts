/** The first lab may have the number 0, and 0 is a lab like any other. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkCourse } from '#instructor/check-course.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';

const FILE = LEARNERS_FILE.replace('01-', '00-');

let course: CourseCopy;
beforeEach(() => {
  // Two labs: what stands after the last one is told in other words.
  const ofLab0 = Object.entries(SMALL_COURSE).map(([path, text]) => [
    path.replace('01-', '00-'),
    text.replace(/^# Lab 1/m, '# Lab 0').replace(/^# 실습 1/m, '# 실습 0'),
  ]);
  course = CourseCopy.of({ ...SMALL_COURSE, ...Object.fromEntries(ofLab0) });
});
afterEach(() => course.remove());

function run(args: readonly string[]) {
  return runHere(args, { root: course.root });
}

test('it is run, and not taken for the list of all labs', async () => {
  const { code, stdout, stderr } = await run(['lab', '0']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toMatch(/^Lab 0: Who may enter\n/);
  expect(stdout).toContain(`${FILE}:`);
  expect(stdout).toContain('npm run hint 0');
  expect(stdout).toMatch(/\n {2}npm run lab 0\n$/);
});

test('once it is passed, lab 1 is next', async () => {
  course.write(FILE, REFERENCE);
  const { code, stdout } = await run(['lab', '0']);
  expect(code).toBe(0);
  expect(stdout).toContain('lab 0 is done, on to lab 1');
  expect((await run(['hint', '0'])).stdout).toContain('Lab 0 is done');
});

test('it is the first of the list, and the one to begin with', async () => {
  const { stdout } = await run(['lab']);
  expect(stdout).toMatch(/^- {2}Lab 0: .*\n- {2}Lab 1: /);
  expect(stdout).toMatch(/\n {2}npm run lab 0\n$/);
  const { stdout: json } = await run(['lab', '--json']);
  expect(JSON.parse(json)).toMatchObject({ next: 0 });
});

test('it is the one to look back at when all are done', async () => {
  course.write(FILE, REFERENCE);
  course.write(LEARNERS_FILE, REFERENCE);
  expect((await run(['lab'])).stdout).toMatch(/\n {2}npm run solution 0\n$/);
});

test('it has hints, a solution and a way back', async () => {
  expect((await run(['hint', '0'])).stdout).toContain('Hint 1 of 3');
  expect((await run(['solution', '0'])).stdout).toContain('npm run lab 0');
  course.write(FILE, REFERENCE);
  expect((await run(['reset', '0'])).stdout).toContain('Lab 0 is the starter again.');
  expect(course.read(FILE)).toBe(SMALL_COURSE[LEARNERS_FILE]);
});

test('--solution runs the checks on its reference', async () => {
  const { code, stdout } = await run(['lab', '0', '--solution']);
  expect(code).toBe(0);
  expect(stdout).toContain('This is the reference solution, not your file.');
});

test('the instructor’s check looks at it alone, and says its number', async () => {
  // Without rules of its own the course would be held to those of the repository around it.
  course.write('.oxlintrc.json', '{}');
  const report = await checkCourse(course.root, 0);
  expect(report.labs.map(({ number }) => number)).toEqual([0]);
  expect(new Set(report.faults.map(({ lab }) => lab))).toEqual(new Set([0]));
  expect(report.next.command).toBe('npm run solutions 0');
});
