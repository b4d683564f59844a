/** The page that follows a request, in a real browser: live with answers that the test gives, and recorded. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader, scrollsSideways } from '#testing/site/reader.ts';
import { serveSite, type SiteServer } from '../live/site-server.ts';
import { idOf } from './ask.ts';
import type { FollowQuestion } from './follow.ts';
import type { Recording } from './record.ts';
import type { Way } from './way.ts';

const PAGE = 'en/follow/5/index.html';

let reader: Reader;
let server: SiteServer;
let recording: Recording;
let questions: FollowQuestion[] = [];
/** Makes another way of what was recorded, as a save does. */
let change: (way: Way) => Way;

beforeAll(async () => {
  reader = await Reader.start();
  recording = JSON.parse(
    /^workshopFollow\((.*)\);$/s.exec(String(bytesOf('assets/follow-5.js')).trim())?.[1] ?? '',
  ) as Recording;
  // The page of the served site is the same, without a recording.
  const page = String(bytesOf(PAGE)).replace(/ data-recorded="[^"]*"/, '');
  const site = new Map<string, string | Uint8Array>([
    ...SHARED.map((path) => [path, bytesOf(path)] as const),
    [PAGE, page],
  ]);
  server = await serveSite({ files: () => site, follow: { answer } });
});
afterAll(async () => {
  await reader.stop();
  await server.close();
});
beforeEach(() => {
  questions = [];
  change = (way) => way;
});

const SHARED = [
  'assets/site.css',
  'assets/follow.css',
  'assets/start.js',
  'assets/site.js',
  'assets/follow.js',
  'assets/icon.svg',
  'assets/workshop-sans.woff2',
];

function bytesOf(path: string): Buffer {
  return readFileSync(fileURLToPath(`${reader.site.folderUrl}/${path}`));
}

function answer(question: FollowQuestion) {
  questions.push(question);
  const ways = question.asks.flatMap(
    (id) => recording.ways.find((way) => idOf(way.ask) === id) ?? [],
  );
  return Promise.resolve({
    application: recording.application,
    ways: ways.map((way) => change({ ...way, isFresh: false })),
  });
}

async function open(options: Parameters<Reader['open']>[1] = {}): Promise<Page> {
  const page = await reader.open(`${server.url}/${PAGE}`, options);
  await page.locator('.preset').nth(8).waitFor();
  return page;
}

test('what is predicted, what happens, and every hop of it', async () => {
  const page = await open();
  await page.locator('.preset').nth(4).click();
  await page.getByRole('button', { name: 'the cache' }).click();
  await page.getByRole('button', { name: '401', exact: true }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect
    .poll(() => page.locator('.verdict').innerText())
    .toBe('Not as you predicted: you said the cache, 401, and it was the cache, 403.');
  expect(questions.at(-1)).toEqual({
    lab: 5,
    code: 'learner',
    isFresh: false,
    asks: ['rest GET /vip spark +0'],
  });
  expect(await page.locator('.told .now').innerText()).toBe('403 goes back to the client');
  expect(await page.locator('.log .line').first().innerText()).toContain(
    'GET /vip -> cache: no -> 403',
  );
  const steps = page.locator('.hop');
  expect(await steps.locator('summary').allTextContents()).toEqual([
    '1 GET /vip: spark',
    '2 The cache answers: no',
    '3 403 goes back to the client',
  ]);
  await steps.nth(1).locator('summary').click();
  expect(await steps.nth(1).innerText()).toContain('Its policy opens GET /me, GET /lounge.');
  expect(await page.locator('.app .row.open').count()).toBe(2);
  await steps.nth(0).locator('summary').click();
  expect(await steps.nth(0).locator('.jwt-letters').innerText()).toBe(
    recording.ways[4]?.hops[0]?.token,
  );
  expect(await violationsOn(page)).toEqual([]);
  await page.context().close();
});

test('keys send, and after a save all of it goes once more: the old way stays beside the new one', async () => {
  const page = await open();
  for (const [index, key] of ['3', '5'].entries()) {
    await page.keyboard.press(key);
    await expect.poll(() => page.locator('.log li').count()).toBe(index + 1);
  }
  change = (way) =>
    way.ask.route === 'GET /vip'
      ? {
          ...way,
          status: 200,
          lines: [{ en: 'GET /vip -> 200', ko: '' }],
          hops: recording.ways[3]?.hops ?? [],
        }
      : way;
  await page.evaluate("document.dispatchEvent(new CustomEvent('workshop:saved'))");
  await expect
    .poll(() => page.locator('.change').innerText())
    .toBe('Your change opened GET /vip for spark: 403 before, 200 now.');
  expect(questions.at(-1)).toMatchObject({
    isFresh: true,
    asks: ['rest GET /me spark +0', 'rest GET /vip spark +0'],
  });
  expect(await page.locator('.log .before').innerText()).toContain('GET /vip -> cache: no -> 403');
  expect(await page.locator('.app .before').count()).toBeGreaterThan(0);
  await page.evaluate("document.dispatchEvent(new CustomEvent('workshop:saved'))");
  await expect
    .poll(() => page.locator('.change').innerText())
    .toContain('every request went the same way');
  await page.context().close();
});

test('a recording does not say where it was made', () => {
  expect(JSON.stringify(recording)).not.toContain(JSON.stringify(process.cwd()).slice(1, -1));
  expect(JSON.stringify(recording)).toContain('labs/05-api-gateway-authorizer/token-authorizer.ts');
});

test('the dot goes along the way where things may move, and can be stopped', async () => {
  const page = await open({ reducedMotion: 'no-preference' });
  await page.keyboard.press('3');
  await page.locator('.app .dot').waitFor();
  await expect.poll(() => page.locator('.hop.reached').count()).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Previous step' }).click();
  const reached = await page.locator('.hop.reached').count();
  await page.getByRole('button', { name: 'Next step' }).click();
  expect(await page.locator('.hop.reached').count()).toBe(reached + 1);
  await page.context().close();
});

test.each([
  ['served', (): string => `${reader.site.url}/ko/follow/5/index.html`],
  ['from a folder', (): string => `${reader.site.folderUrl}/ko/follow/5/index.html`],
])('recorded requests can be stepped through: %s', async (_, address) => {
  const page = await reader.open(address());
  await page.keyboard.press('4');
  await page.locator('.log li').waitFor();
  expect(await page.locator('.log .line').innerText()).toBe(
    'GET /lounge -> 캐시: 통과 -> profile -> 200',
  );
  expect(await page.locator('.own, .code-switch').count()).toBe(0);
  await page.getByRole('button', { name: '이전 단계' }).click();
  expect(await page.locator('.hop:not(.reached)').count()).toBe(1);
  await page.context().close();
});

test('nothing is cut, small or over something else in a window of any width', async () => {
  const page = await open();
  await page.keyboard.press('3');
  await page.locator('.log li').waitFor();
  for (const width of [1440, 1280, 768, 390, 320]) {
    await page.setViewportSize({ width, height: 720 });
    expect([width, await scrollsSideways(page), await inPage(page, OVERLAPS)]).toEqual([
      width,
      false,
      [],
    ]);
    const smallest = `Math.min(...[...document.querySelectorAll('.app *')].map((one) => parseFloat(getComputedStyle(one).fontSize)))`;
    expect(await inPage<number>(page, smallest)).toBeGreaterThanOrEqual(12);
  }
  await page.context().close();
});

test('the browser has nothing to complain about', () => {
  expect(reader.complaints).toEqual([]);
});

/** Boxes of the drawing that lie over each other, though neither stands inside the other. */
const OVERLAPS = `[...document.querySelectorAll('.app .box')].flatMap((one, index, all) =>
  all.slice(index + 1).filter((other) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const isOver = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return isOver && !one.contains(other);
  }).map((other) => one.dataset.box + ' ' + other.dataset.box))`;
