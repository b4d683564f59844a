/**
 * When a process that runs a learner's code is ended because nothing comes of it any more.
 *
 * A busy or slow machine is given more time, or a file that is right would be reported to loop. Two
 * things show it: how long the process took to its first event, before any code of the learner's ran,
 * and where the system says so, how long its threads have stood in line for a processor.
 */
import type { LogLine } from '#kit/event-log.ts';
import { ALIVE_MS, GRACE_MS, type Limits } from '#kit/limits.ts';
import { MOST } from '#terminal/slowness.ts';

/**
 * Why a process is ended: its event loop stands still; it turns, and nothing comes of it; or it has
 * not reported anything at all.
 */
export type Stall = 'loop' | 'waiting' | 'silent';

/**
 * Whether a process has stalled, and how; undefined while it may go on. `startedAt` and `now` are
 * milliseconds since the epoch. `measured` returns how many times longer than by itself it takes, and
 * is asked only where its time would be up.
 */
export function stallOf(
  log: readonly LogLine[],
  startedAt: number,
  limits: Limits,
  now: number,
  measured: () => number = () => 1,
): Stall | undefined {
  const isUp = (since: number, limit: number, slowness = 1): boolean =>
    now - since >= limit * slowness && now - since >= limit * measured();
  const beganAt = log[0]?.at;
  if (beganAt === undefined) return isUp(startedAt, limits.startMs) ? 'silent' : undefined;
  const slowness = Math.min(Math.max((beganAt - startedAt) / limits.usualStartMs, 1), MOST);
  const progressAt = log.findLast(({ event }) => event.type !== 'alive')?.at ?? beganAt;
  const aliveAt = log.findLast(({ event }) => event.type === 'alive')?.at;
  const isWaiting = aliveAt !== undefined && now - aliveAt < ALIVE_MS * slowness;
  const settles = log.flatMap(({ event }) => (event.type === 'settle' ? [event.milliseconds] : []));
  const waitMs = Math.max(limits.waitMs, ...settles.map((ms) => ms + GRACE_MS));
  if (!isUp(progressAt, isWaiting ? waitMs : limits.loopMs, slowness)) return undefined;
  return isWaiting ? 'waiting' : 'loop';
}
