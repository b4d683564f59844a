/** Tokens in the text of a page, and the card that opens on them, in a real browser. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader } from '#testing/site/reader.ts';
import { UNSECURED } from '#testing/site/setup.ts';
import { TOKEN } from '#testing/site/tokens.ts';

let reader: Reader;
let page: Page;
beforeAll(async () => {
  reader = await Reader.start();
});
afterEach(() => page.context().close());
afterAll(() => reader.stop());

test('opens under the pointer, stays while it is on the card, and closes behind it', async () => {
  await open();
  await page.locator('.jwt').first().hover();
  await expect.poll(isOpen).toBe(true);
  expect(await page.locator('#jwt-card').innerText()).toContain('"rank": "15"');
  await page.locator('#jwt-card').hover();
  await page.waitForTimeout(400);
  expect(await isOpen()).toBe(true);
  await page.mouse.move(2, 890);
  await expect.poll(isOpen).toBe(false);
});

test('opens at the focus, tells its times, and closes by Escape without moving anything', async () => {
  await open();
  await page.locator('main').focus();
  await page.keyboard.press('Tab');
  expect(await inPage(page, 'document.activeElement.className')).toBe('jwt');
  expect(await isOpen()).toBe(true);
  const described = await page.locator('.jwt').first().getAttribute('aria-describedby');
  expect(described).toBe('jwt-card-times');
  expect(await page.locator('#jwt-card-times').innerText()).toContain('18 January 2018');
  await page.keyboard.press('Escape');
  expect(await isOpen()).toBe(false);
  expect(await inPage(page, 'document.activeElement.className')).toBe('jwt');
  await page.keyboard.press('Enter');
  expect(await isOpen()).toBe(true);
  await page.keyboard.press('Tab');
  expect(await page.locator('#jwt-card').innerText()).toContain('nothing protects this token');
  await page.locator('main').focus();
  await expect.poll(isOpen).toBe(false);
});

test('opens at a touch, and closes at a touch beside it', async () => {
  await open({ hasTouch: true, viewport: { width: 320, height: 700 } });
  await page.locator('code > .jwt').first().tap();
  await expect.poll(isOpen).toBe(true);
  await page.locator('h1').tap();
  await expect.poll(isOpen).toBe(false);
});

test('stays inside the window, from 320 pixels on', async () => {
  await open();
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    for (const token of await page.locator('.jwt').all()) {
      await token.focus();
      await page.keyboard.press('Enter');
      if (!(await isOpen())) await page.keyboard.press('Enter');
      const box = await page.locator('#jwt-card').boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
      expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width);
    }
  }
});

test('a token is heard as what it says, copied letter by letter, and its parts differ in more than their colour', async () => {
  await open();
  const token = page.locator('.jwt').first();
  expect(await token.getAttribute('role')).toBe('img');
  expect(await token.getAttribute('aria-label')).toBe(
    'JWT: header {"alg":"HS256","typ":"JWT"}, payload {"sub":"1234567890","email":"spark@rubywave.io","nickname":"spark","rank":"15","name":"John Doe","iat":1516239022}, signature 32 bytes',
  );
  const copied = await inPage<string[]>(
    page,
    `[...document.querySelectorAll('.jwt'), document.querySelector('pre code')].map((token) => {
      getSelection().selectAllChildren(token);
      return String(getSelection()).trimEnd();
    })`,
  );
  const block = `GET /me HTTP/1.1\nAuthorization: Bearer ${TOKEN}`;
  expect(copied).toEqual([TOKEN, UNSECURED, 'eyJhbGciOiJub25lIn0', TOKEN, TOKEN, block]);
  const shapes = await inPage<[colour: string, shape: string, name: string][]>(
    page,
    `[...document.querySelector('.jwt').children].map((part) => {
      const { color, textDecorationStyle } = getComputedStyle(part);
      return [color, textDecorationStyle, getComputedStyle(part, '::before').content];
    })`,
  );
  expect(shapes.map(([, shape, name]) => [shape, name])).toEqual([
    ['solid', '"header" / ""'],
    ['double', '"payload" / ""'],
    ['dashed', '"signature" / ""'],
  ]);
  expect(new Set(shapes.map(([colour]) => colour)).size).toBe(3);
});

test('tokens in the other language, beside the page, can be opened too, from a folder as well', async () => {
  page = await reader.open(`${reader.site.folderUrl}/tokens/en/glossary.html`);
  const count = await page.locator('.jwt[tabindex]').count();
  await page.click('button.side-by-side');
  await expect.poll(() => page.locator('.jwt[tabindex]').count()).toBe(count * 2);
  await page.locator('.jwt').last().hover();
  await expect.poll(isOpen).toBe(true);
});

test.each(['en', 'ko'])('axe-core finds nothing, the card open (%s)', async (language) => {
  await open({}, language);
  const found: string[] = [];
  for (const index of [0, 1, 3]) {
    await page.keyboard.press('Escape');
    await page.locator('.jwt').nth(index).hover();
    await expect.poll(isOpen).toBe(true);
    found.push(...(await violationsOn(page)));
  }
  expect(found).toEqual([]);
});

test('the browser has nothing to complain about: no error, nothing that the policy refuses', () => {
  expect(reader.complaints).toEqual([]);
});

async function open(options: BrowserContextOptions = {}, language = 'en'): Promise<void> {
  page = await reader.open(`tokens/${language}/glossary.html`, options);
  await page.waitForSelector('.jwt[tabindex]');
}

function isOpen(): Promise<boolean> {
  return page.locator('#jwt-card').isVisible();
}
