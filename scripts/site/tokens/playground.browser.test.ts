/** The playground in a real browser. */
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inPage, openSite, type OpenOptions, type OpenSite } from '#testing/site/open-site.ts';
import { violationsOn } from '#testing/site/axe.ts';

const SECRET = 'a-string-secret-at-least-256-bits-long';
/** Slide 19, with that secret. */
const HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const PAYLOAD =
  'eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwiOiJzcGFya0BydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoic3BhcmsiLCJyYW5rIjoiMTUiLCJuYW1lIjoiSm9obiBEb2UiLCJpYXQiOjE1MTYyMzkwMjJ9';
const TOKEN = `${HEADER}.${PAYLOAD}.EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs`;
/** RFC 7515 A.1, and its key. */
const RFC7515 =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const RFC7515_KEY =
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite({ 'README.md': '# JWT workshop\n' });
});
afterAll(() => site.close());

describe('a token', () => {
  test('is read as it is typed', async () => {
    const page = await open();
    await page.fill('#token', '');
    await waitFor(page, 'Nothing is here yet');
    await page.locator('#token').pressSequentially(`${HEADER}.eyJyYW5rIjoi`);
    expect(await page.inputValue('#header')).toBe('{\n  "alg": "HS256",\n  "typ": "JWT"\n}');
    expect(await page.inputValue('#payload')).toBe('{"rank":"');
    await waitFor(page, 'Refused: malformed');
    await page.fill('#token', TOKEN);
    await waitFor(page, 'Accepted');
    expect(await page.inputValue('#payload')).toContain('"rank": "15"');
  });

  test('is checked letter by letter as it came, RFC 7515 A.1 too', async () => {
    const page = await open();
    await page.fill('#token', RFC7515);
    await page.check('[name="secret-form"][value="base64"]');
    await page.fill('#secret', RFC7515_KEY);
    await waitFor(page, 'Refused: expired');
    expect(await statesOf(page)).toBe('passed passed passed passed refused');
    expect(await page.locator('.times').textContent()).toContain('22 March 2011');
  });

  test('is changed by its editors, and signed again', async () => {
    const page = await open();
    await page.fill('#payload', '{ "sub": "1234567890",\n "nickname": "스파크" }');
    const expected = sign(HEADER, '{"sub":"1234567890","nickname":"스파크"}');
    await expect.poll(() => page.inputValue('#token')).toBe(expected);
    await waitFor(page, 'Accepted');
  });

  test('keeps its signature where nobody signs', async () => {
    const page = await open();
    await page.uncheck('#sign-always');
    await page.fill('#payload', '{"rank":"99"}');
    await waitFor(page, 'Refused: signature');
    expect(await page.inputValue('#token')).toBe(
      `${HEADER}.${part('{"rank":"99"}')}.${TOKEN.split('.')[2]}`,
    );
    await page.click('#sign');
    await waitFor(page, 'Accepted');
    expect(await page.inputValue('#token')).toBe(sign(HEADER, '{"rank":"99"}'));
  });

  test('is mended only when somebody says so', async () => {
    const page = await open();
    await page.fill('#token', `"Bearer ${TOKEN}"\n`);
    await waitFor(page, 'Refused: malformed');
    expect(await page.inputValue('#header')).toContain('"alg": "HS256"');
    await page.click('#mend');
    await waitFor(page, 'Accepted');
    expect(await page.inputValue('#token')).toBe(TOKEN);
    expect(await page.isVisible('#mend')).toBe(false);
  });

  test('lies letter for letter over its colours', async () => {
    for (const language of ['en', 'ko']) {
      const page = await open({ viewport: { width: 800, height: 900 } }, language);
      for (const text of [TOKEN, RFC7515, `${TOKEN}\n`, `"Bearer ${TOKEN}"`]) {
        await page.fill('#token', text);
        const [field, colours] = await Promise.all(
          ['#token', '.token-colours'].map((selector) =>
            inPage<Letters>(page, lettersOf(selector)),
          ),
        );
        // The field's border is the colours' padding.
        expect(Math.abs((field?.height ?? 0) + 2 - (colours?.height ?? 0))).toBeLessThan(3);
        expect(field?.style).toBe(colours?.style);
      }
    }
  });
});

interface Letters {
  readonly height: number;
  readonly style: string;
}

/** Code for the page: how high the letters stand, and how they are set. */
function lettersOf(selector: string): string {
  return `(() => {
    const box = document.querySelector('${selector}');
    const { font, letterSpacing, wordBreak } = getComputedStyle(box.querySelector('span') ?? box);
    return { height: box.scrollHeight, style: [font, letterSpacing, wordBreak].join() };
  })()`;
}

describe('what is wrong is said at its field', () => {
  test('JSON', async () => {
    const page = await open();
    await page.fill('#payload', '{\n  "rank": "15"\n  "sub": 1\n}');
    await expect
      .poll(() => problemOf(page, 'payload'))
      .toBe('Line 3, column 3: a comma is missing before this.');
    expect(await page.inputValue('#token')).toBe(TOKEN);
    await page.click('[data-show-problem="payload"]');
    expect(await inPage(page, 'document.activeElement.id')).toBe('payload');
    expect(await inPage(page, 'document.activeElement.selectionStart')).toBe(19);
    await page.fill('#payload', '["rank"]');
    await expect.poll(() => problemOf(page, 'payload')).toContain('no object: a list');
    await page.fill('#payload', '{}');
    await expect.poll(() => problemOf(page, 'payload')).toBe('');
  });

  test('a secret that is too short, or is not base64url', async () => {
    const page = await open();
    await page.fill('#secret', 'your-256-bit-secret');
    await expect.poll(() => problemOf(page, 'secret')).toContain('at least 32 bytes');
    expect(await page.textContent('#secret-size')).toBe('19 bytes, 152 bits');
    await waitFor(page, 'Not checked');
    expect(await statesOf(page)).toBe('passed passed unchecked passed passed');
    await page.click('#sign');
    expect(await page.textContent('#sign-problem')).toContain('no secret');
    await page.check('[name="secret-form"][value="base64"]');
    await page.fill('#secret', `${'A'.repeat(43)}!`);
    await expect.poll(() => problemOf(page, 'secret')).toContain('"!"');
  });

  test('a time that is none, and no exp to stop the clock at', async () => {
    const page = await open();
    await page.click('.asks summary');
    await page.fill('#now', 'tomorrow');
    await expect.poll(() => problemOf(page, 'now')).toContain('not a number');
    await page.click('#at-exp');
    expect(await page.textContent('#exp-problem')).toContain('no exp');
  });
});

describe('the clock', () => {
  test('accepts a second before exp, and refuses from exp on', async () => {
    const page = await open();
    await page.click('[data-experiment="expired"]');
    await waitFor(page, 'Refused: expired');
    expect(await page.locator('.times').textContent()).toMatch(/1 minute ago/);
    await page.click('.asks summary');
    await page.click('#before-exp');
    await waitFor(page, 'Accepted');
    expect(await page.locator('.times').textContent()).toContain('in 1 second');
    await page.click('#at-exp');
    await waitFor(page, 'Refused: expired');
    expect(await page.locator('.times').textContent()).toContain('0 seconds ago');
    await page.fill('#tolerance', '5');
    await waitFor(page, 'Accepted');
  });

  test('runs: a token expires before the reader’s eyes', async () => {
    const page = await open();
    const exp = Math.floor(Date.now() / 1000) + 2;
    await page.fill('#token', sign(HEADER, `{"exp":${exp}}`));
    await waitFor(page, 'Accepted');
    await waitFor(page, 'Refused: expired');
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(exp);
  });
});

test('asks for issuer and audience only if told to', async () => {
  const page = await open();
  await page.fill('#token', sign(HEADER, '{"iss":"spark","aud":["www","api"]}'));
  await page.click('.asks summary');
  await page.fill('#issuer', 'Spark');
  await waitFor(page, 'Refused: issuer');
  await page.fill('#issuer', 'spark');
  await page.fill('#audience', 'ap');
  await waitFor(page, 'Refused: audience');
  await page.fill('#audience', 'api');
  await waitFor(page, 'Accepted');
  expect(await statesOf(page)).toBe('passed passed passed passed passed');
});

/** Every experiment, and what comes of it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'slide-19': 'Accepted',
  forge: 'Refused: signature',
  none: 'Refused: algorithm',
  expired: 'Refused: expired',
  milliseconds: 'Accepted',
  pasted: 'Refused: malformed',
};

test('the experiments show what they say', async () => {
  const page = await open();
  const ids = await valuesOf(page, 'data-experiment');
  expect(ids).toEqual(Object.keys(OUTCOMES));
  for (const [id, outcome] of Object.entries(OUTCOMES)) {
    await page.click(`[data-experiment="${id}"]`);
    await waitFor(page, outcome);
    expect(await page.getAttribute(`[data-experiment="${id}"]`, 'aria-pressed')).toBe('true');
    const shown = page.locator('[data-explains]:visible');
    expect(await shown.getAttribute('data-explains')).toBe(id);
  }
  await page.click('[data-experiment="milliseconds"]');
  await expect.poll(() => page.locator('.remarks').textContent()).toContain('No verifier notices');
});

test('a new verdict is announced once, politely, when the typing pauses', async () => {
  const page = await open();
  expect(await page.getAttribute('#status', 'role')).toBe('status');
  expect(await page.textContent('#status')).toBe('');
  await page.fill('#token', `${TOKEN}.x`);
  await expect
    .poll(() => page.textContent('#status'))
    .toMatch(/^Refused: malformed\. It has 4 parts/);
  await page.click('[data-experiment="none"]');
  await expect
    .poll(() => page.textContent('#status'))
    .toMatch(/forger's next idea.*Refused: algorithm/);
});

describe('nothing leaves the page, and nothing is kept', () => {
  test('no request, no storage, no address, whatever is done', async () => {
    const { page, requests, complaints } = await site.open(PAGE, { served: true });
    await waitFor(page, 'Accepted');
    await page.waitForLoadState('networkidle');
    const before = { address: page.url(), requests: requests.length, kept: await keptBy(page) };
    for (const id of Object.keys(OUTCOMES)) await page.click(`[data-experiment="${id}"]`);
    await page.fill('#secret', 'another-secret-that-is-long-enough-too');
    await page.fill('#payload', '{"rank":"99"}');
    await page.click('#sign');
    await page.press('#secret', 'Enter');
    await page.click('.asks summary');
    await page.fill('#now', '1516239022');
    await waitFor(page, 'Accepted');
    await page.waitForTimeout(1500);
    // Letters of the font may be fetched from the site itself when they are first drawn.
    const later = requests.slice(before.requests).filter((url) => !url.endsWith('.woff2'));
    expect(later).toEqual([]);
    expect(page.url()).toBe(before.address);
    expect(await keptBy(page)).toEqual(before.kept);
    expect(before.kept).toEqual({ local: 0, session: 0, cookie: '', databases: 0, caches: 0 });
    expect(complaints).toEqual([]);
  });

  test('a page that is loaded again begins anew', async () => {
    const page = await open();
    await page.fill('#secret', 'another-secret-that-is-long-enough-too');
    await page.fill('#token', RFC7515);
    await page.reload();
    await waitFor(page, 'Accepted');
    expect(await page.inputValue('#token')).toBe(TOKEN);
    expect(await page.inputValue('#secret')).toBe(SECRET);
  });
});

test('where the browser has no cryptography, it says so and reads all the same', async () => {
  const page = await open({
    before: "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })",
  });
  await expect.poll(() => problemOf(page, 'secret')).toContain('crypto.subtle');
  expect(await page.isDisabled('#sign')).toBe(true);
  await page.fill('#token', TOKEN);
  await waitFor(page, 'Not checked');
  expect(await page.inputValue('#payload')).toContain('spark@rubywave.io');
});

test('without scripts it says so', async () => {
  const { page } = await site.open(PAGE, { javaScriptEnabled: false });
  expect(await page.isVisible('.without-script')).toBe(true);
  expect(await page.isVisible('#token')).toBe(false);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(['en', 'ko'])('axe-core finds nothing, wide and narrow (%s)', async (language) => {
    const page = await open({ colorScheme, viewport: { width: 1280, height: 900 } }, language);
    await page.click('.asks summary');
    const found: string[] = [];
    for (const id of Object.keys(OUTCOMES)) {
      await page.click(`[data-experiment="${id}"]`);
      await page.waitForTimeout(200);
      found.push(...(await violationsOn(page)));
    }
    await page.fill('#payload', '{');
    await page.fill('#secret', 'short');
    await page.waitForTimeout(100);
    found.push(...(await violationsOn(page)));
    await page.setViewportSize({ width: 320, height: 700 });
    found.push(...(await violationsOn(page)));
    expect(found).toEqual([]);
  });
});

test.each(['en', 'ko'])(
  'fits 320 pixels, with text spaced as WCAG 1.4.12 has it (%s)',
  async (language) => {
    const page = await open({ viewport: { width: 320, height: 700 }, bypassCSP: true }, language);
    await page.click('.asks summary');
    for (const spacing of [
      '',
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }',
    ]) {
      await page.addStyleTag({ content: `${spacing} ` });
      for (const id of Object.keys(OUTCOMES)) {
        await page.click(`[data-experiment="${id}"]`);
        await page.waitForTimeout(100);
        const widths = await inPage(page, WIDTHS);
        expect(widths).toEqual([320]);
      }
    }
  },
);

/** Code for the page: how wide it is, and texts that are wider than their box. */
const WIDTHS = `[
  document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('.playground button, .stages li, .answer, dd')]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent),
]`;

test('everything is reached by the keyboard, in order, and the focus is seen', async () => {
  const page = await open();
  await page.focus('[data-experiment]');
  const visited: string[] = [];
  const at = 'document.activeElement';
  while (await inPage<boolean>(page, `${at}.closest('form') !== null`)) {
    const name = await inPage<string>(
      page,
      `${at}.id || ${at}.dataset.experiment || ${at}.localName`,
    );
    const outline = await inPage<string>(page, `getComputedStyle(${at}).outlineStyle`);
    visited.push(outline === 'none' ? `${name} without an outline` : name);
    await page.keyboard.press('Tab');
  }
  expect(visited).toEqual([
    ...Object.keys(OUTCOMES),
    'a',
    'token',
    'a',
    'header',
    'payload',
    'secret',
    'input',
    'sign',
    'sign-always',
    'summary',
  ]);
});

const PAGE = 'en/playground/index.html';

async function open(options: OpenOptions = {}, language = 'en'): Promise<Page> {
  const { page } = await site.open(`${language}/playground/index.html`, {
    timezoneId: 'UTC',
    ...options,
  });
  await page.waitForFunction("document.getElementById('verdict-line').textContent !== ''");
  return page;
}

async function waitFor(page: Page, verdict: string): Promise<void> {
  await expect.poll(() => page.textContent('#verdict-line'), { timeout: 10_000 }).toBe(verdict);
}

/** The problem that a field names as its description, where the field says that it is wrong. */
async function problemOf(page: Page, id: string): Promise<string> {
  const field = page.locator(`#${id}`);
  const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
  if (!described.includes(`${id}-problem`)) return 'not described';
  const line = page.locator(`#${id}-problem`);
  const isWrong = (await field.getAttribute('aria-invalid')) === 'true';
  return isWrong && (await line.isVisible()) ? ((await line.textContent()) ?? '') : '';
}

async function statesOf(page: Page): Promise<string> {
  return (await valuesOf(page, 'data-state')).join(' ');
}

async function valuesOf(page: Page, attribute: string): Promise<(string | null)[]> {
  const elements = await page.locator(`[${attribute}]`).all();
  return await Promise.all(elements.map((element) => element.getAttribute(attribute)));
}

function keptBy(page: Page): Promise<object> {
  return inPage(
    page,
    `(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookie: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }))()`,
  );
}

function sign(header: string, payload: string): string {
  const input = `${header}.${part(payload)}`;
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
}

function part(json: string): string {
  return Buffer.from(json).toString('base64url');
}
