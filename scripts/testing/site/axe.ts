/** For browser tests: what axe-core has to say of a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 A and AA, and axe-core's own best practices. */
const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In the light theme all rules, in the dark one, where nothing but colours differs, those of colours. */
const RULES = {
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  light: { type: 'tag', values: ALL },
} as const;

type Theme = keyof typeof RULES;

/** What axe-core finds, as lines to read: rule, element, what is wrong. */
export async function violationsOn(
  page: Page,
  themes: readonly Theme[] = ['dark', 'light'],
): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  const found: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    found.push(
      ...(await page.evaluate(run, RULES[colorScheme])).map((line) => `${colorScheme}: ${line}`),
    );
  }
  return found;
}

/** Runs in the page. */
async function run(runOnly: { type: string; values: readonly string[] }): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: Axe };
  const { violations } = await axe.run(document, { runOnly });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}

/** As much of axe-core as is used here; its own types need the DOM's. */
interface Axe {
  run(
    context: unknown,
    options: { runOnly: { type: string; values: readonly string[] } },
  ): Promise<{
    violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
  }>;
}

declare const document: unknown;
