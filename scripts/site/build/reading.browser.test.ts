/** What a reader does with the pages, in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inPage, Reader } from '#testing/site/reader.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await Reader.start();
});
afterAll(() => reader.stop());

let page: Page;
afterEach(() => page.context().close());

const LAB_2 = 'en/labs/02-hs256/index.html';

describe('keyboard', () => {
  test('the first stop skips to the text', async () => {
    page = await reader.open(LAB_2);
    await page.keyboard.press('Tab');
    expect(await focused(page, 'textContent')).toBe('Skip to the text');
    await page.keyboard.press('Enter');
    expect(await focused(page, 'id')).toBe('main');
  });

  test('the stops go from the bar to the list, the text, and what comes next; every one can be seen, and no bar covers it (WCAG 2.4.7, 2.4.11)', async () => {
    page = await reader.open('en/labs/01-base64url/index.html');
    const problems: string[] = [];
    const regions: string[] = [];
    let stops = 0;
    for (; stops < 300; stops += 1) {
      await page.keyboard.press('Tab');
      const stop = await inPage<Stop>(page, STOP);
      if (stop.end) break;
      if (stop.outline < 2) problems.push(`no outline: ${stop.name}`);
      if (stop.covered) problems.push(`covered: ${stop.name}`);
      if (stop.region !== '' && regions.at(-1) !== stop.region) regions.push(stop.region);
    }
    expect(problems).toEqual([]);
    expect(regions).toEqual(['top', 'course', 'MAIN', 'here', 'neighbours']);
    expect(stops).toBeGreaterThan(20);
    expect(stops).toBeLessThan(300);
  });

  test('a block of code that scrolls can be scrolled with the keys, others are no stop', async () => {
    page = await reader.open('en/index.html', { viewport: { width: 500, height: 800 } });
    const wrong = await page.evaluate(`[...document.querySelectorAll('main pre, main .table')]
      .filter((box) => box.checkVisibility())
      .filter((box) => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length`);
    expect(wrong).toBe(0);
    expect(await page.locator('pre[tabindex="0"]').count()).toBeGreaterThan(0);
  });

  test('on a narrow window the list is a drawer that Escape closes', async () => {
    page = await reader.open(LAB_2, { viewport: { width: 375, height: 700 } });
    expect(await page.locator('.course').isVisible()).toBe(false);
    await page.locator('.menu').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.course').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('.course').isVisible()).toBe(false);
    expect(await focused(page, 'className')).toBe('menu');
  });
});

describe('language', () => {
  test('the switch stays on the section that is read, there and back', async () => {
    page = await reader.open(`${LAB_2}#step-3-verify-the-signature`);
    await page.locator('a.switch').click();
    await expect.poll(address).toContain('/ko/labs/02-hs256/index.html#3단계-');
    await page.locator('a.switch').click();
    await expect.poll(address).toContain('/en/labs/02-hs256/index.html#step-3-verify-');
  });

  test('while the page loads, and has not scrolled to the section yet, it leads there all the same', async () => {
    page = await reader.open(`${LAB_2}#step-3-verify-the-signature`, {
      before: `Object.defineProperty(document, 'readyState', { value: 'loading' })`,
    });
    await page.evaluate(`scrollTo({ top: 0, behavior: 'instant' })`);
    await page.locator('a.switch').click();
    await expect.poll(address).toContain('/ko/labs/02-hs256/index.html#3단계-');
  });

  test('it follows the reader who has scrolled on', async () => {
    page = await reader.open(LAB_2);
    await page.evaluate(
      `document.getElementById('step-4-issue-a-token-that-expires').scrollIntoView({ behavior: 'instant' })`,
    );
    await expect.poll(() => switchTarget(page)).toMatch(/#4단계-/);
    expect(await page.locator('.here [aria-current]').textContent()).toMatch(/^Step 4/);
    await page.evaluate(`scrollTo({ top: 0, behavior: 'instant' })`);
    await expect.poll(() => switchTarget(page)).toMatch(/index\.html$/);
  });

  test('side by side, each section of one language stands beside the same of the other', async () => {
    page = await reader.open(LAB_2, { viewport: { width: 1600, height: 900 } });
    await page.locator('.side-by-side').click();
    await page.locator('.pair').first().waitFor();
    const rows = (await page.evaluate(`[...document.querySelectorAll('.pair')].map((row) =>
      [...row.querySelectorAll('h1, h2, h3')].map((heading) => heading.firstChild.textContent.trim()))`)) as string[][];
    expect(rows[0]?.map((text) => text.slice(0, 5))).toEqual(['Lab 2', '실습 2 ']);
    expect(rows[3]?.[0]).toMatch(/^Step 3/);
    expect(rows[3]?.[1]).toMatch(/^3단계/);
    expect(rows.every((row) => row.length === 2)).toBe(true);
    expect(await page.locator('.half[lang="ko"]').count()).toBe(rows.length);
    // It is remembered, and the links of the guest lead to its own pages.
    await page.reload();
    await page.locator('.half[lang="ko"] a[href*="/ko/"]').first().waitFor();
    await page.locator('.side-by-side').click();
    expect(await page.locator('.pair').count()).toBe(0);
    expect(await page.locator('main > h2').count()).toBeGreaterThan(5);
    // A window too narrow for both shows one.
    await page.locator('.side-by-side').click();
    await page.locator('.pair').first().waitFor();
    await page.setViewportSize({ width: 1000, height: 900 });
    await expect.poll(() => page.locator('.pair').count()).toBe(0);
  });
});

describe('search', () => {
  test.each([
    ['en/index.html', 'constant time', /results?$/, 'en/labs/02-hs256/'],
    ['ko/index.html', '서명을 검증', /^결과 \d+건$/, 'ko/labs/02-hs256/'],
  ])('on %s "%s" is found with the keyboard alone', async (path, question, status, target) => {
    page = await reader.open(path);
    await page.keyboard.press('/');
    await page.locator('.search [type=search]').waitFor();
    await page.keyboard.type(question);
    await expect.poll(() => page.locator('.search [role=status]').textContent()).toMatch(status);
    const first = await page.locator('.search li a').first().getAttribute('href');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page, 'href')).toContain(new URL(first ?? '', page.url()).href);
    await page.keyboard.press('ArrowUp');
    expect(await focused(page, 'type')).toBe('search');
    const hit = page.locator(`.search li a[href*="${target.slice(3)}"]`).first();
    expect(await hit.locator('mark').count()).toBeGreaterThan(0);
    await hit.click();
    await expect.poll(address).toContain(target);
  });

  test('Escape gives the focus back, single keys can be switched off (WCAG 2.1.4), and that nothing was found is said', async () => {
    page = await reader.open(LAB_2);
    await page.locator('.search-button').click();
    await page.locator('.search .letter-keys input').uncheck();
    await page.keyboard.press('Escape');
    expect(await focused(page, 'className')).toContain('search-button');
    await page.keyboard.press('/');
    expect(await page.locator('.search').isVisible()).toBe(false);
    await page.keyboard.press('Control+k');
    expect(await page.locator('.search').isVisible()).toBe(true);
    await page.locator('.search [type=search]').fill('zzzunheardof');
    await expect
      .poll(() => page.locator('.search [role=status]').textContent())
      .toBe('Nothing found for "zzzunheardof".');
  });
});

describe('narrow windows', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  test("tables of two columns and the glossary are lists on a phone: nothing is outside, and a page's own language comes first", async () => {
    page = await reader.open('en/index.html', phone);
    for (const path of ['en/index.html', LAB_2, 'ko/glossary.html']) {
      await page.goto(`${reader.site.url}/${path}`);
      const outside = await inPage<string[]>(
        page,
        `[...document.querySelectorAll('.table:not(:has(tr > :nth-child(3))) :is(td, td *), [id^=term-] td')]
          .filter((cell) => cell.getBoundingClientRect().right > innerWidth)
          .map((cell) => cell.textContent)`,
      );
      expect([path, ...outside]).toEqual([path]);
    }
    const order = await inPage<string[]>(
      page,
      `[...document.querySelectorAll('#term-claim td')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((cell) => cell.textContent.slice(0, 3))`,
    );
    expect(order.slice(0, 3)).toEqual(['클레임', '토큰의', 'cla']);
  });

  test('no button lies over code, and no result of a line is cut', async () => {
    page = await reader.open('en/labs/01-base64url/index.html', phone);
    const wrong = await inPage<string[]>(
      page,
      `[...document.querySelectorAll('main .code')].filter((block) => block.checkVisibility()).flatMap((block) => {
        const pre = block.querySelector('pre');
        const copy = block.querySelector('.copy').getBoundingClientRect();
        const isOver = copy.top < pre.getBoundingClientRect().bottom;
        const isCut = pre.textContent.includes('// →') && pre.scrollWidth > pre.clientWidth;
        return [...(isOver ? ['over ' + pre.textContent] : []), ...(isCut ? ['cut ' + pre.textContent] : [])];
      })`,
    );
    expect(wrong).toEqual([]);
  });
});

describe('text', () => {
  test('a hint shows the next one when it is opened, and no earlier', async () => {
    page = await reader.open(LAB_2);
    const hints = page.locator('h2:has-text("Step 1") ~ details.hint');
    const shown = (index: number): Promise<boolean> => hints.nth(index).isVisible();
    expect([await shown(0), await shown(1), await shown(2)]).toEqual([true, false, false]);
    await hints.nth(0).locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(1)).toBe(true);
    expect(await shown(2)).toBe(false);
    await page.keyboard.press('Enter');
    expect(await shown(1)).toBe(true);
  });

  test('what is copied is the code, of a console what is typed, and it is said', async () => {
    page = await reader.open('en/index.html', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const copy = async (block: string): Promise<unknown> => {
      await page.locator(block).first().locator('.copy').click();
      await expect.poll(() => page.locator('#status').textContent()).toBe('Copied');
      return await page.evaluate('navigator.clipboard.readText()');
    };
    expect(await copy('.code[data-language="sh"]')).toBe('npm ci && npm run lab:1\n');
    expect(await copy('.code[data-language="console"]')).toBe('npm run lab:1');
  });

  test('the theme goes round, is said, and stays on the next page', async () => {
    page = await reader.open(LAB_2, { colorScheme: 'light' });
    const ground = (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await page.locator('.theme').click();
    await page.locator('.theme').click();
    await expect.poll(() => page.locator('#status').textContent()).toBe('Theme: dark');
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.locator('.neighbours [rel=next]').click();
    await expect.poll(ground).toBe(dark);
  });

  test('on paper there is the text alone, with hints but for the last, which is the answer', async () => {
    page = await reader.open(LAB_2);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('.course').isVisible()).toBe(false);
    expect(await page.locator('.hint[data-level="2"] p').first().isVisible()).toBe(true);
    expect(await page.locator('.hint[data-level="3"]').first().isVisible()).toBe(false);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('main details[open]').count()).toBe(0);
  });

  test('without a script all of it can be read, and nothing is there that would not work', async () => {
    page = await reader.open(LAB_2, { javaScriptEnabled: false });
    for (const level of [1, 2, 3]) {
      expect(await page.locator(`.hint[data-level="${level}"]`).first().isVisible()).toBe(true);
    }
    for (const control of ['.search-button', '.theme', '.side-by-side', '.copy']) {
      expect(await page.locator(`${control}:visible`).count()).toBe(0);
    }
    await page.locator('a.switch').click();
    await expect.poll(address).toContain('/ko/labs/02-hs256/index.html');
  });
});

describe("the presenter's view", () => {
  test('keys move, and the address says where one is', async () => {
    page = await reader.open('en/present/index.html#4');
    expect(await slidePlace()).toBe('4 / 23');
    const fourth = await slideTitle();
    for (const [key, number] of [
      ['ArrowRight', 5],
      ['PageDown', 6],
      ['ArrowLeft', 5],
      ['PageUp', 4],
      ['End', 23],
      ['ArrowRight', 23],
      ['Home', 1],
      ['ArrowLeft', 1],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(slidePlace).toBe(`${number} / 23`);
      await expect.poll(address).toMatch(new RegExp(`#${number}$`));
    }
    expect(await slideTitle()).not.toBe(fourth);
    expect(await page.locator('.slide:visible').count()).toBe(1);
    expect(await page.locator('.slide:visible .deck').getAttribute('lang')).toBe('ko');
  });

  test('n hides the notes; the timer goes on in a reload and in the other language', async () => {
    page = await reader.open('en/present/index.html#17');
    await page.keyboard.press('n');
    expect(await page.locator('.notes:visible').count()).toBe(0);
    await page.keyboard.press('n');
    expect(await page.locator('.notes:visible').count()).toBe(1);
    const time = (): Promise<string | null> => page.locator('.present-bar .time').textContent();
    const seconds = async (): Promise<number> => {
      const [, minutes, rest] = /^(\d+):(\d\d) /.exec((await time()) ?? '') ?? [];
      return Number(minutes) * 60 + Number(rest);
    };
    expect(await time()).toMatch(/^0:00 \/ \d+:00$/);
    await page.keyboard.press('t');
    await expect.poll(seconds).toBeGreaterThan(0);
    const before = await seconds();
    await page.reload();
    await expect.poll(seconds).toBeGreaterThan(before);
    await page.locator('a.switch').click();
    await expect.poll(address).toMatch(/\/ko\/present\/index\.html#17$/);
    await expect.poll(slidePlace).toBe('17 / 23');
    await expect.poll(seconds).toBeGreaterThan(before + 1);
  });

  test('Space moves on, unless a button has the focus; b blackens and f fills the screen', async () => {
    page = await reader.open('en/present/index.html#4');
    await page.keyboard.press('Space');
    await expect.poll(slidePlace).toBe('5 / 23');
    await page.locator('.present-bar button').first().focus();
    await page.keyboard.press('Space');
    await expect.poll(slidePlace).toBe('4 / 23');
    const black = 'getComputedStyle(document.body, "::after").backgroundColor';
    await page.keyboard.press('b');
    expect(await page.evaluate(black)).toBe('rgb(0, 0, 0)');
    await page.keyboard.press('b');
    expect(await page.evaluate(black)).not.toBe('rgb(0, 0, 0)');
    await page.keyboard.press('f');
    await expect.poll(() => page.evaluate('document.fullscreenElement !== null')).toBe(true);
  });

  test.each(['served', 'from a folder'])('a window for the audience follows, %s', async (where) => {
    const site = where === 'served' ? reader.site.url : reader.site.folderUrl;
    page = await reader.open(`${site}/en/present/index.html#4`);
    const opened = page.context().waitForEvent('page');
    await page.keyboard.press('a');
    const audience = await opened;
    await audience.locator('.slide.current#\\34').waitFor();
    expect(
      await audience.locator('.notes:visible, .present-bar:visible, .top:visible').count(),
    ).toBe(0);
    await page.keyboard.press('ArrowRight');
    await audience.locator('.slide.current#\\35').waitFor();
    await audience.keyboard.press('PageDown');
    await expect.poll(slidePlace).toBe('6 / 23');
    await page.keyboard.press('b');
    await audience.locator('body.black').waitFor();
  });

  test('nothing of a slide is cut at 1280 x 720', async () => {
    page = await reader.open('en/present/index.html#1', { viewport: { width: 1280, height: 720 } });
    const cut: string[] = [];
    for (let number = 1; number <= 23; number += 1) {
      await page.evaluate(`location.hash = '${number}'`);
      await expect.poll(slidePlace).toBe(`${number} / 23`);
      await page.locator('.slide.current .drawing svg.wide').waitFor();
      cut.push(...(await inPage<string[]>(page, CUT)).map((what) => `${number}: ${what}`));
    }
    expect(cut).toEqual([]);
  });
});

/** What reaches over the window or the bar, or is hidden where nobody can scroll. */
const CUT = `(() => {
  const bar = document.querySelector('.present-bar').getBoundingClientRect();
  const drawing = document.querySelector('.slide.current .drawing').getBoundingClientRect();
  const parts = [...document.querySelectorAll('.slide.current :is(h2, .stage, .deck, .notes), .present-bar > *')];
  return [
    ...parts.filter((one) => {
      const box = one.getBoundingClientRect();
      const isInBar = one.closest('.present-bar') !== null;
      return box.right > innerWidth + 1 || box.bottom > (isInBar ? innerHeight : bar.top) + 1;
    }).map((one) => one.className || one.tagName),
    ...(drawing.height < 250 ? ['a drawing ' + Math.round(drawing.height) + ' high'] : []),
    ...(bar.height > 60 ? ['a bar of two lines'] : []),
  ];
})()`;

test('from a folder all of it works as well', async () => {
  const lab2 = `${reader.site.folderUrl}/en/labs/02-hs256/index.html`;
  page = await reader.open(lab2, { viewport: { width: 1600, height: 900 } });
  await page.locator('.side-by-side').click();
  await page.locator('.half[lang="ko"] h1').waitFor();
  await page.keyboard.press('/');
  await page.locator('.search [type=search]').fill('base64url');
  await page.locator('.search li a[href*="01-base64url"]').first().click();
  await expect.poll(address).toMatch(/^file:.*\/en\/labs\/01-base64url\/index\.html/);
  await page.locator('a.switch').click();
  await expect.poll(address).toMatch(/^file:.*\/ko\/labs\/01-base64url\/index\.html/);
});

test('the browser has nothing to complain about: no error, nothing that the policy refuses', () => {
  expect(reader.complaints).toEqual([]);
});

function focused(on: Page, property: string): Promise<unknown> {
  return on.evaluate(`document.activeElement.${property}`);
}

function address(): string {
  return decodeURIComponent(page.url());
}

function slideTitle(): Promise<string | null> {
  return page.locator('.slide:visible h2').textContent();
}

function slidePlace(): Promise<string | null> {
  return page.locator('.present-bar .place').textContent();
}

async function switchTarget(on: Page): Promise<string> {
  return decodeURIComponent((await on.locator('a.switch').getAttribute('href')) ?? '');
}

interface Stop {
  readonly end: boolean;
  readonly name: string;
  readonly region: string;
  readonly outline: number;
  readonly covered: boolean;
}

/** The element that has the focus: where it stands, what shows it, and whether the bar on top lies over it. */
const STOP = `(() => {
  const stop = document.activeElement;
  if (stop === document.body) return { end: true };
  const box = stop.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2);
  const style = getComputedStyle(stop);
  return {
    end: false,
    region: stop.closest('.top, .course, .here, .neighbours')?.className || stop.closest('main')?.tagName || '',
    name: (stop.textContent || stop.getAttribute('aria-label') || stop.tagName).slice(0, 60),
    outline: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
    covered: at?.closest('.top') != null && !stop.closest('.top'),
  };
})()`;
