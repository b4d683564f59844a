import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reviewOf, type Question } from '#course/review/questions.ts';
import { starterOf } from '#course/starter.ts';
import { Progress, sourceHashOf } from '#runner/progress.ts';
import { CourseCopy, REPOSITORY } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';

const LAB = '01-base64url';

let course: CourseCopy;
beforeEach(() => {
  course = CourseCopy.of({});
  for (const folder of [`labs/${LAB}`, `solutions/${LAB}`]) {
    cpSync(join(REPOSITORY, folder), join(course.root, folder), { recursive: true });
  }
  for (const [file, text] of Object.entries(starterOf(lab()))) {
    writeFileSync(join(lab().folder, file), text);
  }
  know({ stepsPassed: 0, openStep: 1 });
});
afterEach(() => {
  vi.restoreAllMocks();
  course.remove();
});

function lab() {
  const [one] = course.labs();
  if (!one) throw new Error('The course has no lab.');
  return one;
}

/** Says how far the learner is, so that no check has to be run. */
function know(far: { readonly stepsPassed: number; readonly openStep?: number }): void {
  const labs = { [LAB]: { sourceHash: sourceHashOf(lab()), steps: 5, ...far } };
  const reviews = { [LAB]: new Progress(course.root).review(lab()) };
  course.write('.workshop/progress.json', JSON.stringify({ labs, hints: {}, reviews }));
}

/** Runs the command at a terminal where these lines are typed, and then Ctrl-D. */
async function review(lines: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
  input.end(lines.map((line) => `${line}\n`).join(''));
  return runHere(['review', '1'], { root: course.root, isTerminal: true });
}

/** What is typed as the right answer. */
function rightAnswer({ lines, truth }: Question): string {
  if ('why' in truth) return 'a';
  const numbered = lines.filter((line) => line !== '@');
  return `r ${numbered.findIndex((line) => /^[-+]/.test(line)) + 1} ${truth.reason + 1}`;
}

function answersTo(ids: readonly string[]): string[] {
  const { questions } = reviewOf(lab());
  return ids.flatMap((id) => {
    const question = questions.get(id);
    return question ? [rightAnswer(question)] : [];
  });
}

test('a round asks twelve changes and counts those that were right at the first try', async () => {
  const ids = reviewOf(lab()).rounds.before[0] ?? [];
  const [first = '', ...others] = answersTo(ids);
  const { code, stdout } = await review([first === 'a' ? 'r 1 1' : 'a', ...others, first]);
  expect(code).toBe(0);
  expect(stdout).toContain('Lab 1, jwt.ts: Change 12 of 12');
  expect(stdout).toContain('Lab 1, jwt.ts: Once more: you missed this one');
  expect(stdout).toMatch(/11 of 12 were right at the first try\.[^]*npm run lab 1\n$/);
  expect(new Progress(course.root).review(lab()).before).toEqual([11]);
});

test('after the lab it asks twelve others, and the list shows both scores', async () => {
  const { rounds } = reviewOf(lab());
  await review(answersTo(rounds.before[0] ?? []));
  know({ stepsPassed: 5 });
  const { stdout } = await review(answersTo(rounds.after[0] ?? []));
  expect(stdout).toContain('Before the lab it was 12 of 12.');
  const list = await runHere(['lab'], { root: course.root });
  expect(list.stdout).toContain('(steps 5/5)\n   review 12/12 before, 12/12 after\n');
});

test('no answer is lost where it is left, and what is typed wrongly is asked again', async () => {
  const ids = reviewOf(lab()).rounds.before[0] ?? [];
  const [first = ''] = answersTo(ids);
  const left = await review(['maybe', first, 'r', '99']);
  expect(left.stdout.match(/Approve or refuse\?/g)).toHaveLength(3);
  expect(left.stdout).toMatch(/fault\? \(1-\d+\)\nWhich line[^]*your answers are kept/);
  const again = await review([]);
  expect(again.stdout).toContain('Change 2 of 12');
  expect(again.stdout).not.toContain('Change 1 of 12');
});

test('at a pipe it says in one line that it needs a terminal', async () => {
  const { code, stderr } = await runHere(['review', '1'], { root: course.root });
  expect(code).toBe(1);
  expect(stderr.trim()).toBe('A review asks and waits for answers: run it in a terminal.');
});
