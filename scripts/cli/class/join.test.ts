/** A learner joins a class: nothing is sent without consent, and nothing depends on what is sent. */
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { readClassCourse, type ClassLab } from '#instructor/class/class-course.ts';
import { ClassStore } from '#instructor/class/class-store.ts';
import { serveCollector } from '#instructor/class/collector.ts';
import type { LoopbackServer } from '#terminal/loopback.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { listening } from '#testing/for-test.ts';
import { oneLine, runHere } from '#testing/in-process.ts';
import { LEARNERS_FILE, REFERENCE, SMALL_COURSE, STARTER } from '#testing/small-course.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import type { LabRun } from '#runner/result.ts';
import { english, type Message } from '#text/message.ts';
import { joinClass } from './join.ts';
import { readMembership } from './membership.ts';
import { classReports } from './report.ts';

let course: CourseCopy;
/** Of the learner's file as it is handed out, with both steps done, and where it is no TypeScript. */
let runs: Readonly<Record<'begun' | 'passed' | 'broken', LabRun>>;
let labs: readonly ClassLab[];
let store: ClassStore;
let collector: LoopbackServer;
let address: string;

beforeAll(async () => {
  course = CourseCopy.of({ ...SMALL_COURSE, ...tinyLab(2), ...tinyLab(3) });
  labs = await readClassCourse(course.root);
  runs = {
    begun: await runOf(STARTER),
    passed: await runOf(REFERENCE),
    broken: await runOf(`${REFERENCE}(`),
  };
});
afterAll(() => course.remove());
beforeEach(async () => {
  store = new ClassStore(course.root);
  store.beginAnew();
  await open();
  course.write(LEARNERS_FILE, STARTER);
  await runHere(['join', '--off'], { root: course.root });
  onTestFinished(() => collector.close());
});

async function open(port = 0): Promise<void> {
  collector = await serveCollector({ labs, store, port });
  address = `127.0.0.1:${collector.port}`;
}

async function runOf(text: string): Promise<LabRun> {
  course.write(LEARNERS_FILE, text);
  return JSON.parse((await here(['lab', '1', '--json'])).stdout) as LabRun;
}

/** Sends a run as a command does that has shown its verdict; returns what the learner is told. */
async function report(run: LabRun): Promise<string> {
  const lines: Message[] = [];
  const tell = async (...all: readonly Message[]) => void lines.push(...all);
  await classReports({ root: course.root, tell })(run);
  return lines.map(english).join('\n');
}

const here = (args: readonly string[]) => runHere(args, { root: course.root });
const joinAs = (name: string, code = store.settings.code) =>
  here(['join', address, code, '--as', name, '--yes']);

test('before anything is sent it is said what will be, and what never', async () => {
  const { code, stdout } = await joinAs('민지');
  expect(code).toBe(0);
  expect(oneLine(stdout)).toContain(`this machine will send to ${address}:`);
  expect(oneLine(stdout)).toContain('Never sent: your code, values, output, tokens.');
  expect(store.arrivals).toMatchObject([{ name: '민지' }]);
  expect(store.arrivals[0]?.snapshot).toBeUndefined();
});

test('where nobody can be asked, consent is an option', async () => {
  const { code, stderr } = await here(['join', address, store.settings.code, '--as', 'spark']);
  expect([code, oneLine(stderr)]).toEqual([2, expect.stringContaining('add --yes')]);
  expect(store.arrivals).toEqual([]);
});

test.each([
  ['y', 0, 1],
  ['n', 1, 0],
  ['return', 1, 0],
  ['quit', 1, 0],
])('asked, the key %s', async (key, code, arrived) => {
  const lines: Message[] = [];
  const context = {
    root: course.root,
    isTerminal: true,
    tell: async (...all: Message[]) => void lines.push(...all),
  };
  const asked = { address, code: store.settings.code, as: 'spark', yes: false, off: false };
  const exit = await joinClass(context as never, asked, () => Promise.resolve(key));
  expect([exit, store.arrivals.length]).toEqual([code, arrived]);
  expect(readMembership(course.root) !== undefined).toBe(arrived === 1);
  expect(lines[0]?.text).toContain('will send');
});

test('a code may be typed in small letters, and a false one is refused in words', async () => {
  expect((await joinAs('spark', store.settings.code.toLowerCase())).code).toBe(0);
  await here(['join', '--off']);
  const { code, stderr } = await joinAs('spark', 'AAAAAAAA');
  expect([code, oneLine(stderr)]).toEqual([1, expect.stringContaining('does not know this code')]);
  const korean = await here([
    'join',
    address,
    'AAAAAAAA',
    '--as',
    'spark',
    '--yes',
    '--lang',
    'ko',
  ]);
  expect(korean.stderr).toContain('참여 코드가 아닙니다');
  expect(readMembership(course.root)).toBeUndefined();
});

test('where no class answers it is said, and nothing is kept', async () => {
  await collector.close();
  const { code, stderr } = await joinAs('spark');
  expect([code, oneLine(stderr)]).toEqual([1, expect.stringContaining('No class answers at')]);
  expect(readMembership(course.root)).toBeUndefined();
});

test.each([
  [[], 'where and with which code'],
  [['example.org', 'AAAAAAAA', '--as', 'spark'], 'where and with which code'],
  [['http://user@127.0.0.1:1', 'AAAAAAAA', '--as', 'spark'], 'where and with which code'],
  [['127.0.0.1:1/x', 'AAAAAAAA', '--as', 'spark'], 'where and with which code'],
  [['127.0.0.1:1', 'AAAAAAAA'], 'under which name'],
  [['127.0.0.1:1', 'AAAAAAAA', '--as', 'a'.repeat(41)], 'up to 40 letters'],
  [['127.0.0.1:1', 'AAAAAAAA', '--as', '\u001B[2J'], 'no control characters'],
])('%j is a usage error', async (args, why) => {
  const { code, stderr } = await here(['join', ...args, '--yes']);
  expect([code, oneLine(stderr)]).toEqual([2, expect.stringContaining(why)]);
});

test('every run is sent when its verdict is there, with the known mistake behind a failure', async () => {
  await joinAs('spark');
  course.write(LEARNERS_FILE, REFERENCE.replace('Number(claim)', 'claim as unknown as number'));
  const { code } = await here(['lab', '1']);
  expect(code).toBe(1);
  course.write(LEARNERS_FILE, REFERENCE);
  expect((await here(['lab', '1', '--json'])).code).toBe(0);
  expect((await here(['lab', '1', '--solution'])).code).toBe(0);
  const [, failed, passed, ...more] = store.arrivals.map(({ snapshot }) => snapshot);
  expect(failed?.failed).toContainEqual({
    check: 'reads-digits',
    mistake: 'claim-is-a-number',
  });
  expect(passed).toMatchObject({ failed: [], todo: [] });
  expect(more).toEqual([]);
});

test('a file that does not load takes nothing back, and is not sent', async () => {
  await joinAs('spark');
  await report(runs.broken);
  expect(store.arrivals.length).toBe(1);
});

test('a class that is away changes no verdict, is told of once, and gets the newest result later', async () => {
  course.write(LEARNERS_FILE, STARTER);
  const alone = await here(['lab', '1']);
  await joinAs('spark');
  const { port } = collector;
  await collector.close();
  const first = await here(['lab', '1']);
  expect(await report(runs.passed)).toBe('');
  expect(first.code).toBe(alone.code);
  expect(first.stdout.startsWith(alone.stdout)).toBe(true);
  const added = oneLine(first.stdout.slice(alone.stdout.length));
  expect(added).toContain("The class can't be reached. Your result is kept");
  await open(port);
  await report({ ...runs.begun, lab: { ...runs.begun.lab, number: 2 } });
  const sent = store.arrivals.slice(1).map(({ snapshot }) => snapshot);
  expect(sent).toMatchObject([{ lab: 1, todo: [] }, { lab: 2 }]);
  expect(readMembership(course.root)).toMatchObject({ unsent: {}, wasTold: false });
});

test('a class that takes the message and never answers changes no verdict', async () => {
  await joinAs('spark');
  const { port } = collector;
  await collector.close();
  await listening(createServer(), port);
  course.write(LEARNERS_FILE, REFERENCE);
  const { code, stdout } = await here(['lab', '1', '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { outcome: 'passed' }]);
  expect(Object.keys(readMembership(course.root)?.unsent ?? {})).toEqual(['1']);
});

test('nothing of what the code is, returns or prints is on its way', async () => {
  const bodies: string[] = [];
  const taking = createServer((request, response) => {
    let body = JSON.stringify(request.headers);
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(204).end();
    });
  });
  const port = await listening(taking);
  await here(['join', `127.0.0.1:${port}`, 'AAAAAAAA', '--as', 'spark', '--yes']);
  const leaks = "console.log('LEAK');\n  return 'LEAK' as never;\n";
  course.write(LEARNERS_FILE, REFERENCE.replaceAll(/(?<=\): \w+ \{\n)/g, `  ${leaks}`));
  const { stdout } = await here(['lab', '1']);
  expect(stdout).toContain('LEAK');
  expect(bodies.length).toBe(2);
  expect(bodies.join('\n')).not.toMatch(/LEAK|rank\.ts|readRank/);
});

test('off is off, at once and for good', async () => {
  await joinAs('spark');
  expect((await here(['join', '--off'])).code).toBe(0);
  expect(existsSync(join(course.root, '.workshop/join.json'))).toBe(false);
  await report(runs.passed);
  expect(store.arrivals.length).toBe(1);
});

test('who joins again, under another name too, is the same learner; in another class another', async () => {
  await joinAs('spark');
  await joinAs('neon');
  const [first, second] = store.arrivals;
  expect([first?.name, second?.name]).toEqual(['spark', 'neon']);
  expect(second?.learner).toBe(first?.learner);
  await collector.close();
  store = new ClassStore(course.root);
  store.beginAnew();
  await open();
  await joinAs('spark');
  expect(store.arrivals[0]?.learner).not.toBe(first?.learner);
});

test('another class at the same address: the old code is told of once, and the result is kept', async () => {
  await joinAs('spark');
  const { port } = collector;
  await collector.close();
  store = new ClassStore(course.root);
  store.beginAnew();
  await open(port);
  expect(await report(runs.passed)).toContain('npm run join -- --off');
  expect(await report(runs.passed)).toBe('');
  expect(Object.keys(readMembership(course.root)?.unsent ?? {})).toEqual(['1']);
});

test('in watch mode every save is sent', async () => {
  await joinAs('spark');
  const watch = course.start(['watch', '1']);
  onTestFinished(() => void watch.kill());
  await expect.poll(() => store.arrivals.length).toBe(2);
  course.write(LEARNERS_FILE, REFERENCE);
  await expect.poll(() => store.arrivals.at(-1)?.snapshot?.todo).toEqual([]);
  watch.stdin.write('q');
  await new Promise((ended) => watch.once('exit', ended));
});

test('what npm run read shows is sent', async () => {
  // The pages lead to more steps of labs 1 and 2 than the small ones have.
  const other = CourseCopy.of(tinyLab(3));
  const asked = ['join', address, store.settings.code, '--as', 'spark', '--yes'];
  await runHere(asked, { root: other.root });
  const read = other.start(['read', '--no-open']);
  onTestFinished(async () => {
    const ended = new Promise((done) => read.once('exit', done));
    read.kill();
    await ended;
    other.remove();
  });
  await expect.poll(() => store.arrivals.map(({ snapshot }) => snapshot?.lab)).toContain(3);
});
