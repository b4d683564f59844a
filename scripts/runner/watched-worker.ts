/**
 * The process that one file of checks runs in, kept where it can be ended: nothing else stops a
 * learner's endless loop, since a blocked process hears neither a message nor a timer.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolOptions, PoolWorker, WorkerRequest } from 'vitest/node';
import { JOURNAL_VARIABLE, type JournalEntry } from '#kit/event-log.ts';
import { BoundedOutput } from './bounded-output.ts';
import { endWithUs } from './children.ts';
import { signsOf, standstill, type Limits, type Standstill } from './patience.ts';
import { readJournal } from './read-journal.ts';

export const POOL_NAME = 'watched';

const LIMITS: Limits = {
  usualStartMs: 400,
  loopMs: 3_500,
  // More than a check waits for a promise.
  waitMs: 6_000,
};
const POLL_MS = 100;

/** Why a worker was ended before its time. */
export type Stop = Standstill | 'flood';

/** What one file of checks came to in its worker. */
export interface WorkerRun {
  readonly file: string;
  readonly journal: readonly JournalEntry[];
  readonly stopped: Stop | undefined;
  readonly crashed: boolean;
  readonly output: { readonly text: string; readonly isCut: boolean };
}

export class WatchedWorker implements PoolWorker {
  readonly name = POOL_NAME;
  readonly cacheFs = true;
  output = this.newOutput();
  /** The file of checks, once the run is asked for. */
  file: string | undefined;
  stopped: Stop | undefined;
  /** It ended by itself before it had answered. */
  crashed = false;
  private readonly folder = mkdtempSync(join(tmpdir(), 'workshop-'));
  private readonly journalPath = join(this.folder, 'journal.jsonl');
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private watch: NodeJS.Timeout | undefined;
  private finished = false;
  /** When its file of checks was handed over, in milliseconds since the epoch. */
  private startedAt = 0;
  private readonly mostFiles: number;
  private readonly earlier: WorkerRun[] = [];

  /**
   * `mostFiles`: how many files it runs, one after the other, before another worker must. `preload`:
   * packages that it loads before it is asked for anything.
   */
  constructor(options: PoolOptions, mostFiles = 1, preload: readonly string[] = []) {
    this.mostFiles = mostFiles;
    const imports = preload.map((specifier) => `--import=${import.meta.resolve(specifier)}`);
    this.child = fork(join(options.distPath, 'workers', 'forks.js'), [], {
      env: { ...options.env, [JOURNAL_VARIABLE]: this.journalPath },
      execArgv: [...options.execArgv, ...imports],
      stdio: 'pipe',
      serialization: 'advanced',
    });
    endWithUs(this.child);
    this.child.stdout?.on('data', (chunk: Buffer) => this.output.add(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.output.add(chunk));
    this.exited = new Promise((resolve) => {
      const onEnd = (): void => {
        this.crashed = !this.finished && this.stopped === undefined;
        clearInterval(this.watch);
        resolve();
      };
      this.child.once('exit', onEnd);
      this.child.once('error', onEnd);
    });
  }

  async start(): Promise<void> {
    // The process was started with the object, so that a spare one is warm when it is needed.
  }

  async stop(): Promise<void> {
    this.finished = true;
    clearInterval(this.watch);
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Removes what the worker left on disk; its journal can't be read afterwards. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Vitest asks before it hands over one more file. */
  canReuse(): boolean {
    return this.earlier.length + 1 < this.mostFiles;
  }

  /** Everything that ran here, in its order. */
  runs(): WorkerRun[] {
    const { file, stopped, crashed, output } = this;
    if (file === undefined) return this.earlier;
    const { text, isCut } = output;
    const last = { file, journal: this.journal(), stopped, crashed, output: { text, isCut } };
    return [...this.earlier, last];
  }

  /** Puts aside what the last file left, so that the next begins with an empty journal. */
  private turnPage(): void {
    if (this.file === undefined) return;
    this.earlier.splice(0, Infinity, ...this.runs());
    clearInterval(this.watch);
    truncateSync(this.journalPath);
    this.output = this.newOutput();
  }

  private newOutput(): BoundedOutput {
    return new BoundedOutput(() => this.end('flood'));
  }

  send(message: WorkerRequest): void {
    if (message.type === 'start' && this.mostFiles > 1) {
      // To the pool the worker is shared, but each file must load the kit and the lab anew.
      message.context.config.isolate = true;
    }
    if (message.type === 'run') {
      this.turnPage();
      this.file = message.context.files[0]?.filepath;
      this.startedAt = Date.now();
      this.watch = setInterval(() => this.look(), POLL_MS);
    }
    // A process that has ended takes no message; its exit is told by an event of its own.
    if (this.child.connected) this.child.send(message);
  }

  on(event: string, callback: (argument: unknown) => void): void {
    this.child.on(event, callback);
  }

  off(event: string, callback: (argument: unknown) => void): void {
    this.child.off(event, callback);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  /** Everything that happened so far. */
  journal(): JournalEntry[] {
    return readJournal<JournalEntry>(this.journalPath).map(({ entry }) => entry);
  }

  /** Ends a worker whose journal shows no progress. */
  private look(): void {
    if (this.finished) return;
    const lines = readJournal<JournalEntry>(this.journalPath);
    const patience = lines.flatMap(({ entry }) =>
      entry.type === 'patience' ? [entry.milliseconds + 1_000] : [],
    );
    const limits = { ...LIMITS, waitMs: Math.max(LIMITS.waitMs, ...patience) };
    const stop = standstill(signsOf(this.startedAt, lines), limits, Date.now());
    if (stop) this.end(stop);
  }

  private end(reason: Stop): void {
    this.stopped ??= reason;
    this.child.kill('SIGKILL');
  }
}
