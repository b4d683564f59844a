/** The learner's progress on a page, in a real browser; the test says what the course would report. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { LabRun, StepRun } from '#runner/result.ts';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader } from '#testing/site/reader.ts';
import type { Bilingual } from '#text/message.ts';
import { buildSite } from '../build/index.ts';
import type { FeedEvent } from './progress-feed.ts';
import { serveSite, type SiteServer } from './site-server.ts';

const LAB = 'en/labs/02-hs256/index.html';

let reader: Reader;
let server: SiteServer;
let page: Page;
const listeners = new Set<(event: FeedEvent) => void>();

beforeAll(async () => {
  const site = await buildSite(resolve('.'), { served: true });
  server = await serveSite({ files: () => site, feed: { listen } });
  reader = await Reader.start();
  // It builds the whole course.
}, 180_000);
afterAll(async () => {
  await reader.stop();
  await server.close();
});
beforeEach(async () => {
  page = await reader.open(`${server.url}/${LAB}`);
  await vi.waitUntil(() => listeners.size === 1, 30_000);
});
afterEach(async () => {
  await page.context().close();
  await vi.waitUntil(() => listeners.size === 0, 30_000);
});

test('of several failures the first is unfolded, and what the lab has come to stands on top', async () => {
  report({ type: 'overview', data: { lab: 2, passed: 1, steps: 2, outcome: 'failed' } });
  report({ type: 'run', lab: 2, data: run() });
  await page.locator('#live-panel').waitFor();
  expect(await page.locator('#live-panel .live-head').innerText()).toContain('1/2 steps');
  expect(await page.locator('.live-step[data-status="failed"] > ul > li').count()).toBe(1);
  expect(await page.locator('.live-step summary').innerText()).toBe(
    '2 more, probably for the same reason',
  );
  expect(await page.locator('.live-step dl:visible').count()).toBe(1);
  await page.click('.live-step summary');
  expect(await page.locator('.live-step dl:visible').count()).toBe(3);
  expect(await page.locator('.here a[data-status="passed"]').innerText()).toMatch(/^Step 1/);
  expect(await page.locator('#live-panel pre').textContent()).toBe('<b>printed</b>\n');
  expect(await violationsOn(page)).toEqual([]);
});

test('a file that does not parse leaves the steps as they were', async () => {
  report({ type: 'run', lab: 2, data: run() });
  await page.locator('.live-step').first().waitFor();
  const before = await page.locator('.live-step').allInnerTexts();
  report({
    type: 'run',
    lab: 2,
    data: {
      ...run(),
      steps: run().steps.map((step) => ({ ...step, status: 'not-run', checks: [] })),
      problem: { kind: 'syntax', what: both('jwt.ts is not TypeScript.') },
    },
  });
  await page.locator('.live-problem').waitFor();
  expect(await page.locator('.live-step').allInnerTexts()).toEqual(before);
});

test('a passed lab leads on, with its demo and what the compiler says', async () => {
  const steps = run().steps.map((step) => ({ ...step, status: 'passed' as const }));
  report({ type: 'run', lab: 2, data: { ...run(), outcome: 'passed', steps } });
  const typeErrors = [{ file: 'labs/02-hs256/jwt.ts', line: 7, code: 'TS2322', message: 'No.' }];
  report({ type: 'extras', lab: 2, data: { typeErrors, demo: { lines: [both('a token')] } } });
  await page.locator('.live-extras summary').nth(1).click();
  expect(await page.locator('.live-extras').innerText()).toMatch(/Type errors[^]*Demo\s+a token/);
  expect(await page.locator('.live-next a').getAttribute('href')).toContain('/en/labs/03-');
});

test('while the checks run, the old verdict is no longer told as one', async () => {
  report({ type: 'run', lab: 2, data: run() });
  report({ type: 'running', lab: 2, data: null });
  const shown = 'getComputedStyle(document.querySelector("#live-panel"), "::after")';
  await expect.poll(() => inPage(page, `${shown}.content`)).toContain('running the checks');
  await expect.poll(() => inPage(page, `${shown}.visibility`)).toBe('visible');
});

test('a page hears of its own lab, and only while it is looked at', async () => {
  report({ type: 'run', lab: 1, data: run() });
  report({ type: 'run', lab: 2, data: { ...run(), outcome: 'passed' } });
  await page.locator('#live-panel[data-outcome="passed"]').waitFor();
  const see = (state: string) =>
    page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
  await see('hidden');
  await expect.poll(() => listeners.size).toBe(0);
  await see('visible');
  await expect.poll(() => listeners.size).toBe(1);
});

function listen(listener: (event: FeedEvent) => void): () => void {
  listener({ type: 'hello', data: { editor: undefined } });
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function report(event: FeedEvent): void {
  for (const listener of listeners) listener(event);
}

function both(text: string): Bilingual {
  return { en: text, ko: text };
}

function run(): LabRun {
  const step = (
    number: number,
    slug: string,
    statuses: readonly ('passed' | 'failed')[],
  ): StepRun => ({
    number,
    title: both(`Step ${number}`),
    exports: [],
    section: both(`labs/02-hs256/README.md#step-${number}-${slug}`),
    status: statuses.includes('failed') ? 'failed' : 'passed',
    checks: statuses.map((status, index) => ({
      id: `check-${index}`,
      title: both(`refuses case ${index}`),
      guard: false,
      status,
      ...(status === 'failed' && {
        failure: { kind: 'wrong' as const, expected: both('a KeyObject'), actual: both('nothing') },
      }),
    })),
  });
  return {
    schema: 1,
    lab: { number: 2, id: '02-hs256', title: both('Sign it, and check it') },
    subject: 'learner',
    sourceHash: '0',
    files: ['labs/02-hs256/jwt.ts'],
    outcome: 'failed',
    steps: [
      step(1, 'make-a-key-from-the-secret', ['passed']),
      step(2, 'sign-a-payload', ['failed', 'failed', 'failed']),
    ],
    typeErrors: [],
    output: { text: '<b>printed</b>\n', isCut: false },
    next: { what: both('write step 2'), command: 'npm run lab:2' },
  };
}
