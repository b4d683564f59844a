/** The host of the checks: what it hands to vitest, and that nothing in a worker keeps it waiting. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { vitePath } from '#course/files.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { CHECKS_LIMITS } from '#kit/limits.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { LAB, LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';
import { ChecksHost, WorkerSupply } from './checks-host.ts';
import { LabRunner } from './lab-runner.ts';
import { verdictOn } from './verdict.ts';

// A compiler that takes long finds nothing; here it may take as long as a busy machine needs.
vi.mock('#kit/limits.ts', async (original) => ({
  ...(await original<object>()),
  COMPILER_MS: 60_000,
}));

const PLAIN = { parallel: 1, keepWarm: false };

describe('paths', () => {
  test.each([
    ['C:\\work\\labs\\jwt.ts', 'C:/work/labs/jwt.ts'],
    ['c:\\work\\labs\\jwt.ts', 'C:/work/labs/jwt.ts'],
    ['c:/work/labs/jwt.ts', 'C:/work/labs/jwt.ts'],
    ['\\\\wsl$\\home\\labs\\jwt.ts', '//wsl$/home/labs/jwt.ts'],
  ])('of Windows are spelled as vite does: %s', (path, spelled) => {
    expect(vitePath(path, '\\')).toBe(spelled);
  });

  test('of other systems may hold a backslash', () => {
    expect(vitePath('/work/a\\b/jwt.ts', '/')).toBe('/work/a\\b/jwt.ts');
  });

  test('are spelled so wherever vitest is asked', async () => {
    const [asked, spelled] = ['c:\\work\\labs\\jwt.test.ts', 'C:/work/labs/jwt.test.ts'];
    const run = { file: spelled, events: [], stopped: undefined, crashed: false };
    const output = { text: '', isCut: false };
    const workers = new WorkerSupply(PLAIN);
    const isAsked = vi.spyOn(workers, 'running').mockReturnValue([{ ...run, output }]);
    const vitest = {
      getRootProject: () => ({ createSpecification: (file: string) => file }),
      runTestSpecifications: vi.fn<(files: string[]) => Promise<{ testModules: [] }>>(async () => ({
        testModules: [],
      })),
      invalidateFile: vi.fn<(file: string) => void>(),
      close: async () => {},
    };
    const host = new ChecksHost(vitest as never, workers, (path) => vitePath(path, '\\'));
    host.forget(asked);
    expect(vitest.invalidateFile).toHaveBeenCalledWith(spelled);
    expect(host.soFar(asked)).toMatchObject({ crashed: false });
    expect([...(await host.run([asked])).keys()]).toEqual([asked]);
    expect(vitest.runTestSpecifications).toHaveBeenCalledWith([spelled]);
    expect(isAsked).toHaveBeenCalledTimes(2);
  });
});

/** Of the two, one is asked for before a process's first event, and one after it. */
const NO_LIMITS = { startMs: { get: noTime }, usualStartMs: { get: noTime } };

function noTime(): never {
  throw new Error('no time');
}

describe('a run', () => {
  let course: CourseCopy;
  let lab: Lab;
  beforeEach(() => {
    course = CourseCopy.of({ ...SMALL_COURSE, [LEARNERS_FILE]: REFERENCE });
    [lab] = course.labs() as [Lab];
  });
  afterEach(() => course.remove());

  test('goes on after a file of checks that does not parse, or throws before the kit is loaded', async () => {
    const good = String(SMALL_COURSE[`${LAB}/rank.test.ts`]);
    const texts = {
      'a.test.ts': 'step(1, {',
      'b.test.ts': `throw new Error('x');`,
      'c.test.ts': good,
    };
    for (const [name, text] of Object.entries(texts)) course.write(`${LAB}/${name}`, text);
    const files = Object.keys(texts).map((name) => join(lab.folder, name));
    const host = await ChecksHost.open(course.root, { ...PLAIN, filesPerWorker: 30 });
    try {
      const reports = await host.run(files);
      const [broken, throwing, fine] = files.map((file) => reports.get(file));
      expect(broken?.loadErrors[0]?.name).toBe('SyntaxError');
      expect(throwing?.loadErrors[0]?.message).toBe('x');
      expect(fine && verdictOn('compares-numbers', fine)).toBe('passed');
    } finally {
      await host.close();
    }
  });

  test.each([
    ['can’t be started', 'mkdtemp'],
    ['fails while a file runs', 'no time'],
  ])(
    'ends where a worker %s, for which vitest would wait or report nothing',
    async (_name, words) => {
      // It does not come to its end before somebody looks at how long it takes.
      course.write(LEARNERS_FILE, `await new Promise(() => {});\n${REFERENCE}`);
      const limits = Object.defineProperties({ ...CHECKS_LIMITS }, NO_LIMITS);
      const host = await ChecksHost.open(course.root, { ...PLAIN, limits });
      // It runs until somebody looks at it.
      course.write(LEARNERS_FILE, `${REFERENCE}for (;;);\n`);
      if (words === 'mkdtemp') vi.stubEnv('TMPDIR', '/not/there').stubEnv('TEMP', 'Z:\\not\\there');
      try {
        await expect(host.run([join(lab.folder, lab.checks)])).rejects.toThrow(words);
      } finally {
        vi.unstubAllEnvs();
        await host.close();
      }
    },
  );

  test('leaves it to the program how it ends, by a signal too', async () => {
    const before = endListeners();
    const host = await ChecksHost.open(course.root, { parallel: 1, keepWarm: false });
    try {
      expect(endListeners()).toEqual(before);
    } finally {
      await host.close();
    }
  });

  test('several at once are opened in turn: Node would take the listeners of ten for a leak', async () => {
    const before = process.listenerCount('exit');
    const counts: number[] = [];
    const { once } = process;
    const counted = vi.spyOn(process, 'once').mockImplementation((event, listener) => {
      Reflect.apply(once, process, [event, listener]);
      counts.push(process.listenerCount('exit') - before);
      return process;
    });
    const hosts = await Promise.all([1, 2, 3].map(() => ChecksHost.open(course.root, PLAIN)));
    counted.mockRestore();
    await Promise.all(hosts.map((host) => host.close()));
    expect(Math.max(...counts)).toBe(1);
  });

  test('waits for no process that the learner’s file has started', async () => {
    const pidFile = join(course.root, 'pid');
    course.write(
      LEARNERS_FILE,
      `import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'inherit' });
appendFileSync(${JSON.stringify(pidFile)}, child.pid + '\\n');
${REFERENCE}`,
    );
    const runner = new LabRunner(course.root);
    try {
      const run = await runner.run(lab, { subject: 'learner', demo: true, types: false });
      expect(run.outcome).toBe('passed');
      expect(run.demo?.stopped).toBeUndefined();
      // The checks and the demo have started one each. They are alive: nobody has waited for them. On
      // Windows they end with the process that has started them, which is in a job with them.
      const pids = course.read('pid').trim().split('\n').map(Number);
      expect(pids).toHaveLength(2);
      if (process.platform !== 'win32') for (const pid of pids) process.kill(pid, 'SIGKILL');
    } finally {
      await runner.close();
    }
  });

  test.each([
    ['is no JSON', 'tsconfig.json'],
    ['can’t be read', 'tsconfig.json/a-folder'],
  ])('needs no state folder, and no tsconfig.json above it that %s', async (_, above) => {
    const clone = join(course.root, 'clone');
    const files = {
      ...SMALL_COURSE,
      'tsconfig.json': course.read('tsconfig.json'),
      '.workshop': 'a file in its place',
      [LEARNERS_FILE]: `${REFERENCE}\nexport const least: number = 'ten';\n`,
    };
    for (const [path, text] of Object.entries(files)) course.write(`clone/${path}`, text);
    rmSync(join(course.root, 'tsconfig.json'));
    course.write(above, 'no JSON');
    const [cloned] = findLabs(clone) as [Lab];
    const runner = new LabRunner(clone);
    try {
      const run = await runner.run(cloned, { subject: 'learner', demo: true, types: true });
      expect(run.outcome).toBe('passed');
      expect(run.typeErrors).toMatchObject([{ file: LEARNERS_FILE, code: 'TS2322' }]);
    } finally {
      await runner.close();
    }
  });
});

function endListeners() {
  return (['SIGINT', 'SIGTERM', 'exit'] as NodeJS.Signals[]).map((one) => process.listeners(one));
}
