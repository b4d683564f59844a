/**
 * What a lab's demo is written with, imported as `#demo`: the slide's demo, told line by line.
 *
 * On its own (`npx tsx labs/…/demo.ts`) a demo prints in English. Where the runner starts it, the
 * lines go to its journal, so that they can be shown in either language.
 */
import { appendFileSync } from 'node:fs';
import { HEARTBEAT_MS, type JournalLine } from '../event-log.ts';
import { failureFrom } from '../checks/outcome.ts';
import type { Failure } from '../checks/failure.ts';
import { printAtOnce } from '../checks/print-at-once.ts';
import { english, type Message } from '#text/message.ts';

export { say, verbatim, type Message } from '#text/message.ts';
export { traceLines } from './trace-lines.ts';

export type DemoEntry =
  /** The event loop turns; the first one stands before the learner's file is loaded. */
  | { readonly type: 'alive' }
  | { readonly type: 'line'; readonly line: Message }
  /** The learner's code threw: the demo goes no further. */
  | { readonly type: 'stopped'; readonly failure: Failure }
  | { readonly type: 'end' };

/** The environment variable that names the journal's file. */
export const DEMO_JOURNAL_VARIABLE = 'WORKSHOP_DEMO_JOURNAL';

const journal = process.env[DEMO_JOURNAL_VARIABLE];
// The learner's code may set the clock: the journal keeps to the one it was opened by.
const now = Date.now;
if (journal !== undefined) {
  printAtOnce();
  record({ type: 'alive' });
  setInterval(() => record({ type: 'alive' }), HEARTBEAT_MS).unref();
}

/** Tells one line of the demo. */
export function print(line: Message): void {
  if (journal === undefined) console.log(english(line));
  else record({ type: 'line', line });
}

/** Runs a demo. What the learner's code throws ends it with a line that says so. */
export async function demo(tell: () => void | Promise<void>): Promise<void> {
  try {
    await tell();
    record({ type: 'end' });
  } catch (error) {
    const failure = failureFrom(error);
    if (journal === undefined) console.log(english(failure.actual));
    else record({ type: 'stopped', failure });
  }
}

function record(entry: DemoEntry): void {
  if (journal === undefined) return;
  const line: JournalLine<DemoEntry> = { at: now(), entry };
  appendFileSync(journal, `${JSON.stringify(line)}\n`);
}
