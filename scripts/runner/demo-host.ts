/** Runs a lab's demo on the learner's code, in a process of its own that is ended if need be. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_JOURNAL_VARIABLE, type DemoEntry } from '#kit/demo/index.ts';
import { say, type Message } from '#text/message.ts';
import { BoundedOutput } from './bounded-output.ts';
import { endWithUs } from './children.ts';
import { signsOf, standstill, type Limits } from './patience.ts';
import { readJournal } from './read-journal.ts';

const LIMITS: Limits = { usualStartMs: 1_000, loopMs: 4_000, waitMs: 7_000 };
const POLL_MS = 100;

export interface DemoReport {
  readonly lines: readonly Message[];
  readonly stopped?: Message;
}

/** Runs the demo, given by absolute path. */
export async function runDemo(file: string): Promise<DemoReport> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-'));
  const journal = join(folder, 'demo.jsonl');
  try {
    const { end, output } = await finish(file, journal);
    const entries = readJournal<DemoEntry>(journal).map(({ entry }) => entry);
    return report(entries, end, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type End = 'ended' | 'failed' | 'late' | 'flood';

function finish(file: string, journal: string): Promise<{ end: End; output: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file], {
    env: { ...process.env, [DEMO_JOURNAL_VARIABLE]: journal },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  endWithUs(child);
  return new Promise((done) => {
    let end: End | undefined;
    const stop = (reason: End): void => {
      end = reason;
      child.kill('SIGKILL');
    };
    const output = new BoundedOutput(() => stop('flood'));
    child.stdout.on('data', (chunk: Buffer) => output.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.add(chunk));
    const startedAt = Date.now();
    const look = setInterval(() => {
      const signs = signsOf(startedAt, readJournal<DemoEntry>(journal));
      if (standstill(signs, LIMITS, Date.now())) stop('late');
    }, POLL_MS);
    child.once('error', () => stop('failed'));
    child.once('close', (code) => {
      clearInterval(look);
      done({ end: end ?? (code === 0 ? 'ended' : 'failed'), output: output.text });
    });
  });
}

function report(entries: readonly DemoEntry[], end: End, output: string): DemoReport {
  const lines = entries.flatMap((entry) => (entry.type === 'line' ? [entry.line] : []));
  const stopped = entries.find((entry) => entry.type === 'stopped');
  if (stopped) {
    const { kind, expected, actual } = stopped.failure;
    return {
      lines,
      stopped:
        kind === 'todo'
          ? say`It goes on once you have ${expected}.`
          : say`It stops here: ${actual}`,
    };
  }
  if (entries.some((entry) => entry.type === 'end')) return { lines };
  switch (end) {
    case 'late':
      return { lines, stopped: say`It was stopped: it did not come back.` };
    case 'flood':
      return { lines, stopped: say`It was stopped: it printed without end.` };
    default: {
      const missing = /does not provide an export named '(\w+)'/.exec(output)?.[1];
      return {
        lines,
        stopped:
          missing === undefined
            ? say`It stops here: the program ended before the demo did.`
            : say`It can't start: there is no export named ${missing}.`,
      };
    }
  }
}
