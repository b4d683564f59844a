/** `npm run class` as it is typed: what it prints is where learners join, also after a restart. */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import { post } from './send.ts';

const JOIN = /npm run join -- (127\.0\.0\.1:\d+) ([A-Z2-9]{8}) --as NAME/;
const PAGE = /http:\/\/127\.0\.0\.1:\d+\/en\/class\/index\.html/;

/** Starts the class of the course; what it prints to join it, and the address of its page. */
async function start(course: CourseCopy) {
  const child = course.start(['class', '--no-open']);
  const ended = new Promise((done) => child.once('exit', done));
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (text: string) => (printed += text));
  await expect.poll(() => printed, { timeout: 140_000 }).toContain('Ctrl-C stops it');
  const [, address = '', code = ''] = JOIN.exec(printed) ?? [];
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
  };
  return { address, code, page: PAGE.exec(printed)?.[0] ?? '', stop };
}

/** What the page hears first of the class. */
async function heardOn(page: string): Promise<string> {
  const stream = await fetch(new URL('/events', page));
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  while (!/event: class\n.*\n\n/.test(heard)) heard += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  return heard;
}

test('a class that is stopped goes on with the same code, the same port and all that has arrived', async () => {
  const course = CourseCopy.of(tinyLab(9));
  onTestFinished(() => course.remove());
  const first = await start(course);
  expect((await fetch(first.page)).status).toBe(200);
  expect(await post({ ...first, learner: randomUUID(), name: '민지' })).toBeUndefined();
  await first.stop();
  const second = await start(course);
  expect([second.address, second.code]).toEqual([first.address, first.code]);
  const heard = await heardOn(second.page);
  expect(heard).toContain(`{"address":"${first.address}","code":"${first.code}"}`);
  expect(heard).toContain('{"learners":1,');
  await second.stop();
  // It builds a site twice.
}, 300_000);

test('it listens on an address of this machine, or not at all', async () => {
  const { code, stderr } = await runHere(['class', '--listen', '203.0.113.1']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--listen takes an address of this')]);
});
