/** The learner's commands: what they print, what they leave, how they end. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { labReport } from '#runner/lab-report.ts';
import { Progress } from '#runner/progress.ts';
import type { LabRun } from '#runner/result.ts';
import { CourseCopy, REPOSITORY } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { HAS_LINKS, link } from '#testing/links.ts';
import { REFERENCE } from '#testing/small-course.ts';
import { labFromSkeleton } from '#course/skeleton.ts';

// A compiler that takes long finds nothing; here it may take as long as a busy machine needs.
vi.mock('#kit/limits.ts', async (original) => ({
  ...(await original<object>()),
  COMPILER_MS: 60_000,
}));

/** Of one lab, whose number is 0: a lab like any other, and easily taken for none. */
const COURSE = labFromSkeleton(REPOSITORY, 0);
const LAB = 'labs/00-rank';
const LEARNERS_FILE = `${LAB}/rank.ts`;

let course: CourseCopy;
beforeEach(() => {
  course = CourseCopy.of(COURSE);
});
afterEach(() => course.remove());

function run(args: readonly string[]) {
  return runHere(args, { root: course.root });
}

const STARTER = COURSE[LEARNERS_FILE] ?? '';
const STEP_1_DONE = STARTER.replace(
  "// TODO 1: read the digits as a number.\n  throw new Error('TODO 1: read the rank');",
  'return Number(claim);',
);

describe('lab 0', () => {
  test('on the starter, in both languages', async () => {
    const { code, stdout, stderr } = await run(['lab', '0', '--json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    await expectDrawn(JSON.parse(stdout) as LabRun, 'starter');
  });

  test('passed, in both languages, and without the reference that nobody asked for', async () => {
    course.write(LEARNERS_FILE, REFERENCE.replace('Number(claim)', 'parseInt(claim, 10)'));
    const { code, stdout } = await run(['lab', '0', '--json']);
    expect(code).toBe(0);
    await expectDrawn(JSON.parse(stdout) as LabRun, 'passed');
  });

  test('--solution runs the checks on the reference and leaves the progress alone', async () => {
    const { code, stdout } = await run(['lab', '0', '--solution']);
    expect(code).toBe(0);
    expect(stdout).toContain('This is the reference solution, not your file.');
    expect(existsSync(join(course.root, '.workshop', 'progress.json'))).toBe(false);
    expect(readdirSync(join(course.root, '.workshop'))).not.toContain('stage');
  });

  test('--json prints one object with every text in both languages', async () => {
    course.write(LEARNERS_FILE, STEP_1_DONE);
    const { code, stdout } = await run(['lab', '0', '--json']);
    expect(code).toBe(1);
    const result = JSON.parse(stdout) as LabRun;
    expect(result).toMatchObject({
      schema: 1,
      lab: { number: 0, id: '00-rank', title: { en: 'Who may enter', ko: '누가 들어갈 수 있나' } },
      subject: 'learner',
      files: [LEARNERS_FILE],
      outcome: 'failed',
      steps: [
        { number: 1, status: 'passed', exports: ['readRank'] },
        {
          number: 2,
          status: 'todo',
          section: {
            en: `${LAB}/README.md#step-2-compare-two-ranks`,
            ko: `${LAB}/README.ko.md#2단계-두-등급-비교하기`,
          },
          checks: [
            {
              id: 'compares-numbers',
              status: 'todo',
              failure: { kind: 'todo', place: { file: LEARNERS_FILE, line: 9 } },
            },
          ],
        },
      ],
      demo: { lines: [{ en: 'spark has rank 15.', ko: 'spark의 등급은 15입니다.' }] },
      typeErrors: [],
      next: { command: 'npm run lab 0' },
    });
  });

  test('type errors stand beside the checks and fail nothing; what the code prints is shown', async () => {
    const printing = REFERENCE.replace(
      'return Number',
      "console.log('claim is', claim);\n  return Number",
    );
    course.write(LEARNERS_FILE, `${printing}\nconst unused: number = 'fifteen';\n`);
    const { code, stdout } = await run(['lab', '0']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${LEARNERS_FILE}:15 TS2322`);
    expect(stdout).toContain('Your code printed\n  | claim is 15\n');
  });
});

describe('the list', () => {
  test('of all labs with the next thing to do, in both languages and as JSON', async () => {
    course.write(LEARNERS_FILE, STEP_1_DONE);
    for (const language of ['en', 'ko']) {
      const { code, stdout } = await run(['lab', '--lang', language]);
      expect(code).toBe(0);
      await expect(stdout).toMatchFileSnapshot(`./__golden__/commands/list.${language}.txt`);
    }
    expect(JSON.parse((await run(['lab', '--json'])).stdout)).toMatchObject({
      schema: 1,
      labs: [{ number: 0, id: '00-rank', stepsPassed: 1, steps: 2, openStep: 2 }],
      next: 0,
    });
  });

  test.each(['not JSON', '[]', '{"labs": 1, "hints": null}', '{"labs":{"00-rank":7}}'])(
    'a progress file of %s is none',
    (contents) => {
      const [lab] = course.labs();
      if (!lab) throw new Error('no lab');
      course.write('.workshop/progress.json', contents);
      expect(new Progress(course.root).of(lab)).toBeUndefined();
      expect(new Progress(course.root).hintsShown(lab, 1)).toBe(0);
    },
  );

  test('leads from one lab to the next, and in the end back to the first', async () => {
    for (const [path, text] of Object.entries(labFromSkeleton(REPOSITORY, 1))) {
      course.write(path, text);
    }
    const { stdout } = await run(['lab']);
    expect(stdout).toMatch(/^- {2}Lab 0: .*\n- {2}Lab 1: [^]*\n {2}npm run lab 0\n$/);
    course.write(LEARNERS_FILE, REFERENCE);
    expect((await run(['lab', '0'])).stdout).toContain('lab 0 is done, on to lab 1');
    course.write('labs/01-rank/rank.ts', REFERENCE);
    expect((await run(['lab'])).stdout).toMatch(/\n {2}npm run solution 0\n$/);
  });

  test('follows the file, with and without the progress file', async () => {
    course.write('.workshop/progress.json', 'not JSON');
    expect((await run(['lab'])).stdout).toContain('(steps 0/2)');
    course.write(LEARNERS_FILE, REFERENCE);
    expect((await run(['lab'])).stdout).toContain('ok Lab 0: Who may enter (steps 2/2)');
  });
});

describe('hint 0', () => {
  test('climbs level by level, in both languages', async () => {
    for (const language of ['en', 'ko']) {
      const shown: string[] = [];
      for (let times = 0; times < 4; times += 1) {
        shown.push((await run(['hint', '0', '--lang', language])).stdout);
      }
      expect(shown[3]).toBe(shown[2]);
      const ladder = shown.slice(0, 3).join('\n----\n\n');
      await expect(ladder).toMatchFileSnapshot(`./__golden__/commands/hints.${language}.txt`);
      await run(['reset', '0']);
      course.write(LEARNERS_FILE, `${STARTER}\n`);
      await run(['reset', '0']);
    }
  });

  test('that can not be kept says where all of them are, and promises no other', async () => {
    course.write('.workshop', 'a file stands where the folder should be');
    const { stdout } = await run(['hint', '0']);
    expect(stdout.replaceAll(/\n */g, ' ')).toContain(`All of them: ${LAB}/README.md, step 1`);
    expect(stdout).not.toContain('One more hint');
  });

  test('is for the first step that is open', async () => {
    course.write(LEARNERS_FILE, STEP_1_DONE);
    expect((await run(['hint', '0'])).stdout).toContain('Step 2: Compare two ranks');
    course.write(LEARNERS_FILE, REFERENCE);
    expect((await run(['hint', '0'])).stdout).toContain('there is nothing to hint at');
  });
});

describe('solution 0', () => {
  test('shows the learner’s file beside the reference', async () => {
    course.write(LEARNERS_FILE, STEP_1_DONE);
    const { code, stdout } = await run(['solution', '0']);
    expect(code).toBe(0);
    expect(stdout).toContain('+  return readRank(rank) >= readRank(least);');
    expect(stdout).not.toContain('+  return Number(claim);');
  });

  test('says so where there is no file, and where there is no difference', async () => {
    course.write(LEARNERS_FILE, REFERENCE);
    expect((await run(['solution', '0'])).stdout).toContain('letter by letter');
    rmSync(join(course.root, LEARNERS_FILE));
    const { code, stdout } = await run(['solution', '0']);
    expect(code).toBe(1);
    expect(stdout).toContain('npm run reset 0');
  });
});

/** What may stand in the place of the learner's file, and what it is told as. */
type Odd = readonly [name: string, says: string, put: (path: string) => void];
const LINK: Odd = [
  'a broken link',
  'is a link that leads to no',
  (path) => link(`${path}.no`, path),
];
const ODD: readonly Odd[] = [
  ['a folder', 'is a folder', (path) => put(join(path, 'mine.txt'), 'mine')],
  ...(HAS_LINKS ? [LINK] : []),
  ['data', 'is larger than 1 MB', (path) => put(path, ' '.repeat(2_000_000))],
  ['a program', 'holds zero bytes', (path) => put(path, '\u007fELF\u0002\u0001\u0001\0\u001b[2J')],
];

test.each(ODD)('%s in place of the file: a line, no stack, and reset keeps it', async (...row) => {
  const [, says, place] = row;
  const path = join(course.root, LEARNERS_FILE);
  rmSync(path);
  place(path);
  for (const command of [
    ['lab', '0'],
    ['lab', '0', '--json'],
    ['solution', '0'],
  ]) {
    const { code, stdout, stderr } = await run(command);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.replaceAll(/\n */g, ' ')).toContain(says);
    expect(stdout).toContain('npm run reset 0');
    expect(stdout).not.toContain('\u001b');
  }
  expect((await run(['lab'])).stdout).toContain('-  Lab 0: Who may enter (steps 0/2)');
  expect((await run(['hint', '0'])).code).toBe(0);
  expect((await run(['reset', '0'])).code).toBe(0);
  expect(course.read(LEARNERS_FILE)).toBe(STARTER);
  const [stamp = ''] = readdirSync(join(course.root, '.workshop', 'saved', '00-rank'));
  const kept = join(course.root, '.workshop', 'saved', '00-rank', stamp, 'rank.ts');
  rmSync(path);
  place(path);
  expect(contentsOf(kept)).toEqual(contentsOf(path));
});

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A link's target, a folder's names, a file's text. */
function contentsOf(path: string): unknown {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return readlinkSync(path);
  return found.isDirectory() ? readdirSync(path) : readFileSync(path, 'utf8');
}

test('what is missing of the course is named, and a second file of checks too', async () => {
  course.write(`${LAB}/copy.test.ts`, '');
  const { code, stderr } = await run(['lab', '0']);
  expect([code, stderr.replaceAll(/\n */g, ' ')]).toEqual([
    1,
    `${LAB} must hold exactly one file of checks (*.test.ts). Here: copy.test.ts, rank.test.ts. `,
  ]);
  rmSync(join(course.root, LAB, 'copy.test.ts'));
  rmSync(join(course.root, 'solutions'), { recursive: true });
  expect((await run(['solution', '0'])).stderr).toContain('solutions/00-rank is not there');
  expect((await run(['reset', '0'])).stderr).toContain('git checkout -- solutions/00-rank/');
});

describe('reset 0', () => {
  test('brings the starter back and saves what was there, each time anew', async () => {
    const versions = ['const first = 1;\n', 'const second = 2;\r\n'];
    for (const version of versions) {
      course.write(LEARNERS_FILE, version);
      const { code, stdout } = await run(['reset', '0']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/\.workshop\/saved\/00-rank\/\d{4}-/);
      expect(course.read(LEARNERS_FILE)).toBe(STARTER);
    }
    expect(saved()).toEqual(versions);
  });

  test('does nothing to a starter', async () => {
    const { stdout } = await run(['reset', '0']);
    expect(stdout).toContain('nothing was changed');
    expect(existsSync(join(course.root, '.workshop', 'saved'))).toBe(false);
  });

  test('brings a deleted file back', async () => {
    rmSync(join(course.root, LEARNERS_FILE));
    expect((await run(['reset', '0'])).code).toBe(0);
    expect(course.read(LEARNERS_FILE)).toBe(STARTER);
  });

  test('changes nothing where it can not save', async () => {
    course.write(LEARNERS_FILE, REFERENCE);
    course.write('.workshop/saved', 'a file stands where the folder should be');
    const { code, stderr } = await run(['reset', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain("can't be saved, so nothing was changed");
    expect(course.read(LEARNERS_FILE)).toBe(REFERENCE);
  });
});

test('ready: a lab whose reference fails is in the way, a port is not', async () => {
  course.write('solutions/00-rank/rank.ts', REFERENCE.replace('Number(claim)', '0'));
  const { code, stdout } = await run(['ready']);
  expect(code).toBe(1);
  expect(stdout).toContain(`ok Node ${process.versions.node} and its packages`);
  expect(stdout).toMatch(/^(?:ok Ports? 9001|- {2}Port 900)/m);
  expect(stdout).toContain('x  Lab 0 does not pass with its reference');
  expect(stdout).toMatch(/see the lines\n? *marked x\.\n$/);
});

test('ready: a state folder that can not be written to is in the way, and named', async () => {
  course.write('.workshop/stage', 'a file stands where the folder should be');
  const { code, stdout } = await run(['ready']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^x {2}The system refuses access to/m);
  expect(stdout).toMatch(/see the lines\n? *marked x\.\n$/);
});

/** What a terminal shows of the result is the golden file's, in each language. */
async function expectDrawn(result: LabRun, name: string): Promise<void> {
  for (const language of ['en', 'ko'] as const) {
    const drawn = labReport(result, { language, colour: false, width: 60 });
    await expect(drawn).toMatchFileSnapshot(`./__golden__/commands/${name}.${language}.txt`);
  }
}

/** The versions of the learner's file that were saved, in their order. */
function saved(): string[] {
  const folder = join(course.root, '.workshop', 'saved', '00-rank');
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name, 'rank.ts'), 'utf8'));
}
