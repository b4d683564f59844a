/** Every page, in both themes and languages, as axe-core and a narrow window find it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from '#testing/site/axe.ts';
import { Reader } from '#testing/site/reader.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await Reader.start();
});
afterAll(() => reader.stop());

/** All pages, and of those that show a file of code one of each language: they are all alike. */
function pagesIn(language: string): string[] {
  const all = reader.pages.filter((path) => path.startsWith(`${language}/`));
  const isSource = (path: string): boolean => path.startsWith(`${language}/source/`);
  return [...all.filter((path) => !isSource(path)), all.find(isSource) ?? ''];
}

/** Everything that is folded away is part of the page too. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(`for (const part of document.querySelectorAll('main details')) {
    part.classList.add('shown');
    part.open = true;
  }`);
}

describe.each(['en', 'ko'])('the pages in %s', (language) => {
  test('have no violation that axe-core finds, light and dark', async () => {
    const found: string[] = [];
    for (const path of pagesIn(language)) {
      const page = await reader.open(path);
      await unfold(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const violations = await violationsOn(page);
        found.push(...violations.map((violation) => `${path} (${colorScheme}): ${violation}`));
      }
      await page.context().close();
    }
    expect(found).toEqual([]);
  }, 240_000);

  test('fit into 320 pixels, with larger text spacing too (WCAG 1.4.10, 1.4.12)', async () => {
    const wide: string[] = [];
    for (const path of pagesIn(language)) {
      const page = await reader.open(path, { viewport: { width: 320, height: 640 } });
      await unfold(page);
      if (await scrollsSideways(page)) wide.push(path);
      await page.evaluate(TEXT_SPACING);
      if (await scrollsSideways(page)) wide.push(`${path}, spaced`);
      const cut = await page.evaluate(CUT_OFF);
      wide.push(...(cut as string[]).map((text) => `${path}, cut off: ${text}`));
      await page.context().close();
    }
    expect(wide).toEqual([]);
  }, 240_000);
});

test('the browser has nothing to complain about: no error, nothing that the policy refuses', () => {
  expect(reader.complaints).toEqual([]);
});

function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}

/** What WCAG 1.4.12 lets a reader set. Through the object model, for the policy forbids a style element. */
const TEXT_SPACING = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}`;

/** Texts whose box hides a part of them, though nobody can scroll there, as one can in a field. */
const CUT_OFF = `[...document.querySelectorAll('main *, header *, nav *')]
  .filter((one) => {
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some((value) => value === 'hidden' || value === 'clip');
    if (one.matches('input, textarea')) return false;
    const isForEars = one.closest('.sr') || one.clientWidth <= 1;
    return hides && !isForEars && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  })
  .map((one) => one.tagName + ' ' + one.textContent.slice(0, 40))`;
