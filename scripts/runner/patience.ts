/**
 * How long a process that runs a learner's code may show no progress before it is ended.
 *
 * A busy or slow machine is given more: how long the process took to begin, before any code of the
 * learner's ran, tells how slow the machine is just now. Else a file that is right would be told that
 * it loops.
 */
import type { JournalLine } from '#kit/event-log.ts';

/** Why a process is ended: its event loop stands still, or it turns and nothing comes of it. */
export type Standstill = 'loop' | 'waiting';

export interface Limits {
  /** What a process takes to begin on a machine that has nothing else to do, at the most. */
  readonly usualStartMs: number;
  /** Without any sign of life. */
  readonly loopMs: number;
  /** With signs of life, but without progress. */
  readonly waitMs: number;
}

/** Times in milliseconds since the epoch; undefined for what has not happened yet. */
export interface Signs {
  readonly startedAt: number;
  /** Its first sign, before it loaded the learner's file. */
  readonly beganAt: number | undefined;
  /** The last step forward. */
  readonly progressAt: number | undefined;
  /** The last turn of its event loop. */
  readonly aliveAt: number | undefined;
}

/** The signs that a process has written into its journal, which it began before anything else. */
export function signsOf(
  startedAt: number,
  lines: readonly JournalLine<{ readonly type: string }>[],
): Signs {
  const beganAt = lines[0]?.at;
  return {
    startedAt,
    beganAt,
    progressAt: lines.findLast(({ entry }) => entry.type !== 'alive')?.at ?? beganAt,
    aliveAt: lines.findLast(({ entry }) => entry.type === 'alive')?.at,
  };
}

/** A sign of life that is younger means "it waits", an older one "it loops". */
const ALIVE_MS = 1_000;
/** However slow a machine is, nobody waits for ever. */
const MOST = 8;

/** Whether a process stands still, and how; undefined while it may go on. */
export function standstill(signs: Signs, limits: Limits, now: number): Standstill | undefined {
  const { startedAt, beganAt, progressAt, aliveAt } = signs;
  if (beganAt === undefined || progressAt === undefined) return undefined;
  const slowness = Math.min(Math.max((beganAt - startedAt) / limits.usualStartMs, 1), MOST);
  const isWaiting = aliveAt !== undefined && now - aliveAt < ALIVE_MS * slowness;
  const limit = isWaiting ? limits.waitMs : limits.loopMs;
  if (now - progressAt < limit * slowness) return undefined;
  return isWaiting ? 'waiting' : 'loop';
}
