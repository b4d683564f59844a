/** For browser tests: a reader in front of the site that `setup.ts` serves. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';

export class Reader {
  private readonly browser: Browser;
  readonly site = inject('site');
  /** What the browser complained about: errors of scripts, what the policy refused. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async start(): Promise<Reader> {
    return new Reader(await chromium.connect(inject('site').browser));
  }

  /**
   * A new page of a browser that knows nothing; close it with `page.context().close()`.
   *
   * @param path in the site, or a whole address
   * @param options of the window; `before` is code that runs before the page's own
   */
  async open(
    path: string,
    { before, ...options }: BrowserContextOptions & { before?: string } = {},
  ): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      ...options,
    });
    if (before !== undefined) await context.addInitScript(before);
    context.on('weberror', (error) => this.complaints.push(`${path}: ${error.error().message}`));
    context.on('console', (message) => {
      const isBad = ['error', 'warning'].includes(message.type());
      if (isBad) this.complaints.push(`${path}: ${message.text()}`);
    });
    const page = await context.newPage();
    await page.goto(/^\w+:/.test(path) ? path : `${this.site.url}/${path}`);
    return page;
  }

  /** Closes this reader's windows; the browser goes on. */
  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** What an expression comes to in the page. Code as text: the tests' own types know no browser. */
export async function inPage<Value>(page: Page, expression: string): Promise<Value> {
  return (await page.evaluate(expression)) as Value;
}

/** What WCAG 1.4.12 lets a reader set. Through the object model, for the policy forbids a style element. */
export const TEXT_SPACING = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}`;

export function scrollsSideways(page: Page): Promise<boolean> {
  return inPage(
    page,
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}
