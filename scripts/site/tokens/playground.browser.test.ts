/** The playground in a real browser. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violationsOn } from '#testing/site/axe.ts';
import { inPage, Reader, TEXT_SPACING } from '#testing/site/reader.ts';
import {
  HEADER,
  part,
  RFC7515,
  RFC7515_KEY,
  SECRET,
  SIGNATURE,
  signed,
  TOKEN,
} from '#testing/site/tokens.ts';

const LATER = 'another-secret-that-is-long-enough-too';

let reader: Reader;
let page: Page;
beforeAll(async () => {
  reader = await Reader.start();
  page = await open();
});
beforeEach(async () => {
  await page.goto(addressOf('en'));
  await ready(page);
});
afterAll(() => reader.stop());

/** What is put into fields, one after the other, and the verdict that comes of it. */
test.each<[name: string, fields: Readonly<Record<string, string>>, verdict: string]>([
  ['nothing', { token: '' }, 'Nothing is here yet'],
  ['a token', { token: TOKEN }, 'Accepted'],
  ['half a token', { token: TOKEN.slice(0, 60) }, 'Refused: malformed'],
  ['a payload that is signed again', { payload: '{ "nickname": "스파크" }' }, 'Accepted'],
  ['another secret', { secret: LATER }, 'Refused: signature'],
  ['a secret that is too short', { secret: 'your-256-bit-secret' }, 'Not checked'],
  ['another issuer', { token: signed('{"iss":"spark"}'), issuer: 'Spark' }, 'Refused: issuer'],
  ['its issuer', { token: signed('{"iss":"spark"}'), issuer: 'spark' }, 'Accepted'],
  ['another audience', { token: signed('{"aud":["api"]}'), audience: 'ap' }, 'Refused: audience'],
  ['its audience', { token: signed('{"aud":["www","api"]}'), audience: 'api' }, 'Accepted'],
  [
    'a clock at exp',
    { token: signed('{"exp":1800000000}'), now: '1800000000' },
    'Refused: expired',
  ],
  ['a clock before it', { token: signed('{"exp":1800000000}'), now: '1799999999' }, 'Accepted'],
  [
    'a tolerant one',
    { token: signed('{"exp":1800000000}'), now: '1800000000', tolerance: '5' },
    'Accepted',
  ],
])('%s', async (_name, fields, verdict) => {
  await page.click('.asks summary');
  for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value);
  await expect.poll(verdictLine).toBe(verdict);
});

describe('a token', () => {
  test('is read as it is typed', async () => {
    await page.fill('#token', '');
    await page.locator('#token').pressSequentially(`${HEADER}.eyJyYW5rIjoi`);
    expect(await page.inputValue('#header')).toBe('{\n  "alg": "HS256",\n  "typ": "JWT"\n}');
    expect(await page.inputValue('#payload')).toBe('{"rank":"');
    await waitFor('Refused: malformed');
  });

  test('is checked letter by letter as it came, RFC 7515 A.1 too', async () => {
    await page.fill('#token', RFC7515);
    await page.check('[name="key-form"][value="base64"]');
    await page.fill('#secret', RFC7515_KEY);
    await waitFor('Refused: expired');
    expect(await valuesOf('data-state')).toBe('passed passed passed passed refused');
    expect(await page.locator('.times').textContent()).toContain('22 March 2011');
  });

  test('is changed by its editors, and keeps its signature where nobody signs', async () => {
    await page.fill('#payload', '{ "sub": "1234567890",\n "nickname": "스파크" }');
    const made = signed('{"sub":"1234567890","nickname":"스파크"}');
    await expect.poll(() => page.inputValue('#token')).toBe(made);
    await page.uncheck('#sign-always');
    await page.fill('#payload', '{"rank":"99"}');
    await waitFor('Refused: signature');
    const kept = `${HEADER}.${part('{"rank":"99"}')}.${made.split('.')[2]}`;
    expect(await page.inputValue('#token')).toBe(kept);
    await page.click('#sign');
    await waitFor('Accepted');
    expect(await page.inputValue('#token')).toBe(signed('{"rank":"99"}'));
  });

  test('is taken out of what was pasted along only when somebody says so', async () => {
    await page.fill('#token', `curl -H "Authorization: Bearer ${TOKEN}" https://spark.example/`);
    await waitFor('Refused: malformed');
    expect(await page.textContent('#verdict-why')).toContain('curl command');
    expect(await page.inputValue('#header')).toContain('"alg": "HS256"');
    await page.click('#mend');
    await waitFor('Accepted');
    expect(await page.inputValue('#token')).toBe(TOKEN);
    expect(await page.isVisible('#mend')).toBe(false);
  });

  test('lies letter for letter over its colours', async () => {
    for (const text of [TOKEN, RFC7515, `${TOKEN}\n`, `"Bearer ${TOKEN}"`]) {
      await page.fill('#token', text);
      const [field, colours] = await Promise.all(
        ['#token', '.token-colours'].map((selector) => inPage<Letters>(page, lettersOf(selector))),
      );
      expect(Math.abs((field?.height ?? 0) - (colours?.height ?? 0))).toBeLessThan(3);
      expect(field?.style).toBe(colours?.style);
    }
  });

  test.each([
    [1440, 900],
    [1280, 720],
    [390, 844],
  ])('of 901 bytes leaves its verdict in sight at %i x %i', async (width, height) => {
    await page.setViewportSize({ width, height });
    const token = signed(JSON.stringify({ sub: 'x'.repeat(600) }));
    await page.fill('#token', token.slice(0, 901));
    await page.locator('#token-title').evaluate((title) => title.scrollIntoView());
    const box = await page.locator('#verdict-line').boundingBox();
    await page.setViewportSize({ width: 1440, height: 900 });
    expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThan(height);
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

/** RFC 7515 A.3: ES256. */
const RFC7515_A3 = {
  point: {
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
  token:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
};

const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;

describe('no verdict outlives its token', () => {
  test.each([
    ['16,500 lists in each other', `${HEADER}.${part(deep(16_500))}.${SIGNATURE}`, 'signature'],
    [
      'a list that nobody closes',
      `${HEADER}.${part('['.repeat(16_500))}.${SIGNATURE}`,
      'signature',
    ],
    ['a megabyte of dots', '.'.repeat(1_000_000), 'malformed'],
    ['a megabyte in one part', 'e'.repeat(1_000_000), 'malformed'],
  ])('%s', async (_name, token, code) => {
    await waitFor('Accepted');
    await page.fill('#token', token);
    await expect.poll(verdictLine).toBe(`Refused: ${code}`);
    await page.fill('#token', TOKEN);
    await waitFor('Accepted');
  });

  test('whatever goes wrong is "not checked"', async () => {
    await page.evaluate(
      "crypto.subtle.verify = () => Promise.reject(new Error('a key that does not work'))",
    );
    await page.fill('#token', signed('{"rank":"99"}'));
    await waitFor('Not checked');
    expect(await page.textContent('#verdict-why')).toContain('could not look at');
    // As long as its clock runs, the page tries again every second.
    await page.goto('about:blank');
    expect(reader.complaints.splice(0).join()).toContain('a key that does not work');
  });
});

describe('a key pair', () => {
  test('signs here, checks here, and takes nothing but its own algorithm', async () => {
    await page.check('[name="key-form"][value="public"]');
    await waitFor('Refused: algorithm');
    expect(await problemOf('public-key')).toContain('Paste');
    await page.click('#sign');
    expect(await page.textContent('#sign-problem')).toContain('signs nothing');
    for (const alg of ['ES256', 'RS256']) {
      await page.selectOption('#pair-algorithm', alg);
      await page.click('#make-pair');
      await expect.poll(() => page.inputValue('#header')).toContain(`"alg": "${alg}"`);
      await waitFor('Accepted');
    }
    await page.fill('#payload', '{"rank":"99"}');
    await waitFor('Accepted');
    await page.fill('#header', '{"alg":"HS256"}');
    await waitFor('Refused: algorithm');
    expect(await page.textContent('#verdict-why')).toContain('algorithm confusion');
  });

  test('of somebody else, as a JWKS, and a private key is refused', async () => {
    const key = { kty: 'EC', crv: 'P-256', ...RFC7515_A3.point };
    await page.check('[name="key-form"][value="public"]');
    await page.fill('#token', RFC7515_A3.token);
    await page.fill('#public-key', JSON.stringify({ keys: [{ kty: 'oct' }, key] }));
    await waitFor('Refused: expired');
    expect(await page.textContent('#public-key-size')).toBe('One key, for ES256');
    await page.fill('#public-key', JSON.stringify({ ...key, d: 'x' }));
    await expect.poll(() => problemOf('public-key')).toContain('private key');
  });

  test('copy and clear', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('#copy-token');
    await expect.poll(() => page.textContent('#copy-token')).toBe('Copied');
    expect(await inPage(page, 'navigator.clipboard.readText()')).toBe(TOKEN);
    await page.click('#clear-token');
    await waitFor('Nothing is here yet');
    expect(await inPage(page, 'document.activeElement.id')).toBe('token');
  });
});

describe('what is wrong is said at its field', () => {
  test('JSON, and where', async () => {
    await page.fill('#payload', '{\n  "rank": "15"\n  "sub": 1\n}');
    await expect
      .poll(() => problemOf('payload'))
      .toBe('Line 3, column 3: a comma is missing before this.');
    expect(await page.inputValue('#token')).toBe(TOKEN);
    await page.click('[data-show-problem="payload"]');
    expect(await inPage(page, 'document.activeElement.id')).toBe('payload');
    expect(await inPage(page, 'document.activeElement.selectionStart')).toBe(19);
    await page.fill('#payload', '{}');
    await expect.poll(() => problemOf('payload')).toBe('');
  });

  test.each([
    ['payload', '["rank"]', 'no object: a list'],
    ['secret', 'your-256-bit-secret', 'at least 32 bytes'],
    ['now', 'tomorrow', 'not a number'],
    ['tolerance', 'a bit', 'not a number'],
  ])('%s: %s', async (id, value, problem) => {
    await page.click('.asks summary');
    await page.fill(`#${id}`, value);
    await expect.poll(() => problemOf(id)).toContain(problem);
  });

  test('a key that is none, and no exp to stop the clock at', async () => {
    await page.fill('#secret', 'your-256-bit-secret');
    await waitFor('Not checked');
    expect(await page.textContent('#secret-size')).toBe('19 bytes, 152 bits');
    expect(await valuesOf('data-state')).toBe('passed passed unchecked passed passed');
    await page.click('#sign');
    expect(await page.textContent('#sign-problem')).toContain('no secret');
    await page.click('.asks summary');
    await page.click('#at-exp');
    expect(await page.textContent('#exp-problem')).toContain('no exp');
    await page.check('[name="key-form"][value="base64"]');
    await page.fill('#secret', `${'A'.repeat(43)}!`);
    await expect.poll(() => problemOf('secret')).toContain('"!"');
  });
});

describe('the clock', () => {
  test('accepts a second before exp, and refuses from exp on', async () => {
    const times = (): Promise<string | null> => page.locator('.times').textContent();
    await page.click('[data-experiment="expired"]');
    await waitFor('Refused: expired');
    expect(await times()).toMatch(/1 minute ago/);
    await page.click('.asks summary');
    await page.click('#before-exp');
    await waitFor('Accepted');
    expect(await times()).toContain('in 1 second');
    await page.click('#at-exp');
    await waitFor('Refused: expired');
    expect(await times()).toContain('0 seconds ago');
  });

  test('runs: a token expires before the reader’s eyes', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    await page.fill('#token', signed(`{"exp":${exp}}`));
    await waitFor('Refused: expired');
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(exp);
  });
});

/** Every experiment, and what comes of it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'slide-19': 'Accepted',
  forge: 'Refused: signature',
  none: 'Refused: algorithm',
  expired: 'Refused: expired',
  milliseconds: 'Accepted',
  'key-pair': 'Accepted',
  pasted: 'Refused: malformed',
};

test.each(['en', 'ko'])(
  'the experiments show what they say, please axe-core, and fit 320 pixels, spaced too (%s)',
  async (language) => {
    await page.goto(addressOf(language));
    await page.click('.asks summary');
    expect(await valuesOf('data-experiment')).toBe(Object.keys(OUTCOMES).join(' '));
    const found: unknown[] = [];
    for (const [id, outcome] of Object.entries(OUTCOMES)) {
      await page.click(`[data-experiment="${id}"]`);
      if (language === 'en') await waitFor(outcome);
      const pressed = page.locator(`[data-experiment="${id}"]`);
      expect(await pressed.getAttribute('aria-pressed')).toBe('true');
      const shown = page.locator('[data-explains]:visible');
      expect(await shown.getAttribute('data-explains')).toBe(id);
      found.push(...(await violationsOn(page)));
      await page.setViewportSize({ width: 320, height: 700 });
      found.push(...(await inPage<unknown[]>(page, TOO_WIDE)));
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    await page.fill('#payload', '{');
    await page.fill('#secret', 'short');
    await page.setViewportSize({ width: 320, height: 700 });
    found.push(...(await violationsOn(page)));
    await page.evaluate(TEXT_SPACING);
    found.push(...(await inPage<unknown[]>(page, TOO_WIDE)));
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(found).toEqual([]);
  },
);

/** Code for the page: whether it is too wide, and texts that are wider than their box. */
const TOO_WIDE = `[
  ...(document.documentElement.scrollWidth > 320 ? ['the page'] : []),
  ...[...document.querySelectorAll('.playground button, .stages li, .answer, dd')]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent),
]`;

test('a new verdict is announced once, politely, when the typing pauses', async () => {
  expect(await page.getAttribute('#status', 'role')).toBe('status');
  expect(await page.textContent('#status')).toBe('');
  await page.fill('#token', `${TOKEN}.x`);
  await expect
    .poll(() => page.textContent('#status'))
    .toMatch(/^Refused: malformed\. .*Parts here: 4/);
  await page.click('[data-experiment="none"]');
  await expect
    .poll(() => page.textContent('#status'))
    .toMatch(/forger's next idea.*Refused: algorithm/);
});

test('nothing leaves the page and nothing is kept, whatever is done; loaded again it begins anew', async () => {
  await page.waitForLoadState('networkidle');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const before = [page.url(), await keptBy()];
  for (const id of Object.keys(OUTCOMES)) await page.click(`[data-experiment="${id}"]`);
  await page.fill('#secret', LATER);
  await page.fill('#payload', '{"rank":"99"}');
  await page.click('#sign');
  await page.press('#secret', 'Enter');
  await page.click('.asks summary');
  await page.fill('#now', '1516239022');
  await waitFor('Accepted');
  await page.waitForTimeout(1200);
  // Letters of the font may be fetched from the site itself when they are first drawn.
  expect(requests.filter((url) => !url.endsWith('.woff2'))).toEqual([]);
  expect([page.url(), await keptBy()]).toEqual(before);
  expect(before[1]).toEqual({ local: 0, session: 0, cookie: '', databases: 0, caches: 0 });
  await page.reload();
  await waitFor('Accepted');
  expect(await page.inputValue('#token')).toBe(TOKEN);
  expect(await page.inputValue('#secret')).toBe(SECRET);
});

test('from a folder, and where the browser has no cryptography, it reads all the same', async () => {
  const other = await reader.open(`${reader.site.folderUrl}/en/playground/index.html`, {
    before: "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })",
  });
  await ready(other);
  expect(await other.textContent('#secret-problem')).toContain('crypto.subtle');
  expect(await other.isDisabled('#sign')).toBe(true);
  await other.fill('#token', TOKEN);
  await expect.poll(() => other.textContent('#verdict-line')).toBe('Not checked');
  expect(await other.inputValue('#payload')).toContain('spark@rubywave.io');
  await other.context().close();
});

test('without scripts it says so', async () => {
  const other = await reader.open('en/playground/index.html', { javaScriptEnabled: false });
  expect(await other.isVisible('.without-script')).toBe(true);
  expect(await other.isVisible('#token')).toBe(false);
  await other.context().close();
});

test('everything is reached by the keyboard, in order, and the focus is seen', async () => {
  await page.focus('[data-experiment]');
  const visited: string[] = [];
  const at = 'document.activeElement';
  while (await inPage<boolean>(page, `${at}.closest('form') !== null`)) {
    visited.push(
      await inPage<string>(
        page,
        `(() => {
          const shown = [${at}, ${at}.closest('.token-field')].some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
          return (${at}.id || ${at}.dataset.experiment || ${at}.localName) + (shown ? '' : ' without an outline');
        })()`,
      ),
    );
    await page.keyboard.press('Tab');
  }
  const own =
    'a token copy-token clear-token a header payload input secret sign sign-always summary';
  expect(visited).toEqual([...Object.keys(OUTCOMES), ...own.split(' ')]);
});

test('the browser has nothing to complain about: no error, nothing that the policy refuses', () => {
  expect(reader.complaints).toEqual([]);
});

function addressOf(language: string): string {
  return `${reader.site.url}/${language}/playground/index.html`;
}

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  return await reader.open('en/playground/index.html', options);
}

async function ready(on: Page): Promise<void> {
  await expect.poll(() => on.textContent('#verdict-line')).not.toBe('');
}

function verdictLine(): Promise<string | null> {
  return page.textContent('#verdict-line');
}

async function waitFor(verdict: string): Promise<void> {
  await expect.poll(verdictLine).toBe(verdict);
}

/** The problem that a field names as its description, where the field says that it is wrong. */
async function problemOf(id: string): Promise<string> {
  const field = page.locator(`#${id}`);
  const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
  if (!described.includes(`${id}-problem`)) return 'not described';
  const line = page.locator(`#${id}-problem`);
  const isWrong = (await field.getAttribute('aria-invalid')) === 'true';
  return isWrong && (await line.isVisible()) ? ((await line.textContent()) ?? '') : '';
}

/** The values of an attribute, all over the page. */
function valuesOf(attribute: string): Promise<string> {
  const list = `[...document.querySelectorAll('[${attribute}]')]`;
  return inPage(page, `${list}.map((one) => one.getAttribute('${attribute}')).join(' ')`);
}

function keptBy(): Promise<object> {
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
