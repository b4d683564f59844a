import { chromium, type LaunchOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchFirst, NoBrowserError } from './chromium.ts';

/** What is launched on a machine with these files, environment and installed channels. */
function launched(
  there: readonly string[],
  { channels = [] as readonly string[], browser = undefined as string | undefined } = {},
): Promise<string | undefined> {
  const launch = ({ executablePath, channel = '' }: LaunchOptions) =>
    executablePath !== undefined || channels.includes(channel)
      ? Promise.resolve(executablePath ?? channel)
      : Promise.reject(new Error(`Chromium distribution '${channel}' is not found at /opt`));
  const environment = { WORKSHOP_BROWSER: browser };
  return launchFirst(launch, { environment, exists: (path) => there.includes(path) });
}

test("Debian's Chromium comes before Chrome, Chrome before Edge", async () => {
  const channels = ['chrome', 'msedge'];
  expect(await launched(['/usr/bin/chromium'], { channels })).toBe('/usr/bin/chromium');
  expect(await launched([], { channels })).toBe('chrome');
  expect(await launched([], { channels: ['msedge'] })).toBe('msedge');
});

test('WORKSHOP_BROWSER comes before all', async () => {
  const there = ['/usr/bin/chromium', '/opt/brave'];
  expect(await launched(there, { browser: '/opt/brave' })).toBe('/opt/brave');
});

test('a WORKSHOP_BROWSER that is not there is a mistake, not a reason to take another', async () => {
  const found = launched(['/usr/bin/chromium'], { browser: '/opt/none' });
  await expect(found).rejects.toThrow(NoBrowserError);
  await expect(found).rejects.toThrow('WORKSHOP_BROWSER names no file: /opt/none');
});

test('with no browser it says what to do', async () => {
  await expect(launched([])).rejects.toThrow(
    /^There is no Chromium, Chrome or Edge here\. Install one of them/,
  );
});

test('a browser that is there and does not start says why itself', async () => {
  const closed = Promise.reject(new Error('Target page has been closed'));
  const launch = launchFirst(() => closed, { environment: {}, exists: () => false });
  await expect(launch).rejects.toThrow('Target page has been closed');
});

test("Playwright's words for a browser that is not installed are those that are looked for", async () => {
  // No machine has a Chrome Canary of this channel and an Edge of that one at once; one is enough.
  const texts = await Promise.all(
    ['chrome-canary', 'msedge-canary'].map((channel) =>
      chromium.launch({ channel }).then(
        async (browser) => await browser.close(),
        (error: unknown) => String(error),
      ),
    ),
  );
  expect(texts.some((text) => text?.includes('is not found'))).toBe(true);
});
