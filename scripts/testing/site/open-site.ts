/** For tests in a browser: a small site with tokens in its text, from a folder and from a server. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '#terminal/chromium.ts';
import { buildSite } from '#site/build/index.ts';
import { serveSite, type SiteServer } from '#site/live/site-server.ts';

export interface OpenSite {
  /** A page of the site in a profile of its own, until the test ends: `en/playground/index.html`. */
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** From the server, with its policy; else from the folder. */
  readonly served?: boolean;
  /** Code that runs in the page before its own scripts. */
  readonly before?: string;
}

export interface OpenPage {
  readonly page: Page;
  /** What the page asked for, and what its console complained of, up to now. */
  readonly requests: string[];
  readonly complaints: string[];
}

/** @param files the course: paths and texts */
export async function openSite(files: Readonly<Record<string, string>>): Promise<OpenSite> {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-workshop-tokens-'));
  const course = join(folder, 'course');
  mkdirSync(join(course, 'labs'), { recursive: true });
  write(course, new Map(Object.entries(files)));
  const site = await buildSite(course, { served: false });
  write(join(folder, 'site'), site);
  const server: SiteServer = await serveSite({ files: () => site });
  const browser: Browser = await launchChromium();
  return {
    open: async (path, { served = false, before, ...options } = {}) => {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      if (before !== undefined) await context.addInitScript(before);
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      const file = pathToFileURL(join(folder, 'site', path)).href;
      await page.goto(served ? `${server.url}/${path}` : file);
      return { page, requests, complaints };
    },
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function write(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** What an expression comes to in the page. Code as text: the tests' own types know no browser. */
export async function inPage<Value>(page: Page, expression: string): Promise<Value> {
  return (await page.evaluate(expression)) as Value;
}
