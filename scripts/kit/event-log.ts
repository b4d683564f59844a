/**
 * A run's journal: one JSON line for each thing that happens, written at once and synchronously.
 *
 * A learner's endless loop blocks every other way out of its process, so whatever a check found
 * before must already be on disk. The journal is the one record that a result is made from.
 */
import { writeSync, openSync } from 'node:fs';
import type { Message } from '#text/message.ts';
import type { Failure } from './checks/failure.ts';
import { printAtOnce } from './checks/print-at-once.ts';

export type JournalEntry =
  /** The checks are about to load the learner's file. */
  | { readonly type: 'loading' }
  /** The event loop turns: whatever takes so long is waiting, not looping. */
  | { readonly type: 'alive' }
  /** How long a check may wait for an answer from here on. */
  | { readonly type: 'patience'; readonly milliseconds: number }
  | { readonly type: 'step'; readonly step: number; readonly exports: readonly string[] }
  | {
      readonly type: 'check';
      readonly step: number;
      readonly id: string;
      readonly title: Message;
      readonly guard: boolean;
    }
  | { readonly type: 'start'; readonly id: string }
  /** A call of the learner's code, told before it is made: it may never come back. */
  | { readonly type: 'call'; readonly subject: string; readonly call: string }
  | { readonly type: 'end'; readonly id: string; readonly failure?: Failure }
  /** An error that nobody caught. */
  | { readonly type: 'unhandled'; readonly failure: Failure };

/** The environment variable that names the journal's file; without it nothing is written. */
export const JOURNAL_VARIABLE = 'WORKSHOP_JOURNAL';

/** How often the journal says that the event loop turns, in milliseconds. */
export const HEARTBEAT_MS = 200;

const path = process.env[JOURNAL_VARIABLE];
const file = path === undefined ? undefined : openSync(path, 'a');

/** One line of the journal: the entry, and when it was made in milliseconds since the epoch. */
export interface JournalLine<Entry = JournalEntry> {
  readonly at: number;
  readonly entry: Entry;
}

// A check may set the clock: the journal keeps to the one it was opened by.
const now = Date.now;

export function record(entry: JournalEntry): void {
  if (file === undefined) return;
  const line: JournalLine = { at: now(), entry };
  writeSync(file, `${JSON.stringify(line)}\n`);
}

/** Opens the journal: call it before the learner's file is loaded. */
export function startJournal(): void {
  if (file === undefined) return;
  record({ type: 'loading' });
  setInterval(() => record({ type: 'alive' }), HEARTBEAT_MS).unref();
  printAtOnce();
}
