/**
 * A real Chromium for drawings and for the tests of pages: the one that the machine has. Nothing is
 * downloaded, and a profile is made for each launch and thrown away.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserServer, type LaunchOptions } from 'playwright-core';
import { say } from '#text/message.ts';
import { ExplainedError } from './errors.ts';

/** There is no browser to launch. Its message is whole sentences, for a person. */
export class NoBrowserError extends ExplainedError {}

/** Launches the machine's Chromium, headless; the caller closes it. Throws a NoBrowserError. */
export async function launchChromium(): Promise<Browser> {
  return await launchFirst((options) => chromium.launch(options));
}

/** The same for several processes to share: each connects to its `wsEndpoint()`. */
export async function launchChromiumServer(): Promise<BrowserServer> {
  return await launchFirst((options) => chromium.launchServer({ ...options, host: '127.0.0.1' }));
}

/** Where browsers are that Playwright does not look for itself: Debian's, Ubuntu's and Homebrew's. */
const CHROMIUM = ['/usr/bin/chromium', '/snap/bin/chromium', '/opt/homebrew/bin/chromium'];
/** Playwright knows where these are installed on each system. */
const CHANNELS = ['chrome', 'msedge'];

/** The machine as far as the choice of a browser looks at it; a test makes up its own. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

/**
 * Calls `launch` for the browser that WORKSHOP_BROWSER names, or else for Chromium, Chrome and Edge
 * until one is there. Throws a NoBrowserError.
 */
export async function launchFirst<Launched>(
  launch: (options: LaunchOptions) => Promise<Launched>,
  { environment, exists }: Machine = { environment: process.env, exists: existsSync },
): Promise<Launched> {
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  const named = environment['WORKSHOP_BROWSER'];
  if (named && !exists(named)) {
    throw new NoBrowserError(say`WORKSHOP_BROWSER names no file: ${named}`);
  }
  const executablePath = named || CHROMIUM.find((path) => exists(path));
  if (executablePath !== undefined) return await launch({ executablePath, args });
  for (const channel of CHANNELS) {
    try {
      return await launch({ channel, args });
    } catch (error) {
      if (!String(error).includes('is not found')) throw error;
    }
  }
  throw new NoBrowserError(
    say`There is no Chromium, Chrome or Edge here. Install one of them, or name one in the environment variable WORKSHOP_BROWSER.`,
  );
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
