import { expect, test } from 'vitest';
import { findBrowser, NoBrowserError, type Machine } from './chromium.ts';

function machine(platform: string, there: readonly string[], environment = {}): Machine {
  return { platform, environment, home: '/Users/spark', exists: (path) => there.includes(path) };
}

const WINDOWS = {
  ProgramFiles: String.raw`C:\Program Files`,
  'ProgramFiles(x86)': String.raw`C:\Program Files (x86)`,
  LOCALAPPDATA: String.raw`C:\Users\spark\AppData\Local`,
};

test.each([
  ['linux', '/usr/bin/chromium', { PATH: '/usr/bin' }],
  ['linux', '/opt/bin/google-chrome-stable', { PATH: '/opt/bin' }],
  ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}],
  ['darwin', '/Users/spark/Applications/Chromium.app/Contents/MacOS/Chromium', {}],
  ['win32', String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`, WINDOWS],
  ['win32', String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`, WINDOWS],
  ['win32', String.raw`C:\Users\spark\AppData\Local\Google\Chrome\Application\chrome.exe`, WINDOWS],
])('on %s it finds %s', (platform, path, environment) => {
  expect(findBrowser(machine(platform, [path], environment))).toBe(path);
});

test('Chromium comes before Chrome, wherever on the path each of them is', () => {
  const there = ['/usr/bin/google-chrome', '/usr/local/bin/chromium'];
  const environment = { PATH: '/usr/bin:/usr/local/bin' };
  expect(findBrowser(machine('linux', there, environment))).toBe('/usr/local/bin/chromium');
});

test('WORKSHOP_BROWSER comes before all', () => {
  const there = ['/usr/bin/chromium', '/opt/brave'];
  const environment = { PATH: '/usr/bin', WORKSHOP_BROWSER: '/opt/brave' };
  expect(findBrowser(machine('linux', there, environment))).toBe('/opt/brave');
});

test('a WORKSHOP_BROWSER that is not there is a mistake, not a reason to take another', () => {
  const environment = { PATH: '/usr/bin', WORKSHOP_BROWSER: '/opt/none' };
  const find = () => findBrowser(machine('linux', ['/usr/bin/chromium'], environment));
  expect(find).toThrow(NoBrowserError);
  expect(find).toThrow('WORKSHOP_BROWSER names no file: /opt/none');
});

test.each(['linux', 'darwin', 'win32'])('with no browser on %s it says what to do', (platform) => {
  const find = () => findBrowser(machine(platform, []));
  expect(find).toThrow(NoBrowserError);
  expect(find).toThrow(/^There is no Chromium, Chrome or Edge here\. Install one of them/);
});
