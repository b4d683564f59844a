/** Watch mode: the learner saves, and reads. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabRun } from '#runner/result.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { LAB, LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';

let course: CourseCopy;
let watch: ChildProcessWithoutNullStreams;
let read = '';
let waiting: (() => void) | undefined;

beforeEach(() => {
  course = CourseCopy.of(SMALL_COURSE);
  start();
});

function start(...flags: readonly string[]): void {
  watch = course.start(['watch', '1', '--lang', 'en', ...flags]);
  read = '';
  watch.stdout.on('data', (text: string) => {
    read += text;
    waiting?.();
  });
}

afterEach(() => {
  watch.kill('SIGKILL');
  course.remove();
});

/** Waits until `text` is printed; answers with all up to its end, which then counts as read. */
function until(text: string): Promise<string> {
  return new Promise((done) => {
    waiting = () => {
      const at = read.indexOf(text);
      if (at < 0) return;
      const part = read.slice(0, at + text.length);
      read = read.slice(part.length);
      waiting = undefined;
      done(part);
    };
    waiting();
  });
}

function quit(): Promise<number | null> {
  return new Promise((done) => {
    watch.once('close', done);
    watch.stdin.write('q');
  });
}

test('runs again at every save, also after a file that never came back', async () => {
  expect(await until('q quit')).toContain('write step 1');
  course.write(LEARNERS_FILE, REFERENCE.replace('Number(claim)', '0'));
  expect(await until('q quit')).toContain('expected  readRank("15") -> 15');
  course.write(LEARNERS_FILE, `${REFERENCE}\nfor (;;) ;\n`);
  expect(await until('q quit')).toContain('does not come to an end');
  course.write(LEARNERS_FILE, REFERENCE);
  expect(await until('q quit')).toContain('lab 1 is done');
  expect(await quit()).toBe(0);
});

test('quits amid an endless loop, and leaves no folder behind', async () => {
  watch.kill('SIGKILL');
  const folder = join(course.root, 'temporary');
  mkdirSync(folder);
  const flag = join(course.root, 'looping');
  course.write(
    LEARNERS_FILE,
    `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(flag)}, '');
for (;;);
${REFERENCE}`,
  );
  watch = course.start(['watch', '1'], { TMPDIR: folder, TEMP: folder, TMP: folder });
  let printed = '';
  watch.stdout.on('data', (text: string) => (printed += text));
  await expect.poll(() => existsSync(flag), { timeout: 30_000 }).toBe(true);
  expect(await quit()).toBe(0);
  expect(printed).toBe('');
  expect(readdirSync(folder).filter((name) => name.startsWith('workshop-'))).toEqual([]);
});

test('sees a file that an editor puts in the place of the old one', async () => {
  await until('q quit');
  course.write('labs/01-rank/rank.ts~', REFERENCE);
  renameSync(join(course.root, 'labs/01-rank/rank.ts~'), join(course.root, LEARNERS_FILE));
  expect(await until('q quit')).toContain('lab 1 is done');
  expect(await quit()).toBe(0);
});

test('goes on past what is no file in the place of the file', async () => {
  await until('q quit');
  const file = join(course.root, LEARNERS_FILE);
  rmSync(file);
  mkdirSync(file);
  await until('rank.ts is a folder');
  await until('npm run reset 1');
  rmSync(file, { recursive: true });
  course.write(LEARNERS_FILE, REFERENCE);
  await until('lab 1 is done');
  expect(await quit()).toBe(0);
});

test('answers its keys', async () => {
  await until('q quit');
  watch.stdin.write('h');
  expect(await until('q quit')).toContain('Hint 1 of 3: What type is the claim?');
  // The same key while the keyboard writes Hangul.
  watch.stdin.write('ㅗ');
  expect(await until('q quit')).toContain('Hint 2 of 3');
  watch.stdin.write('s');
  expect(await until('press s again.')).not.toContain('return Number(claim)');
  watch.stdin.write('s');
  expect(await until('q quit')).toContain('+  return Number(claim);');
  watch.stdin.write('l');
  expect(await until('q quit')).toContain('Lab 1: Who may enter (steps 0/2)');
  rmSync(join(course.root, LEARNERS_FILE));
  expect(await until('q quit')).toContain('rank.ts is not there.');
  watch.stdin.write('s');
  expect(await until('q quit')).toContain('npm run reset 1');
  course.write(LEARNERS_FILE, SMALL_COURSE[LEARNERS_FILE] ?? '');
  expect(await until('q quit')).not.toContain('Demo');
  watch.stdin.write('r');
  expect(await until('q quit')).toContain('Demo');
  watch.stdin.write('n');
  await until('Lab 1 is the last one.');
  expect(await quit()).toBe(0);
});

test('plays the demo at the first full pass, and leaves the reference for whoever asks', async () => {
  expect(await until('q quit')).not.toContain('Demo');
  course.write(LEARNERS_FILE, REFERENCE);
  const passed = await until('q quit');
  expect(passed).toContain('Your file beside the reference: key s');
  expect(passed).toContain('Demo\n  | spark has rank 15.');
  course.write(LEARNERS_FILE, `${REFERENCE}\n`);
  expect(await until('q quit')).not.toContain('Demo');
});

test('sees a given file that is saved', async () => {
  await until('q quit');
  course.write(LEARNERS_FILE, REFERENCE);
  expect(await until('q quit')).toContain('lab 1 is done');
  course.write(
    `${LAB}/rank.test.ts`,
    course
      .read(`${LAB}/rank.test.ts`)
      .replace("from './rank.ts';", "from './rank.ts';\nimport './given.ts';"),
  );
  expect(await until('q quit')).toContain('given.ts');
  course.write(`${LAB}/given.ts`, "export const given = 'spark';\n");
  expect(await until('q quit')).toContain('lab 1 is done');
  course.write(`${LAB}/given.ts`, "throw new Error('changed');\n");
  expect(await until('q quit')).toContain('Error: changed');
});

test('prints no cursor tricks where it is not a terminal', async () => {
  expect(await until('q quit')).not.toContain('\u001b');
  expect(await quit()).toBe(0);
});

test('with --json every line is a result, whatever key is pressed', async () => {
  watch.kill('SIGKILL');
  start('--json');
  const lines = [await until('\n')];
  watch.stdin.write('hsln');
  course.write(LEARNERS_FILE, REFERENCE);
  lines.push(await until('\n'));
  watch.stdin.write('r');
  lines.push(await until('\n'));
  expect(await quit()).toBe(0);
  const results = lines.map((line) => JSON.parse(line) as LabRun);
  expect(results.map(({ outcome, demo }) => [outcome, demo !== undefined])).toEqual([
    ['failed', false],
    ['passed', true],
    ['passed', true],
  ]);
  expect(read).toBe('');
});
