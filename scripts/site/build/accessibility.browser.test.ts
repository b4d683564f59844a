/** Every page, in both themes and languages, as axe-core and a narrow window find it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader, scrollsSideways, TEXT_SPACING } from '#testing/site/reader.ts';

let reader: Reader;
let page: Page;
beforeAll(async () => {
  reader = await Reader.start();
  page = await reader.open('en/index.html');
});
afterAll(() => reader.stop());

/** All pages, and of those that show a file of code one of each language: they are all alike. */
function pagesIn(language: string): string[] {
  const all = inject('site').pages.filter((path) => path.startsWith(`${language}/`));
  const isSource = (path: string): boolean => path.startsWith(`${language}/source/`);
  return [...all.filter((path) => !isSource(path)), all.find(isSource) ?? ''];
}

test.each(['en', 'ko'].flatMap(pagesIn))(
  '%s has no violation that axe-core finds, and fits into 320 pixels, spaced too (WCAG 1.4.10, 1.4.12)',
  async (path) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${reader.site.url}/${path}`);
    await page.evaluate(UNFOLD);
    // Its translation has the same classes (site.test.ts), and so its colours.
    const found = await violationsOn(page, path.startsWith('en/') ? ['dark', 'light'] : ['light']);
    await page.setViewportSize({ width: 320, height: 640 });
    if (await scrollsSideways(page)) found.push('too wide');
    await page.evaluate(TEXT_SPACING);
    if (await scrollsSideways(page)) found.push('too wide, spaced');
    expect([...found, ...(await cutOff())]).toEqual([]);
  },
);

test('the browser has nothing to complain about: no error, nothing that the policy refuses', () => {
  expect(reader.complaints).toEqual([]);
});

/** Everything that is folded away is part of the page too. */
const UNFOLD = `for (const part of document.querySelectorAll('main details')) {
  part.classList.add('shown');
  part.open = true;
}`;

/** Texts whose box hides a part of them, though nobody can scroll there, as one can in a field. */
function cutOff(): Promise<string[]> {
  return inPage(
    page,
    `[...document.querySelectorAll('main *, header *, nav *')]
  .filter((one) => {
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some((value) => value === 'hidden' || value === 'clip');
    if (one.matches('input, textarea, .token-colours')) return false;
    const isForEars = one.closest('.sr') || one.clientWidth <= 1;
    return hides && !isForEars && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  })
  .map((one) => 'cut off: ' + one.tagName + ' ' + one.textContent.slice(0, 40))`,
  );
}
