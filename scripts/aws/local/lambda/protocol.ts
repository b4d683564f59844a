/**
 * What our bootstrap and our host say to each other beyond the Runtime API.
 */

/**
 * Written to stdout when an event has arrived: a process that dies without it has not begun to
 * work on the event, so another may have it.
 */
export const RECEIVED = (requestId: string) => `\u001e+${requestId}\u001e\n`;

/** Written to stdout and stderr after an invocation: all of its log stands before it. */
export const FENCE = (requestId: string) => `\u001e${requestId}\u001e\n`;

/** Set in its environment where the function's clock is not the machine's; our bootstrap removes it. */
export const CLOCK_VARIABLE = 'LOCAL_CLOCK';

/** Comes with an event: the time by that clock, in milliseconds since 1970. */
export const TIME_HEADER = 'x-local-time-ms';

/** The largest resident set so far, in kilobytes. */
export const MEMORY_HEADER = 'x-local-max-memory-kb';

/**
 * The module that `NODE_OPTIONS` has imported before all others, where that is all it does: a thread that
 * was started before it was known for which function imports it itself.
 */
export function importedFirst(options: string): string | undefined {
  return /^--import=(data:\S+)$/.exec(options)?.[1];
}

/** A request here stays open for as long as the host lives. */
export const PARENT_PATH = '/local/parent';

/** A call of the Runtime API: what a thread posts to its host. */
export interface RuntimeCall {
  /** Such as `GET /2018-06-01/runtime/invocation/next`. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined for one that is too large. */
  readonly body: string | undefined;
}

/** What its host posts back. */
export interface RuntimeAnswer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
