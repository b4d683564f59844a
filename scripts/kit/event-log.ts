/**
 * What a process that runs a learner's code reports: one JSON line an event, written synchronously.
 *
 * A learner's endless loop blocks every other way out of its process, so whatever a check found
 * before must already be on disk. A result is made of this log and of nothing else.
 */
import fs from 'node:fs';
import type { Message } from '#text/message.ts';
import type { Failure } from './checks/failure.ts';
import { HEARTBEAT_MS } from './limits.ts';

export type LogEvent =
  /** The learner's file is about to be loaded. */
  | { readonly type: 'loading' }
  /** A heartbeat: whatever takes so long is waiting, not looping. */
  | { readonly type: 'alive' }
  /** How long a check may wait for an answer from here on. */
  | { readonly type: 'settle'; readonly milliseconds: number }
  | { readonly type: 'step'; readonly step: number; readonly exports: readonly string[] }
  | {
      readonly type: 'check';
      readonly step: number;
      readonly id: string;
      readonly title: Message;
      readonly guard: boolean;
    }
  | { readonly type: 'start'; readonly id: string }
  /** A call of the learner's code, reported before it is made: it may never come back. */
  | { readonly type: 'call'; readonly subject: string; readonly call: string }
  | { readonly type: 'end'; readonly id: string; readonly failure?: Failure }
  /** An error that nobody caught. */
  | { readonly type: 'unhandled'; readonly failure: Failure }
  /** A line of the demo. */
  | { readonly type: 'line'; readonly line: Message }
  /** The demo is over; `failure` is what the learner's code threw where it ended before its time. */
  | { readonly type: 'over'; readonly failure?: Failure };

/** One line of the log: an event, and its time in milliseconds since the epoch. */
export interface LogLine {
  readonly at: number;
  readonly event: LogEvent;
}

/** The environment variable that names the log's file; without it nothing is written. */
export const LOG_VARIABLE = 'WORKSHOP_EVENT_LOG';

// A learner's file may replace any of these, and a check sets the clock: the log keeps its own.
const { now } = Date;
const { stringify } = JSON;
const { closeSync, openSync, readFileSync, writeSync } = fs;

const path = process.env[LOG_VARIABLE];
let file = path === undefined ? undefined : openSync(path, 'a');

/** Whether somebody reads the log. */
export const isLogged = file !== undefined;

export function record(event: LogEvent): void {
  if (file === undefined) return;
  const line: LogLine = { at: now(), event };
  writeSync(file, `${stringify(line)}\n`);
}

/**
 * Begins the log: call it before the learner's file is loaded. Returns a function that ends it: nothing
 * is recorded afterwards.
 */
export function startLog(): () => void {
  if (file === undefined) return () => {};
  record({ type: 'loading' });
  const heartbeat = setInterval(() => record({ type: 'alive' }), HEARTBEAT_MS).unref();
  printAtOnce();
  return () => {
    clearInterval(heartbeat);
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
}

/**
 * Lets what is printed leave the process at once. Otherwise a loop that prints without end fills
 * the memory with what waits to be written, and nobody sees that it prints.
 */
function printAtOnce(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Node documents no other way; where a version has no such handle, printing is merely buffered.
    const { _handle: handle } = stream as { _handle?: { setBlocking?: (on: boolean) => void } };
    handle?.setBlocking?.(true);
  }
}

/** The log so far, while it is written or afterwards; a line that was cut off is left out. */
export function readLog(from: string): LogLine[] {
  let text: string;
  try {
    text = readFileSync(from, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LogLine);
}
