/** The words around a result on a page, in both languages; the same as in the terminal where they are the same. */
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say, type Bilingual, type Message } from '#text/message.ts';

const MESSAGES = {
  yourProgress: say`Your progress`,
  running: say`running the checks`,
  passed: say`passed`,
  failed: say`not right yet`,
  todo: say`not written yet`,
  notRun: say`not run`,
  expected: say`expected`,
  came: say`came`,
  likely: say`likely`,
  open: say`open`,
  next: say`Next:`,
  steps: say`steps`,
  checks: say`checks`,
  more: say`more, probably for the same reason`,
  printed: say`Your code printed`,
  demo: say`Demo`,
  typeErrors: say`Type errors (they do not fail the lab)`,
  openInEditor: say`open in the editor`,
  lost: say`The program that serves this page has stopped: progress is not up to date.`,
} satisfies Readonly<Record<string, Message>>;

export type Labels = Readonly<Record<keyof typeof MESSAGES, Bilingual>>;

export const LABELS = Object.fromEntries(
  Object.entries(MESSAGES).map(([name, message]) => [name, bilingual(message, toolsCatalog)]),
) as Labels;
