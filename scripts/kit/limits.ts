/**
 * How long anything in a run of a lab may take, in milliseconds. They depend on each other: a process
 * that waits has longer than a check that waits in it, so that the check can report it first.
 */

/** How often a process reports that its event loop turns. */
export const HEARTBEAT_MS = 200;

/** A heartbeat that is no older than this means "it waits", an older one "it loops". */
export const ALIVE_MS = 5 * HEARTBEAT_MS;

/** How long a check waits for a promise. */
export const SETTLE_MS = 5_000;

/**
 * How often it waits again for a process that was at work all the while, as on a machine that is busy
 * with other things: what never settles uses no time of the processor, at most this share of it.
 */
export const TIMES_AGAIN = 5;
export const WORKING_SHARE = 0.01;

/** How much longer the process has than the check that waits in it. */
export const GRACE_MS = 1_000;

/** How often the watchdog looks at what a process has reported. */
export const WATCH_MS = 100;

/** How often a run is asked which steps it has behind it. */
export const STEP_POLL_MS = 50;

/** Types may be written so that a compiler takes for ever. */
export const COMPILER_MS = 8_000;

/** What a process may take before the watchdog ends it. */
export interface Limits {
  /** To its first event, on a machine that has nothing else to do: the measure of a slow machine. */
  readonly usualStartMs: number;
  /** To its first event, on any machine. The kit reports it before any code of the learner's runs. */
  readonly startMs: number;
  /** Without a heartbeat. */
  readonly loopMs: number;
  /** With heartbeats, but without progress. */
  readonly waitMs: number;
}

export const CHECKS_LIMITS: Limits = {
  usualStartMs: 400,
  startMs: 60_000,
  loopMs: 3_500,
  waitMs: SETTLE_MS + GRACE_MS,
};

/** A demo calls what several checks call, and starts more slowly. */
export const DEMO_LIMITS: Limits = {
  usualStartMs: 1_000,
  startMs: 60_000,
  loopMs: 4_000,
  waitMs: SETTLE_MS + 2 * GRACE_MS,
};
