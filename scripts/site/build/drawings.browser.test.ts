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

/** What is unreadable in each of these windows, one after the other. */
async function unreadableIn(windows: readonly (readonly [number, number])[]): Promise<string[]> {
  const small: string[] = [];
  for (const [width, height] of windows) {
    await page.setViewportSize({ width, height });
    small.push(...(await inPage<string[]>(page, UNREADABLE)).map((what) => `${width}: ${what}`));
  }
  return small;
}

/** Of each language the windows that a browser takes for a computer's, and for a phone's. */
const WINDOWS = ['en', 'ko'].flatMap((language) => [
  { language, isMobile: false, widths: [1440, 768] },
  { language, isMobile: true, widths: [390, 320] },
]);

test.each(WINDOWS)(
  'no text of a drawing is under 12 px: $language, $widths pixels',
  async ({ language, isMobile, widths }) => {
    const windows = widths.map((width) => [width, 900] as const);
    const small: string[] = [];
    let drawings = 0;
    page = await reader.open('en/index.html', { isMobile });
    const isDrawn = new RegExp(`^${language}/(?:slides-notes|labs)/`);
    for (const path of reader.site.pages.filter((one) => isDrawn.test(one))) {
      await page.goto(`${reader.site.url}/${path}`);
      drawings += await page.locator('.drawing').count();
      small.push(...(await unreadableIn(windows)).map((what) => `${path}: ${what}`));
    }
    expect(small).toEqual([]);
    expect(drawings).toBeGreaterThan(22);
  },
);

test("nor in the presenter's view, on any slide", async () => {
  const windows = [
    [1440, 900],
    [1280, 720],
    [390, 844],
    [320, 640],
  ] as const;
  page = await reader.open('ko/present/index.html#1');
  const small: string[] = [];
  for (let number = 1; number <= 23; number += 1) {
    await page.evaluate(`location.hash = '${number}'`);
    await page.locator(`.slide.current[id="${number}"] .drawing svg:visible`).waitFor();
    small.push(...(await unreadableIn(windows)).map((what) => `${number}: ${what}`));
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
