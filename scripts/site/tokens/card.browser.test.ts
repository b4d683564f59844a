/** Tokens in the text of a page, and the card that opens on them, in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inPage, openSite, type OpenOptions, type OpenSite } from '#testing/site/open-site.ts';
import { violationsOn } from '#testing/site/axe.ts';

/** Slide 19. */
const TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwiOiJzcGFya0BydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoic3BhcmsiLCJyYW5rIjoiMTUiLCJuYW1lIjoiSm9obiBEb2UiLCJpYXQiOjE1MTYyMzkwMjJ9.EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs';
const UNSECURED = 'eyJhbGciOiJub25lIn0.eyJyYW5rIjoiOTkifQ.';

const TEXT = `
A token in the text: ${TOKEN}.

Unsecured, in code: \`${UNSECURED}\`, and a header alone: \`eyJhbGciOiJub25lIn0\`.

\`\`\`http
GET /me HTTP/1.1
Authorization: Bearer ${TOKEN}
\`\`\`

| kind | token |
| ---- | ----- |
| deck | \`${TOKEN}\` |
${'\nAnd more to scroll.\n'.repeat(60)}
`;

let site: OpenSite;
beforeAll(async () => {
  site = await openSite({
    'README.md': '# JWT workshop\n',
    'GLOSSARY.md': `# Tokens\n${TEXT}`,
    'GLOSSARY.ko.md': `<!-- translation of GLOSSARY.md: 0123456789ab -->\n\n# 토큰\n${TEXT}`,
  });
});
afterAll(() => site.close());

describe('the card', () => {
  test('opens under the pointer, stays while it is on the card, and closes behind it', async () => {
    const page = await open();
    await page.locator('.jwt').first().hover();
    await expect.poll(() => isOpen(page)).toBe(true);
    expect(await page.locator('#jwt-card').innerText()).toContain('"rank": "15"');
    await page.locator('#jwt-card').hover();
    await page.waitForTimeout(500);
    expect(await isOpen(page)).toBe(true);
    await page.mouse.move(2, 890);
    await expect.poll(() => isOpen(page)).toBe(false);
  });

  test('opens at the focus, tells its times, and closes by Escape without moving anything', async () => {
    const page = await open();
    const token = page.locator('.jwt').first();
    await page.keyboard.press('Tab');
    await page.locator('main').focus();
    await page.keyboard.press('Tab');
    expect(await inPage(page, 'document.activeElement.className')).toBe('jwt');
    expect(await isOpen(page)).toBe(true);
    expect(await token.getAttribute('aria-describedby')).toBe('jwt-card-times');
    expect(await page.locator('#jwt-card-times').innerText()).toContain('18 January 2018');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await inPage(page, 'document.activeElement.className')).toBe('jwt');
    await page.keyboard.press('Enter');
    expect(await isOpen(page)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.locator('#jwt-card').innerText()).toContain('nothing protects this token');
    await page.locator('main').focus();
    await expect.poll(() => isOpen(page)).toBe(false);
  });

  test('opens at a touch, and closes at a touch beside it', async () => {
    const page = await open({ hasTouch: true, viewport: { width: 320, height: 700 } });
    await page.locator('code > .jwt').first().tap();
    await expect.poll(() => isOpen(page)).toBe(true);
    await page.locator('h1').tap();
    await expect.poll(() => isOpen(page)).toBe(false);
  });

  test('stays inside the window, from 320 pixels on', async () => {
    for (const width of [320, 1280]) {
      const page = await open({ viewport: { width, height: 700 } });
      for (const token of await page.locator('.jwt').all()) {
        await token.focus();
        await page.keyboard.press('Enter');
        if (!(await isOpen(page))) await page.keyboard.press('Enter');
        const box = await page.locator('#jwt-card').boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
        expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width);
      }
    }
  });
});

test('a reader who hears the page hears what a token says, and not its letters', async () => {
  const page = await open();
  const token = page.locator('.jwt').first();
  expect(await token.getAttribute('role')).toBe('img');
  expect(await token.getAttribute('aria-label')).toBe(
    'JWT: header {"alg":"HS256","typ":"JWT"}, payload {"sub":"1234567890","email":"spark@rubywave.io","nickname":"spark","rank":"15","name":"John Doe","iat":1516239022}, signature 32 bytes',
  );
  const { page: quiet } = await site.open('ko/glossary.html', { javaScriptEnabled: false });
  expect(await quiet.locator('.jwt').first().getAttribute('role')).toBe('img');
  expect(await quiet.locator('.jwt').first().getAttribute('aria-label')).toContain('서명 32바이트');
});

test('what is copied is the token, letter by letter', async () => {
  const page = await open();
  const copied = await inPage<string[]>(
    page,
    `[...document.querySelectorAll('.jwt')].map((token) => {
      getSelection().selectAllChildren(token);
      return String(getSelection());
    })`,
  );
  expect(copied).toEqual([TOKEN, UNSECURED, 'eyJhbGciOiJub25lIn0', TOKEN, TOKEN]);
  const block = await inPage<string>(
    page,
    "getSelection().selectAllChildren(document.querySelector('pre code')), String(getSelection())",
  );
  expect(block.trimEnd()).toBe(`GET /me HTTP/1.1\nAuthorization: Bearer ${TOKEN}`);
});

test('the parts differ in more than their colour', async () => {
  const page = await open();
  const shapes = await inPage<string[]>(
    page,
    `[...document.querySelector('.jwt').children].map((part) => {
      const { color, textDecorationStyle } = getComputedStyle(part);
      return color + ' ' + textDecorationStyle + ' ' + getComputedStyle(part, '::before').content;
    })`,
  );
  expect(shapes.map((shape) => shape.replace(/^.*\) /, ''))).toEqual([
    'solid "header" / ""',
    'double "payload" / ""',
    'dashed "signature" / ""',
  ]);
  expect(new Set(shapes.map((shape) => shape.split(') ')[0])).size).toBe(3);
});

test('tokens in the other language, beside the page, can be opened too', async () => {
  const page = await open({ viewport: { width: 1600, height: 900 } });
  const count = await page.locator('.jwt[tabindex]').count();
  await page.click('button.side-by-side');
  await expect.poll(() => page.locator('.jwt[tabindex]').count()).toBe(count * 2);
});

test('works from the server too, under its policy', async () => {
  const { page, complaints } = await site.open('en/glossary.html', { served: true });
  await page.locator('.jwt').first().hover();
  await expect.poll(() => isOpen(page)).toBe(true);
  expect(complaints).toEqual([]);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(['en', 'ko'])(
    'axe-core finds nothing, the card closed and open (%s)',
    async (language) => {
      const page = await open({ colorScheme }, language);
      const found = await violationsOn(page);
      for (const index of [0, 1, 3]) {
        await page.keyboard.press('Escape');
        await page.locator('.jwt').nth(index).hover();
        await page.waitForTimeout(300);
        found.push(...(await violationsOn(page)));
      }
      expect(found).toEqual([]);
    },
  );
});

async function open(options: OpenOptions = {}, language = 'en'): Promise<Page> {
  const { page } = await site.open(`${language}/glossary.html`, {
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  await page.waitForSelector('.jwt[tabindex]');
  return page;
}

function isOpen(page: Page): Promise<boolean> {
  return page.locator('#jwt-card').isVisible();
}
