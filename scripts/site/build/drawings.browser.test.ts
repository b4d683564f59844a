/** Drawings as they are read: in a page's column, on a phone, in the presenter's view. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inPage, Reader } from '#testing/site/reader.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await Reader.start();
});
afterAll(() => reader.stop());

let page: Page;
afterEach(() => page.context().close());

/** Texts under 12 px, and drawings of which not exactly one variant is seen, or that are cut. */
const UNREADABLE = `[...document.querySelectorAll('.drawing')].filter((one) => one.checkVisibility()).flatMap((drawing) => {
  const name = drawing.getAttribute('aria-label').slice(0, 40);
  const seen = [...drawing.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
  const small = seen.flatMap((svg) => [...svg.querySelectorAll('text')]).filter((text) => {
    return Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < 12;
  });
  const box = drawing.getBoundingClientRect();
  return [
    ...small.map((text) => name + ': ' + text.textContent),
    ...(seen.length === 1 ? [] : [name + ': ' + seen.length + ' variants']),
    ...(box.right > innerWidth || box.width === 0 ? [name + ': outside'] : []),
  ];
})`;

test.each([1440, 768, 390, 320])(
  'no text of a drawing is under 12 px in a window of %i',
  async (width) => {
    const small: string[] = [];
    let drawings = 0;
    const isMobile = width < 768;
    page = await reader.open('en/index.html', { viewport: { width, height: 900 }, isMobile });
    for (const path of reader.site.pages.filter((one) => /\/(?:slides-notes|labs)\//.test(one))) {
      if (path.includes('/source/')) continue;
      await page.goto(`${reader.site.url}/${path}`);
      drawings += await page.locator('.drawing').count();
      small.push(...(await inPage<string[]>(page, UNREADABLE)).map((what) => `${path}: ${what}`));
    }
    expect(small).toEqual([]);
    expect(drawings).toBeGreaterThan(45);
  },
);

test.each([
  [1440, 900],
  [1280, 720],
  [390, 844],
  [320, 640],
])("nor in the presenter's view in a window of %i x %i, on any slide", async (width, height) => {
  page = await reader.open('ko/present/index.html#1', { viewport: { width, height } });
  const small: string[] = [];
  for (let number = 1; number <= 23; number += 1) {
    await page.evaluate(`location.hash = '${number}'`);
    await page.locator(`.slide.current[id="${number}"] .drawing svg:visible`).waitFor();
    small.push(...(await inPage<string[]>(page, UNREADABLE)).map((what) => `${number}: ${what}`));
  }
  expect(small).toEqual([]);
});

test('beside its translation a drawing keeps its arrows', async () => {
  page = await reader.open('en/slides-notes/02-sessions.html', {
    viewport: { width: 1600, height: 900 },
  });
  await page.locator('.side-by-side').click();
  await page.locator('.half[lang="ko"] .drawing').first().waitFor();
  const lost = await inPage<string[]>(
    page,
    `[...document.querySelectorAll('.drawing [marker-end]')]
      .map((arrow) => arrow.getAttribute('marker-end').slice(5, -1))
      .filter((id) => document.querySelectorAll('[id="' + id + '"]').length !== 1)`,
  );
  expect(lost).toEqual([]);
});

test("a drawing follows the page's theme, and has the page's font", async () => {
  page = await reader.open('en/slides-notes/02-sessions.html', { colorScheme: 'light' });
  const look = (): Promise<string[]> =>
    inPage(
      page,
      `['.drawing rect.client', '.drawing text.client', '.drawing'].map((part) => {
        const { fill, backgroundColor } = getComputedStyle(document.querySelector(part));
        return part.endsWith('drawing') ? backgroundColor : fill;
      })`,
    );
  const light = await look();
  await page.evaluate("document.documentElement.dataset.theme = 'dark'");
  const dark = await look();
  expect(light.filter((colour, at) => colour === dark[at])).toEqual([]);
  expect(
    await inPage(
      page,
      `getComputedStyle(document.querySelector('.drawing text')).fontFamily === getComputedStyle(document.body).fontFamily`,
    ),
  ).toBe(true);
});

test('the browser has nothing to complain about', () => {
  expect(reader.complaints).toEqual([]);
});
