/** For browser tests: the real site, served and as a folder, and a reader in front of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '#terminal/chromium.ts';
import { buildSite } from '#site/build/index.ts';
import { serveSite } from '#site/live/site-server.ts';
import { writeSite } from '#site/build/write.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

export class Reader {
  private readonly browser: Browser;
  private readonly folder: string;
  private readonly close: () => Promise<void>;
  /** Where the site is served, under its policy; without a slash at the end. */
  readonly url: string;
  /** The same as a folder, as `file://` address. */
  readonly folderUrl: string;
  /** The paths of all pages. */
  readonly pages: readonly string[];
  /** What the browser complained about: errors of scripts, what the policy refused. */
  readonly complaints: string[] = [];

  private constructor(
    browser: Browser,
    folder: string,
    server: { url: string; close(): Promise<void> },
    pages: readonly string[],
  ) {
    this.browser = browser;
    this.folder = folder;
    this.url = server.url;
    this.close = server.close;
    this.folderUrl = pathToFileURL(folder).href;
    this.pages = pages;
  }

  static async start(): Promise<Reader> {
    const browser = await launchChromium();
    const site = await buildSite(ROOT, { served: false });
    const folder = mkdtempSync(join(tmpdir(), 'jwt-workshop-site-'));
    writeSite(site, folder);
    const server = await serveSite({ files: () => site });
    return new Reader(
      browser,
      folder,
      server,
      [...site.keys()].filter((path) => path.endsWith('.html')),
    );
  }

  /** A new page of a browser that knows nothing; close it with `page.context().close()`. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`${path}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${path}: ${message.text()}`);
    });
    await page.goto(/^\w+:/.test(path) ? path : `${this.url}/${path}`);
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
