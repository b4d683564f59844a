/**
 * A learner's file can do anything. Whatever it does, the run ends in time, says what happened and
 * where, and has the right exit code. What the learner reads is kept in `__golden__`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { labReport } from './lab-report.ts';
import type { LabRun } from './result.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { LAB, LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';

/** In milliseconds, on top of what a run of a plain file takes on this machine just now. */
const LONGEST_MS = 10_000;

/** A learner's file, or undefined where there is none. */
const CASES: Readonly<Record<string, string | undefined>> = {
  'a deleted file': undefined,
  'a syntax error': `${REFERENCE}\nexport function another( {\n`,
  'a missing export': REFERENCE.replace('export function mayEnter', 'function mayEnter'),
  'a renamed export': REFERENCE.replace('mayEnter', 'mayPass'),
  'an endless loop': REFERENCE.replace('return Number(claim);', 'for (;;) claim.length;'),
  'an endless loop at import': `${REFERENCE}\nfor (;;) readRank('1');\n`,
  'an endless recursion': REFERENCE.replace('Number(claim)', 'readRank(claim)'),
  'process.exit': REFERENCE.replace('return Number(claim);', 'process.exit(0);'),
  'process.exit at import': `${REFERENCE}\nprocess.exit(0);\n`,
  'a process that kills itself': REFERENCE.replace(
    'return Number(claim);',
    "process.kill(process.pid, 'SIGKILL');\n  return 0;",
  ),
  'a rejected promise that nobody awaits': REFERENCE.replace(
    'return Number(claim);',
    "void Promise.reject(new Error('the store is down'));\n  return Number(claim);",
  ),
  'a rejected promise at import': `${REFERENCE}\nvoid Promise.reject(new Error('too early'));\n`,
  'a throw in a timer': REFERENCE.replace(
    'return Number(claim);',
    "setTimeout(() => {\n    throw new Error('too late');\n  }, 0);\n  return Number(claim);",
  ),
  'a throw at import': `${REFERENCE}\nthrow new Error('JWT_SECRET is not set');\n`,
  'a throw of a non-error': REFERENCE.replace('return Number(claim);', "throw 'no rank';"),
  'a throw of a non-error at import': `${REFERENCE}\nthrow 'no rank';\n`,
  'a top-level await that never ends': `${REFERENCE}\nawait new Promise(() => {});\n`,
  'output without end': REFERENCE.replace(
    'return Number(claim);',
    "for (;;) console.log('reading', claim);",
  ),
  'a function that returns the wrong type': REFERENCE.replace(
    'return Number(claim);',
    'return claim;',
  ),
  'a function that is async': REFERENCE.replace(
    'function readRank(claim: string): number',
    'async function readRank(claim: string): Promise<number>',
  ),
  'an import of a file that is not there': `import './users.ts';\n${REFERENCE}`,
  'an error whose properties throw': REFERENCE.replace(
    'return Number(claim);',
    "throw Object.defineProperty(new Error(), 'message', {\n    get() {\n      throw new Error('gotcha');\n    },\n  });",
  ),
};

let plainRunMs = 0;
beforeAll(async () => {
  const course = CourseCopy.of(SMALL_COURSE);
  const start = performance.now();
  await course.run(['lab', '1']);
  plainRunMs = performance.now() - start;
  course.remove();
});

describe.each(Object.entries(CASES))('%s', (name, source) => {
  test('ends in time and says what happened', async () => {
    const { [LEARNERS_FILE]: _, ...withoutFile } = SMALL_COURSE;
    const course = CourseCopy.of(
      source === undefined ? withoutFile : { ...SMALL_COURSE, [LEARNERS_FILE]: source },
    );
    try {
      const start = performance.now();
      const { code, stdout, stderr } = await course.run(['lab', '1', '--json']);
      expect(performance.now() - start).toBeLessThan(LONGEST_MS + 3 * plainRunMs);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      const run = JSON.parse(stdout) as LabRun;
      for (const language of ['en', 'ko'] as const) {
        const file = `./__golden__/hostile/${name.replaceAll(' ', '-')}.${language}.txt`;
        const read = labReport(run, { language, colour: false, width: 60 });
        await expect(read).toMatchFileSnapshot(file);
      }
    } finally {
      course.remove();
    }
  });
});

test.each(['en', 'ko'] as const)('the terminal shows what --json says (%s)', async (language) => {
  const course = CourseCopy.of({
    ...SMALL_COURSE,
    [LEARNERS_FILE]: CASES['a function that returns the wrong type'] ?? '',
  });
  try {
    const terminal = await course.run(['lab', '1', '--lang', language]);
    const golden = `./__golden__/hostile/a-function-that-returns-the-wrong-type.${language}.txt`;
    expect(terminal.code).toBe(1);
    await expect(terminal.stdout).toMatchFileSnapshot(golden);
  } finally {
    course.remove();
  }
});

// Windows has no signals: ending a process there is final, and takes nothing along.
test.skipIf(process.platform === 'win32')(
  'a run that is ended takes an endless loop along',
  async () => {
    const course = CourseCopy.of(SMALL_COURSE);
    const pidFile = join(course.root, 'pid');
    course.write(
      LEARNERS_FILE,
      `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid) + '.');
for (;;) ;
`,
    );
    course.write(`${LAB}/demo.ts`, '');
    const run = course.start(['lab', '1']);
    try {
      const pid = await vi.waitFor(() => wholeNumberIn(pidFile), { timeout: 30_000 });
      run.kill('SIGTERM');
      await new Promise((ended) => run.once('close', ended));
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), {
        timeout: 5_000,
      });
    } finally {
      run.kill('SIGKILL');
      course.remove();
    }
  },
);

function wholeNumberIn(path: string): number {
  const text = readFileSync(path, 'utf8');
  if (!text.endsWith('.')) throw new Error('not written yet');
  return Number.parseInt(text, 10);
}
