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
  return threadsOf(pid).flatMap((thread) => {
    const children = read(`${thread}/children`).split(' ').filter(Boolean);
    return [read(`${thread}/schedstat`), ...children.flatMap(schedstats)];
  });
}

function threadsOf(pid: number | string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  } catch {
    // Another system, or the process has ended.
    return [];
  }
}

/** Empty where the thread has ended meanwhile, or this Linux does not keep it. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
