/**
 * A real Chromium for drawings and for the tests of pages: the one that the machine has. Nothing is
 * downloaded, and a profile is made for each launch and thrown away.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { say } from '#text/message.ts';
import { ExplainedError } from './errors.ts';

/** There is no browser to launch. Its message is whole sentences, for a person. */
export class NoBrowserError extends ExplainedError {}

/** Launches the machine's Chromium, headless; the caller closes it. Throws a NoBrowserError. */
export async function launchChromium(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return await chromium.launch({
    executablePath: findBrowser(),
    args: asRoot ? [...QUIET, '--no-sandbox'] : QUIET,
  });
}

/** No window, no graphics card, and no request of the browser's own. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The machine as far as the search for a browser looks at it; a test makes up its own. */
export interface Machine {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly exists: (path: string) => boolean;
}

const THIS_MACHINE: Machine = {
  platform: process.platform,
  environment: process.env,
  home: homedir(),
  exists: existsSync,
};

/**
 * The path of the first browser that is there: the one that WORKSHOP_BROWSER names, then Chromium,
 * Chrome and Edge where their installers put them. Throws a NoBrowserError.
 */
export function findBrowser(machine: Machine = THIS_MACHINE): string {
  const named = machine.environment['WORKSHOP_BROWSER'];
  if (named) {
    if (machine.exists(named)) return named;
    throw new NoBrowserError(say`WORKSHOP_BROWSER names no file: ${named}`);
  }
  const places = PLACES[machine.platform] ?? onPath;
  const found = places(machine).find((path) => machine.exists(path));
  if (found !== undefined) return found;
  throw new NoBrowserError(
    say`There is no Chromium, Chrome or Edge here. Install one of them, or name one in the environment variable WORKSHOP_BROWSER.`,
  );
}

const PLACES: Readonly<Record<string, (machine: Machine) => readonly string[]>> = {
  darwin: ({ home }) =>
    ['/', home].flatMap((root) =>
      ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) =>
        posix.join(root, 'Applications', `${name}.app`, 'Contents', 'MacOS', name),
      ),
    ),
  win32: ({ environment }) =>
    ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
      .flatMap((name) => environment[name] ?? [])
      .flatMap((folder) => [
        win32.join(folder, 'Chromium', 'Application', 'chrome.exe'),
        win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        win32.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]),
};

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Linux and its relatives: a command that can be called is one that PATH leads to. */
function onPath({ environment }: Machine): string[] {
  const folders = (environment['PATH'] ?? '')
    .split(posix.delimiter)
    .filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => posix.join(folder, command)));
}
