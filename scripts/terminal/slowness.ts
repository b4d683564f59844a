/** How busy the machine is with other things, for limits that must not blame what is merely slow. */
import { readdirSync, readFileSync } from 'node:fs';

/** However busy a machine is, nobody waits for ever. */
export const MOST = 8;

/**
 * How many times longer than by itself a process has taken so far, with those that it has started,
 * because others want the processor too: from 1 to MOST. Linux alone keeps the time that a thread
 * stands in line; elsewhere it is 1. https://docs.kernel.org/scheduler/sched-stats.html
 */
export function slownessOf(pid: number | 'self' = 'self'): number {
  let [ran, waited] = [0, 0];
  for (const stat of schedstats(pid)) {
    const [running = 0, waiting = 0] = stat.split(' ').map(Number);
    ran += running;
    waited += waiting;
  }
  return ran > 0 ? Math.min((ran + waited) / ran, MOST) : 1;
}

/** Of each thread: nanoseconds that it ran, nanoseconds that it waited to run. */
function schedstats(pid: number | string): string[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
    return threads.flatMap((thread) => {
      const children = readFileSync(`${thread}/children`, 'utf8').split(' ').filter(Boolean);
      return [readFileSync(`${thread}/schedstat`, 'utf8'), ...children.flatMap(schedstats)];
    });
  } catch {
    // Another system, or the process is ending.
    return [];
  }
}
