/** Runs a lab's demo on the learner's code, in a process of its own that is ended if need be. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { LOG_VARIABLE, readLog, type LogLine } from '#kit/event-log.ts';
import { DEMO_LIMITS, WATCH_MS } from '#kit/limits.ts';
import { say, type Message } from '#text/message.ts';
import { slownessOf } from '#terminal/slowness.ts';
import { BoundedOutput } from './bounded-output.ts';
import { childFolder, ended, endWithUs } from './children.ts';
import { stallOf } from './watchdog.ts';

export interface DemoReport {
  readonly lines: readonly Message[];
  /** Why it went no further. */
  readonly stopped?: Message;
}

/** Runs the demo, given by absolute path. */
export async function runDemo(file: string): Promise<DemoReport> {
  const folder = childFolder();
  const logPath = join(folder.path, 'events.jsonl');
  try {
    const end = await finish(file, logPath);
    const log = readLog(logPath);
    const stopped = whyStopped(log, end);
    return {
      lines: log.flatMap(({ event }) => (event.type === 'line' ? [event.line] : [])),
      ...(stopped && { stopped }),
    };
  } finally {
    folder.remove();
  }
}

interface End {
  readonly stopped: 'stalled' | 'flood' | undefined;
  readonly output: string;
}

async function finish(file: string, logPath: string): Promise<End> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file], {
    env: { ...process.env, [LOG_VARIABLE]: logPath },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  endWithUs(child);
  let stopped: End['stopped'];
  const stop = (reason: End['stopped']): void => {
    stopped ??= reason;
    child.kill('SIGKILL');
  };
  const output = new BoundedOutput(() => stop('flood'));
  child.stdout.on('data', (chunk: Buffer) => output.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.add(chunk));
  const startedAt = Date.now();
  const watch = setInterval(() => {
    const log = readLog(logPath);
    const measured = (): number => slownessOf(child.pid);
    if (stallOf(log, startedAt, DEMO_LIMITS, Date.now(), measured)) stop('stalled');
    // What the learner's code still has open would keep the process.
    if (log.some(({ event }) => event.type === 'over')) child.kill('SIGKILL');
  }, WATCH_MS);
  await ended(child);
  clearInterval(watch);
  return { stopped, output: output.text };
}

function whyStopped(log: readonly LogLine[], { stopped, output }: End): Message | undefined {
  const over = log.map(({ event }) => event).find((event) => event.type === 'over');
  if (over?.failure?.kind === 'todo')
    return say`It goes on once you have ${over.failure.expected}.`;
  if (over?.failure) return say`It stops here: ${over.failure.actual}`;
  if (over) return undefined;
  if (stopped === 'stalled') return say`It was stopped: it did not come back.`;
  if (stopped === 'flood') return say`It was stopped: it printed without end.`;
  const missing = /does not provide an export named '(\w+)'/.exec(output)?.[1];
  return missing === undefined
    ? say`It stops here: the program ended before the demo did.`
    : say`It can't start: there is no export named ${missing}.`;
}
