/** What the pages are told of a learner's progress is what the terminal is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { LabRun } from '#runner/result.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import { ProgressFeed, type FeedEvent } from './progress-feed.ts';
import { serveSite } from './site-server.ts';

// A compiler that takes long finds nothing; here it may take as long as a busy machine needs.
vi.mock('#kit/limits.ts', async (original) => ({
  ...(await original<object>()),
  COMPILER_MS: 60_000,
}));

function startFeed(options?: ConstructorParameters<typeof ProgressFeed>[1]) {
  const course = CourseCopy.of(SMALL_COURSE);
  const feed = new ProgressFeed(course.root, options);
  const events: FeedEvent[] = [];
  feed.listen((event) => events.push(event));
  onTestFinished(async () => {
    await feed.close();
    course.remove();
  });
  feed.start();
  const runs = (): LabRun[] =>
    events.flatMap((event) => (event.type === 'run' ? [event.data] : []));
  return { course, feed, events, runs };
}

test('the result of a save is the one that --json prints', async () => {
  const { course, runs } = startFeed();
  await expect.poll(() => runs().length).toBe(1);
  expect(runs()[0]?.steps.map(({ status }) => status)).toEqual(['todo', 'todo']);
  writeFileSync(join(course.root, LEARNERS_FILE), REFERENCE.replace('>=', '>'));
  await expect.poll(() => runs().length).toBe(2);
  const { stdout } = await course.run(['lab', '1', '--json']);
  const { demo: _, ...printed } = JSON.parse(stdout) as LabRun;
  expect(JSON.parse(JSON.stringify(runs()[1]))).toEqual(printed);
});

test('a step is told as soon as it has been checked, while the next one still runs', async () => {
  const { course, events, runs } = startFeed();
  await expect.poll(() => runs().length).toBe(1);
  events.length = 0;
  const gate = join(course.root, 'gate');
  const waits = `while (!existsSync(${JSON.stringify(gate)})) ;\n  return readRank(rank) >=`;
  const slow = REFERENCE.replace('return readRank(rank) >=', waits);
  writeFileSync(join(course.root, LEARNERS_FILE), `import { existsSync } from 'node:fs';\n${slow}`);
  const steps = () => events.flatMap((event) => (event.type === 'steps' ? [event.data] : []));
  await expect.poll(() => steps().length, { interval: 20 }).toBeGreaterThan(0);
  expect(runs()).toEqual([]);
  writeFileSync(gate, '');
  await expect.poll(() => runs().length).toBe(1);
  const run = runs()[0];
  expect(run?.outcome).toBe('passed');
  expect(steps()[0]).toEqual([run?.steps[0]]);
});

test('a file that does not parse takes nothing back of what was reached', async () => {
  const { course, events, runs } = startFeed();
  const overviews = () =>
    events.flatMap((event) => (event.type === 'overview' ? [event.data] : []));
  writeFileSync(join(course.root, LEARNERS_FILE), REFERENCE);
  await expect.poll(() => overviews().at(-1)?.outcome).toBe('passed');
  writeFileSync(join(course.root, LEARNERS_FILE), `${REFERENCE}(`);
  await expect.poll(() => runs().at(-1)?.problem?.kind).toBe('syntax');
  expect(overviews().at(-1)).toEqual({ lab: 1, passed: 2, steps: 2, outcome: 'passed' });
});

test('after the verdict comes what the compiler says, and once the demo', async () => {
  const { course, events } = startFeed();
  const extras = () => events.flatMap((event) => (event.type === 'extras' ? [event.data] : []));
  const wrong = `${REFERENCE}\nexport const rank: number = 'fifteen';\n`;
  writeFileSync(join(course.root, LEARNERS_FILE), wrong);
  await expect
    .poll(() =>
      extras()
        .at(-1)
        ?.typeErrors.map(({ code }) => code),
    )
    .toEqual(['TS2322']);
  expect(extras().flatMap(({ demo }) => (demo ? [demo.lines.length > 0] : []))).toEqual([true]);
});

test('links lead into an editor where one is set, and nowhere else', () => {
  const plain = startFeed();
  expect(plain.events[0]).toMatchObject({ type: 'hello', data: { editor: undefined } });
  const { events } = startFeed({ editor: 'vscode://file/work/' });
  expect(events[0]).toMatchObject({ type: 'hello', data: { editor: 'vscode://file/work/' } });
});

test('the lab that was saved last runs first, and the rest in their order', async () => {
  const course = CourseCopy.of({ ...tinyLab(1), ...tinyLab(2), ...tinyLab(3) });
  const save: (() => void)[] = [];
  const feed = new ProgressFeed(course.root, {
    watch: (_files, onChange) => {
      save.push(onChange);
      return () => undefined;
    },
  });
  onTestFinished(async () => {
    await feed.close();
    course.remove();
  });
  const ran: number[] = [];
  feed.listen((event) => event.type === 'running' && ran.push(event.lab));
  feed.start();
  save[2]?.();
  save[1]?.();
  await expect.poll(() => ran.length).toBe(3);
  expect(ran).toEqual([2, 3, 1]);
});

test('whoever comes later is told at once what is known', async () => {
  const { feed, runs } = startFeed();
  await expect.poll(() => runs().length).toBe(1);
  const late: string[] = [];
  feed.listen(({ type }) => late.push(type));
  expect(late).toEqual(['hello', 'overview', 'run']);
});

test('it is streamed to pages of the site, and to no other', async () => {
  const { feed } = startFeed();
  const server = await serveSite({ files: () => new Map(), feed });
  onTestFinished(() => server.close());
  const foreign = await fetch(`${server.url}/events`, {
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(foreign.status).toBe(403);
  const stream = await fetch(`${server.url}/events?lab=1`);
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  while (!received.includes('event: run')) received += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  expect(received).toMatch(/^event: hello\ndata: \{/);
});
