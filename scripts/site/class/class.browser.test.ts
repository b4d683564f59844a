/** A class on its page, in a real browser: learners send over HTTP, and the page draws what arrives. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { post } from '#cli/class/send.ts';
import { classFeed } from '#instructor/class/class-feed.ts';
import { ClassStore } from '#instructor/class/class-store.ts';
import { serveCollector } from '#instructor/class/collector.ts';
import type { Snapshot } from '#instructor/class/snapshot.ts';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader } from '#testing/site/reader.ts';
import { STUCK, TOY_LABS, toySnapshot } from '#testing/toy-class.ts';
import { buildSite } from '../build/index.ts';
import { serveSite, type SiteFiles } from '../live/site-server.ts';
import { classPage } from './class-page.ts';

const HOSTILE = '<script>alert(1)</script>';

let reader: Reader;
let files: SiteFiles;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jwt-workshop-class-'));
  const course = join(folder, 'course');
  mkdirSync(join(course, 'labs'), { recursive: true });
  files = await buildSite(course, { served: false, written: [classPage] });
  reader = await Reader.start();
});
afterAll(async () => {
  await reader.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A class that is open, with its page. */
async function open({
  root = mkdtempSync(join(folder, 'class-')),
  path = 'en',
  width = 1440,
} = {}) {
  const store = new ClassStore(root);
  const feed = classFeed(TOY_LABS, store);
  const collector = await serveCollector({
    labs: TOY_LABS,
    store,
    port: 0,
    onArrival: () => feed.changed(),
  });
  const { code } = store.settings;
  const address = `127.0.0.1:${collector.port}`;
  feed.open({ address, code });
  const server = await serveSite({ files: () => files, feed });
  const page = await reader.open(`${server.url}/${path}/class/index.html`, {
    viewport: { width, height: 900 },
  });
  const send = async (name: string, changes: Partial<Snapshot> = {}, learner = randomUUID()) => {
    const snapshot = toySnapshot({ at: Date.now(), ...changes });
    expect(await post({ address, code, learner, name }, snapshot)).toBeUndefined();
  };
  const close = async (): Promise<void> => {
    await page.context().close();
    await server.close();
    await collector.close();
  };
  onTestFinished(close);
  return { root, page, send, address, code, server, close };
}

const headlineOn = (page: Page) => page.locator('.class-now').innerText();
const step = (page: Page, number: string) =>
  page.locator('.class-step').filter({ has: page.locator(`.number:text-is("${number}")`) });

test('a row is a step: who is through, who is stuck, and the misconception with its way out', async () => {
  const { page, send } = await open();
  expect(await headlineOn(page)).toBe('Nobody has joined yet.');
  for (const name of ['spark', 'neon', 'haneul']) await send(name);
  await send('민지', STUCK);
  await expect.poll(() => headlineOn(page)).toBe('Step 1.1: 3 of 4 through, 1 stuck.');
  const row = step(page, '1.1');
  expect(await row.innerText()).toMatch(/3\s+of 4/);
  expect(await row.locator('.class-reasons').innerText()).toBe(
    '1 × Padding is harmless. → slide 18 · lesson',
  );
  expect(await row.locator('.class-reasons a').evaluateAll((all) => all.map(String))).toEqual([
    expect.stringContaining('/en/present/index.html#18'),
    expect.stringContaining('/en/labs/01-toy/index.html#step-1'),
  ]);
  const done = { passed: ['padding', 'letters', 'alg'], todo: [] };
  for (let more = 0; more < 16; more += 1) await send('spark', done);
  await expect.poll(() => headlineOn(page)).toBe('Lab 1: 80 % ready: move on.');
  expect(await step(page, '1.2').getAttribute('data-state')).toBe('ready');
});

test('names are not in the page before they are asked for, and a script is a name', async () => {
  const { page, send } = await open();
  await send(HOSTILE, STUCK);
  await send('민지');
  await step(page, '1.1').waitFor();
  expect(await page.content()).not.toMatch(/민지|alert\(1\)/);
  await page.click('#class-names');
  await step(page, '1.1').locator('summary').click();
  expect(await step(page, '1.1').locator('bdi').allInnerTexts()).toEqual([HOSTILE, '민지']);
  expect(await page.locator('#class script').count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
  // What is unfolded stays so, and the keyboard where it was.
  await step(page, '1.1').locator('summary').focus();
  await send('neon', STUCK);
  await expect.poll(() => step(page, '1.1').locator('bdi').count()).toBe(3);
  expect(await inPage(page, 'document.activeElement.textContent')).toBe('People');
  await page.click('#class-names');
  expect(await page.content()).not.toMatch(/민지|alert\(1\)/);
  expect(reader.complaints).toEqual([]);
});

test('the join code is there, and away on request', async () => {
  const { page, address, code } = await open({ path: 'ko' });
  await page.locator('#class-join code').waitFor();
  expect(await page.locator('#class-join').innerText()).toContain(
    `npm run join -- ${address} ${code} --as 이름`,
  );
  expect(await violationsOn(page)).toEqual([]);
  await page.click('#class-door');
  expect(await page.locator('#class-join').isVisible()).toBe(false);
});

test('a class that was stopped is said to be old, and goes on where it was', async () => {
  const first = await open();
  await first.send('spark', STUCK);
  await expect.poll(() => headlineOn(first.page)).toContain('1 stuck');
  await first.server.close();
  await expect.poll(() => first.page.locator('.class-lost').isVisible()).toBe(true);
  reader.complaints.length = 0;
  await first.close();
  const second = await open({ root: first.root });
  await expect.poll(() => headlineOn(second.page)).toBe('Step 1.1: 0 of 1 through, 1 stuck.');
  expect(second.code).toBe(first.code);
});

test('on a narrow screen nothing is outside, and all is said', async () => {
  const { page, send } = await open({ width: 390, path: 'ko' });
  await send('spark', STUCK);
  await step(page, '1.1').waitFor();
  expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(390);
  expect(await step(page, '1.1').innerText()).toContain('1명 막힘');
  expect(await violationsOn(page)).toEqual([]);
});

test('forty learners who save at once are all drawn', async () => {
  const { page, send } = await open();
  await Promise.all(Array.from({ length: 40 }, (_, index) => send(`learner ${index}`)));
  await expect.poll(() => headlineOn(page)).toBe('Step 1.2: 0 of 40 through.');
});
