/**
 * The process that one file of checks runs in, kept where it can be ended: nothing else stops a
 * learner's endless loop, since a blocked process hears neither a message nor a timer.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolOptions, PoolWorker, WorkerRequest } from 'vitest/node';
import { vitePath } from '#course/files.ts';
import { LOG_VARIABLE, readLog, type LogEvent, type LogLine } from '#kit/event-log.ts';
import { CHECKS_LIMITS, WATCH_MS, type Limits } from '#kit/limits.ts';
import { slownessOf } from '#terminal/slowness.ts';
import { BoundedOutput } from './bounded-output.ts';
import { childFolder, ended, endWithUs } from './children.ts';
import { stallOf, type Stall } from './watchdog.ts';

export const POOL_NAME = 'watched';

/** Why a worker was ended before its time. */
export type Stop = Stall | 'flood';

/** What one file of checks came to in its worker. */
export interface WorkerRun {
  /** As vitest spells it. */
  readonly file: string;
  readonly events: readonly LogEvent[];
  readonly stopped: Stop | undefined;
  /** The process ended by itself before its time. */
  readonly crashed: boolean;
  readonly output: { readonly text: string; readonly isCut: boolean };
}

export interface WorkerOptions {
  /** How many files it runs, one after the other, before another worker must. Defaults to 1. */
  readonly filesPerWorker?: number | undefined;
  /** Modules that it loads before it is asked for anything, by their URLs. */
  readonly preload?: readonly string[];
  readonly limits?: Limits | undefined;
}

export class WatchedWorker implements PoolWorker {
  readonly name = POOL_NAME;
  readonly cacheFs = true;
  private output = this.newOutput();
  /** The file of checks, once the run is asked for. */
  private file: string | undefined;
  private stopped: Stop | undefined;
  private crashed = false;
  private readonly folder = childFolder();
  private readonly logPath = join(this.folder.path, 'events.jsonl');
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;
  private watch: NodeJS.Timeout | undefined;
  private finished = false;
  /** When its file of checks was handed over, in milliseconds since the epoch. */
  private startedAt = 0;
  private readonly limits: Limits;
  private readonly filesPerWorker: number;
  private readonly onFault: (fault: unknown) => void;
  private readonly earlier: WorkerRun[] = [];

  /** `onFault` gets what goes wrong in here: vitest would wait for ever, and report nothing. */
  constructor(
    { distPath, env, execArgv }: PoolOptions,
    { filesPerWorker = 1, preload = [], limits = CHECKS_LIMITS }: WorkerOptions,
    onFault: (fault: unknown) => void,
  ) {
    this.filesPerWorker = filesPerWorker;
    this.limits = limits;
    this.onFault = onFault;
    writeFileSync(this.logPath, '');
    const imports = preload.map((url) => `--import=${url}`);
    this.child = fork(vitePath(join(distPath, 'workers', 'forks.js')), [], {
      // The functions of a lab are threads in there, and a thread has its process's time zone: Lambda's.
      env: { ...env, TZ: 'UTC', [LOG_VARIABLE]: this.logPath },
      execArgv: [...execArgv, ...imports],
      stdio: 'pipe',
      serialization: 'advanced',
    });
    endWithUs(this.child);
    this.child.stdout?.on('data', (chunk: Buffer) => this.output.add(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.output.add(chunk));
    const onEnd = (): void => {
      this.crashed = !this.finished && this.stopped === undefined;
      clearInterval(this.watch);
    };
    this.child.once('exit', onEnd);
    this.child.once('error', onEnd);
    this.exited = ended(this.child);
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

  /** Removes what the worker left on disk; its log can't be read afterwards. */
  dispose(): void {
    this.folder.remove();
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Vitest asks before it hands over one more file. */
  canReuse(): boolean {
    return this.earlier.length + 1 < this.filesPerWorker;
  }

  /** Everything that ran here, in its order. */
  runs(): WorkerRun[] {
    const { file, stopped, crashed, output } = this;
    if (file === undefined) return this.earlier;
    const events = this.log().map(({ event }) => event);
    const { text, isCut } = output;
    return [...this.earlier, { file, events, stopped, crashed, output: { text, isCut } }];
  }

  send(message: WorkerRequest): void {
    this.guarded(() => {
      if (message.type === 'start' && this.filesPerWorker > 1) {
        // To the pool the worker is shared, but each file must load the kit and the lab anew.
        message.context.config.isolate = true;
      }
      if (message.type === 'run') this.begin(message.context.files[0]?.filepath);
      // A process that has ended takes no message; its exit is an event of its own.
      if (this.child.connected) this.child.send(message);
    });
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

  /** Keeps what the last file left, and begins the next with an empty log. */
  private begin(file: string | undefined): void {
    this.earlier.splice(0, Infinity, ...this.runs());
    clearInterval(this.watch);
    writeFileSync(this.logPath, '');
    this.output = this.newOutput();
    this.file = file;
    this.startedAt = Date.now();
    this.watch = setInterval(() => this.guarded(() => this.look()), WATCH_MS);
  }

  private newOutput(): BoundedOutput {
    return new BoundedOutput(() => this.end('flood'));
  }

  private log(): LogLine[] {
    return readLog(this.logPath);
  }

  /** Ends a worker whose log shows no progress. */
  private look(): void {
    if (this.finished) return;
    // It waits for us, too, who read TypeScript for it.
    const measured = (): number => Math.max(slownessOf(this.child.pid), slownessOf());
    const stall = stallOf(this.log(), this.startedAt, this.limits, Date.now(), measured);
    if (stall) this.end(stall);
  }

  private end(reason: Stop): void {
    this.stopped ??= reason;
    this.child.kill('SIGKILL');
  }

  private guarded(action: () => void): void {
    try {
      action();
    } catch (fault) {
      clearInterval(this.watch);
      this.child.kill('SIGKILL');
      this.onFault(fault);
    }
  }
}
