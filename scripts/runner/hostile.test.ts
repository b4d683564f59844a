/**
 * A learner's file can do anything. Whatever it does, the run ends, and the result says what happened
 * and where. The learner is blamed for nothing but what is in the learner's file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { stagesFolder } from '#course/stage.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import {
  LAB,
  LEARNERS_FILE,
  REFERENCE,
  REFERENCE_FILE,
  SMALL_COURSE,
  STARTER,
} from '#testing/small-course.ts';
import { assemble } from './assemble.ts';
import { ChecksHost } from './checks-host.ts';
import { labReport } from './lab-report.ts';
import { findingsOn } from './lab-runner.ts';
import { firstOpenCheck, type LabRun } from './result.ts';

/** Shorter than a learner's: what loops here is meant to. */
const LIMITS = { usualStartMs: 400, startMs: 5_000, loopMs: 2_000, waitMs: 2_500 };

const CHECKS = String(SMALL_COURSE[`${LAB}/rank.test.ts`]);

/** The reference with this in place of the first function's body, on line 3. */
function reading(body: string): string {
  return REFERENCE.replace('return Number(claim);', body);
}

/** Step 1 written like this, and step 2 not begun. */
function firstStep(body: string): string {
  return STARTER.replace(/ {2}\/\/ TODO 1.*\n.*\n/, `  ${body}\n`);
}

interface Case {
  /** The learner's file; undefined where there is none. */
  readonly file: string | Uint8Array | undefined;
  readonly checks?: string;
  /** The problem's or the failure's kind, the line, and how Next begins. */
  readonly comes: readonly [kind: string, line: number | undefined, next: string];
  /** What the learner reads of it, in part. */
  readonly says?: string;
}

const WITHOUT_KIT_FIRST = CHECKS.replace(/^(.*)\n(.*)\n/, '$2\n$1\n');

const CASES: Readonly<Record<string, Case>> = {
  // What they are reported as is kept in __golden__, with their numbers.
  'a syntax error': {
    file: `${REFERENCE}\nexport function another( {\n`,
    comes: ['syntax', 14, 'fix'],
  },
  'a function that returns the wrong type': {
    file: reading('return claim;'),
    comes: ['wrong', 2, 'fix step 1'],
    says: 'The claim is a string',
  },
  'output without end': {
    file: reading("for (;;) console.log('reading', claim);"),
    comes: ['flood', 2, 'fix step 1'],
  },
  'a file with a byte order mark and CRLF': {
    file: `\uFEFF${STARTER.replaceAll('\n', '\r\n')}`,
    comes: ['todo', 4, 'write step 1'],
  },
  'a deleted file': {
    file: undefined,
    comes: ['unreadable-file', undefined, 'bring the starter back'],
    says: 'is not there',
  },
  'a file of data': {
    file: `${REFERENCE}// ${'x'.repeat(1_000_000)}\n`,
    comes: ['unreadable-file', undefined, 'bring the starter back'],
    says: 'larger than 1 MB',
  },
  'a file that a crash of the machine has left': {
    file: new Uint8Array(4_096),
    comes: ['unreadable-file', undefined, 'bring the starter back'],
    says: 'holds zero bytes',
  },
  'a file in UTF-16': {
    file: Buffer.from(`\uFEFF${REFERENCE}`, 'utf16le'),
    comes: ['encoding', 1, 'fix'],
    says: 'saved as UTF-16',
  },
  'a missing export': {
    file: REFERENCE.replace('export function mayEnter', 'function mayEnter'),
    comes: ['missing-export', 7, 'fix step 2'],
  },
  'a renamed export': {
    file: REFERENCE.replace('mayEnter', 'mayPass'),
    comes: ['missing-export', undefined, 'fix step 2'],
  },
  'an endless loop': {
    file: reading('for (;;) claim.length;'),
    comes: ['loop', 2, 'fix step 1'],
    says: 'An endless loop',
  },
  'an endless loop at import': {
    file: `${REFERENCE}\nfor (;;) readRank('1');\n`,
    comes: ['load-loop', 14, 'fix'],
  },
  'an endless loop at import, before the kit': {
    file: `${REFERENCE}\nfor (;;) readRank('1');\n`,
    checks: WITHOUT_KIT_FIRST,
    comes: ['load-loop', 14, 'fix'],
  },
  'an endless loop that has printed much': {
    file: reading("console.log('rank '.repeat(2_000));\n  for (;;) claim.length;"),
    comes: ['loop', 2, 'fix step 1'],
    says: 'An endless loop',
  },
  'an endless recursion': {
    file: REFERENCE.replace('Number(claim)', 'readRank(claim)'),
    comes: ['recursion', 3, 'fix step 1'],
  },
  'process.exit': { file: reading('process.exit(0);'), comes: ['exit', 3, 'fix step 1'] },
  'process.exit at import': {
    file: `${REFERENCE}\nprocess.exit(0);\n`,
    comes: ['load-exit', 14, 'fix'],
  },
  'a process that kills itself': {
    file: reading("process.kill(process.pid, 'SIGKILL');\n  return 0;"),
    comes: ['crash', 2, 'fix step 1'],
  },
  'a rejected promise that nobody awaits': {
    file: reading("void Promise.reject(new Error('the store is down'));\n  return Number(claim);"),
    comes: ['unhandled', 3, 'fix step 1'],
  },
  'a rejected promise at import': {
    file: `${REFERENCE}\nvoid Promise.reject(new Error('too early'));\n`,
    comes: ['unhandled', 14, 'fix'],
  },
  'a throw in a timer': {
    file: reading(
      "setTimeout(() => {\n    throw new Error('too late');\n  }, 0);\n  return Number(claim);",
    ),
    comes: ['unhandled', 4, 'fix'],
  },
  'a throw at import': {
    file: `${REFERENCE}\nthrow new Error('JWT_SECRET is not set');\n`,
    comes: ['load-threw', 14, 'fix'],
  },
  'a throw of a non-error': {
    file: reading("throw 'no rank';"),
    comes: ['threw', 2, 'fix step 1'],
  },
  'a throw of a non-error at import': {
    file: `${REFERENCE}\nthrow 'no rank';\n`,
    comes: ['load-threw', undefined, 'fix'],
  },
  'a top-level await that never ends': {
    file: `${REFERENCE}\nawait new Promise(() => {});\n`,
    comes: ['load-waiting', 14, 'fix'],
  },
  'a function that is async': {
    file: REFERENCE.replace('function readRank', 'async function readRank'),
    comes: ['wrong', 2, 'fix step 1'],
    says: 'The function is async',
  },
  'an import of a file that is not there': {
    file: `import './users.ts';\n${REFERENCE}`,
    comes: ['load-threw', 1, 'fix'],
    says: "Cannot find module './users.ts'",
  },
  'an error whose properties throw': {
    file: reading(
      "throw Object.defineProperty(new Error(), 'message', {\n    get() {\n      throw new Error('gotcha');\n    },\n  });",
    ),
    comes: ['threw', 5, 'fix step 1'],
  },
  'a mistake in step 1 that fails a check of step 2, which is not begun': {
    file: firstStep('return claim as never;'),
    checks: CHECKS.replace(
      "check('enough",
      "check('later', say`reads`, () => {\n    given(readRank, '15').returns(15);\n  });\n  check('enough",
    ),
    comes: ['wrong', 2, 'fix step 1'],
  },
  'JSON.stringify replaced': {
    file: `${reading('return claim;')}\nJSON.stringify = () => 'mine';\n`,
    comes: ['wrong', 2, 'fix step 1'],
    says: 'The claim is a string',
  },
  'a built-in method replaced': {
    file: `import fs from 'node:fs';\nimport { syncBuiltinESMExports } from 'node:module';\n${reading('return claim;')}\nfs.writeSync = () => 0;\nDate.now = () => 0;\nsyncBuiltinESMExports();\n`,
    comes: ['wrong', 4, 'fix step 1'],
  },
  ...Object.fromEntries(
    Object.entries({
      'a decoder': "new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255]))",
      atob: "atob('*')",
      'a Buffer': 'Buffer.from(undefined as never)',
      'a digest': "process.getBuiltinModule('node:crypto').createHmac('none', claim)",
      'a key': "process.getBuiltinModule('node:crypto').randomBytes(-1)",
      'a file': "process.getBuiltinModule('node:fs').readFileSync('/not/there')",
      'a URL': "new URL('no')",
      JSON: "JSON.parse('{')",
      'a BigInt': "BigInt('x')",
      'a clone': 'structuredClone(() => 1)',
    }).map(([name, call]) => [
      `an error of the platform: ${name}`,
      { file: reading(`return Number(${call});`), comes: ['threw', 3, 'fix step 1'] },
    ]),
  ),
  // A thread has its process's time zone, and Lambda's is UTC.
  'a machine in another time zone': {
    file: reading("throw new Error(`${new Date(0).getHours()} o'clock`);"),
    comes: ['threw', 3, 'fix step 1'],
    says: "0 o'clock",
  },
  'an error in a constructor': {
    file: `${reading('return Number(new Rank(claim));')}\nclass Rank {\n  constructor(claim: string) {\n    throw new Error(claim);\n  }\n}\n`,
    comes: ['threw', 3, 'fix step 1'],
  },
};

const NAMES = Object.keys(CASES);
const course = CourseCopy.of({});
const runs = new Map<string, LabRun>();

beforeAll(async () => {
  vi.stubEnv('TZ', 'Asia/Seoul');
  for (const [index, { file, checks = CHECKS }] of Object.values(CASES).entries()) {
    const id = `${String(index + 1).padStart(2, '0')}-rank`;
    for (const [path, text] of Object.entries({
      ...SMALL_COURSE,
      [`${LAB}/rank.test.ts`]: checks,
    })) {
      if (path !== LEARNERS_FILE) course.write(path.replace('01-rank', id), text);
    }
    if (file !== undefined) course.write(LEARNERS_FILE.replace('01-rank', id), file);
  }
  const { root } = course;
  const labs = findLabs(root).map((lab) => ({
    lab,
    findings: findingsOn(root, lab, lab.folder, 'learner'),
  }));
  const whole = labs.filter(({ findings }) => findings.unreadable.size === 0);
  const host = await ChecksHost.open(root, { parallel: 2, keepWarm: false, limits: LIMITS });
  const reports = await host.run(whole.map(({ lab }) => join(lab.folder, lab.checks)));
  await host.close();
  vi.unstubAllEnvs();
  for (const { lab, findings } of labs) {
    const checks = reports.get(join(lab.folder, lab.checks));
    runs.set(
      String(NAMES[lab.number - 1]),
      assemble(lab, { ...findings, ...(checks && { checks }) }),
    );
  }
});
afterAll(() => course.remove());

describe.each(Object.entries(CASES))('%s', (name, { comes, says = '' }) => {
  test('ends, and says what happened and where', () => {
    const run = runs.get(name) as LabRun;
    const { failure } = firstOpenCheck(run)?.check ?? {};
    const { kind, place } = run.problem ?? failure ?? {};
    expect([kind, place?.line, run.next.what.en.slice(0, comes[2].length)]).toEqual(comes);
    expect(run.outcome).toBe('failed');
    const { what, cause } = run.problem ?? { what: failure?.actual, cause: failure?.cause };
    expect(`${what?.en} ${cause?.en ?? ''}`).toContain(says);
  });
});

test('a step that nobody has begun is not written, whatever its checks ran into', () => {
  const run = runs.get('a mistake in step 1 that fails a check of step 2, which is not begun');
  expect(run?.steps.map(({ status }) => status)).toEqual(['failed', 'todo']);
});

describe.each(['en', 'ko'] as const)('a report reads well (%s)', (language) => {
  test.each(NAMES.slice(0, 3))('%s', async (name) => {
    const { lab, ...run } = runs.get(name) as LabRun;
    const text = labReport({ lab, ...run }, { language, colour: false, width: 60 });
    const file = `./__golden__/hostile/${name.replaceAll(' ', '-')}.${language}.txt`;
    await expect(text.replaceAll(lab.id, '01-rank')).toMatchFileSnapshot(file);
  });
});

// Windows has no signals: ending a process there is final, and takes nothing along.
describe.skipIf(process.platform === 'win32')('a run that is ended', () => {
  test.each([
    ['Ctrl-C amid the reference', 'SIGINT', ['lab', '1', '--solution'], REFERENCE_FILE],
    ['a learner\u2019s run', 'SIGTERM', ['lab', '1'], LEARNERS_FILE],
  ] as const)('takes its endless loop and its copies along: %s', async (_, signal, args, file) => {
    const single = CourseCopy.of(SMALL_COURSE);
    const pidFile = join(single.root, 'pid');
    single.write(
      file,
      `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid) + '.');
for (;;) ;
`,
    );
    single.write(`${LAB}/demo.ts`, '');
    const stages = stagesFolder(single.root);
    const run = single.start(args);
    try {
      const pid = await vi.waitFor(() => wholeNumberIn(pidFile), { timeout: 30_000 });
      expect(existsSync(stages)).toBe(file === REFERENCE_FILE);
      run.kill(signal);
      const code = await new Promise((ended) => run.once('close', ended));
      expect(code).toBe(128 + constants.signals[signal]);
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), {
        timeout: 5_000,
      });
      expect(existsSync(stages)).toBe(false);
    } finally {
      run.kill('SIGKILL');
      single.remove();
    }
  });
});

function wholeNumberIn(path: string): number {
  const text = readFileSync(path, 'utf8');
  if (!text.endsWith('.')) throw new Error('not written yet');
  return Number.parseInt(text, 10);
}
