/**
 * Runs files of checks with vitest, each in a worker of its own that can be ended, and says what
 * happened. It knows files, not labs.
 */
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { createVitest, type PoolOptions, type Vitest } from 'vitest/node';
import type { JournalEntry } from '#kit/event-log.ts';
import { POOL_NAME, WatchedWorker, type Stop, type WorkerRun } from './watched-worker.ts';

export interface LoadError {
  /** Absent where what was thrown is not an Error. */
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
  /** For a file that is not TypeScript: which, and the line and column, both from 1. */
  readonly syntax?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What one run of one file of checks came to. */
export interface ChecksReport {
  readonly journal: readonly JournalEntry[];
  /** The run was ended because of this. */
  readonly stopped: Stop | undefined;
  /** The process ended by itself before its time. */
  readonly crashed: boolean;
  readonly output: { readonly text: string; readonly isCut: boolean };
  /** What kept the file of checks from loading. */
  readonly loadErrors: readonly LoadError[];
  /** The tests as vitest counts them: a test that is no check is here and not in the journal. */
  readonly tests: readonly { readonly name: string; readonly state: string }[];
}

export interface HostOptions {
  /** How many files run at once. */
  readonly parallel: number;
  /** Keep a worker ready for the next run: it starts faster, and a process waits meanwhile. */
  readonly keepWarm: boolean;
  /**
   * How many files one worker runs before the next takes over; each file loads everything anew.
   * More than one is several times faster, and what a file leaves in its process stays there.
   * Defaults to 1.
   */
  readonly filesPerWorker?: number;
}

export class ChecksHost {
  private readonly vitest: Vitest;
  private readonly workers: WorkerSupply;

  private constructor(vitest: Vitest, workers: WorkerSupply) {
    this.vitest = vitest;
    this.workers = workers;
  }

  /** Starts vitest for the files below `root`. */
  static async open(root: string, options: HostOptions): Promise<ChecksHost> {
    const workers = new WorkerSupply(options.keepWarm, options.filesPerWorker ?? 1);
    const shares = (options.filesPerWorker ?? 1) > 1;
    const vitest = await createVitest(
      'test',
      {
        config: false,
        root,
        watch: false,
        api: false,
        isolate: !shares,
        include: ['**/*.test.ts'],
        reporters: [{}],
        disableConsoleIntercept: true,
        // With a single worker to share, vitest would hand it all files as one.
        maxWorkers: shares ? Math.max(2, options.parallel) : options.parallel,
        pool: {
          name: POOL_NAME,
          createPoolWorker: (poolOptions) => workers.take(poolOptions),
        },
      },
      { logLevel: 'silent' },
      // Vitest plays with the cursor of what it prints to; nothing of it is to be seen.
      { stdout: nowhere(), stderr: nowhere() },
    );
    return new ChecksHost(vitest, workers);
  }

  /** From now on a worker that is kept warm has loaded these packages already. */
  preload(packages: readonly string[]): void {
    this.workers.preload = packages;
  }

  /**
   * Runs the files, given by absolute path; the answer has a report for each. Of a file that stands
   * in `only` it runs that one check.
   */
  async run(
    files: readonly string[],
    only: ReadonlyMap<string, string> = new Map(),
  ): Promise<ReadonlyMap<string, ChecksReport>> {
    const project = this.vitest.getRootProject();
    const { testModules } = await this.vitest.runTestSpecifications(
      files.map((file) => {
        const id = only.get(file);
        return id === undefined
          ? project.createSpecification(file)
          : project.createSpecification(file, { testNamePattern: new RegExp(`(?:^| )${id}: `) });
      }),
    );
    const reports = new Map<string, ChecksReport>();
    // Vitest writes paths with `/` on every system.
    const asked = new Map(files.map((file) => [file.replaceAll('\\', '/'), file]));
    for (const worker of this.workers.taken()) {
      for (const run of worker.runs()) {
        const module = testModules.find(({ moduleId }) => moduleId === run.file);
        reports.set(asked.get(run.file) ?? run.file, {
          journal: run.journal,
          stopped: run.stopped,
          crashed: run.crashed,
          output: run.output,
          loadErrors: (module?.errors() ?? []).map(loadError),
          tests: [...(module?.children.allTests() ?? [])].map((test) => ({
            name: test.name,
            state: test.result().state,
          })),
        });
      }
      worker.dispose();
    }
    return reports;
  }

  /** What a file that is being run has come to so far; undefined where its run has not begun. */
  soFar(file: string): ChecksReport | undefined {
    const run = this.workers.running().find((one) => one.file === file.replaceAll('\\', '/'));
    return run && { ...run, loadErrors: [], tests: [] };
  }

  /** Forgets what was read of a file, so that the next run reads it again. */
  forget(file: string): void {
    this.vitest.invalidateFile(file);
  }

  async close(): Promise<void> {
    await this.vitest.close();
    await this.workers.close();
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Hands out workers and remembers them; where it keeps warm, the next one has started already. */
class WorkerSupply {
  private readonly keepWarm: boolean;
  private readonly filesPerWorker: number;
  private out: WatchedWorker[] = [];
  private options: PoolOptions | undefined;
  private spare: WatchedWorker | undefined;
  preload: readonly string[] = [];

  constructor(keepWarm: boolean, filesPerWorker: number) {
    this.keepWarm = keepWarm;
    this.filesPerWorker = filesPerWorker;
  }

  take(options: PoolOptions): WatchedWorker {
    const worker = this.spare ?? new WatchedWorker(options, this.filesPerWorker);
    this.spare = undefined;
    this.options = options;
    this.out.push(worker);
    return worker;
  }

  /** What runs in the workers that are out, or has run in them. */
  running(): WorkerRun[] {
    return this.out.flatMap((worker) => worker.runs());
  }

  /** The workers handed out since the last call. */
  taken(): WatchedWorker[] {
    const { out } = this;
    this.out = [];
    if (this.keepWarm && this.options) {
      this.spare ??= new WatchedWorker(this.options, this.filesPerWorker, this.preload);
    }
    return out;
  }

  async close(): Promise<void> {
    await this.spare?.stop();
    this.spare?.dispose();
  }
}

/** An error as vitest hands it over from the worker; a thrown value that was no Error has no name. */
interface ThrownByVitest {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  /** Where the error came from the transform: which file could not be read as TypeScript. */
  readonly __vitest_rollup_error__?: { readonly id?: unknown };
}

function loadError(thrown: ThrownByVitest): LoadError {
  const message = stripVTControlCharacters(String(thrown.message));
  const unreadable = thrown['__vitest_rollup_error__']?.id;
  if (typeof unreadable === 'string') return syntaxError(message, unreadable);
  return {
    message,
    ...(typeof thrown.name === 'string' && { name: thrown.name }),
    ...(typeof thrown.stack === 'string' && { stack: thrown.stack }),
  };
}

/** Takes what matters out of the transform's report: the complaint, and the line and column. */
function syntaxError(report: string, file: string): LoadError {
  const complaint = /\[PARSE_ERROR\] (.*)/.exec(report)?.[1] ?? report.split('\n')[0] ?? '';
  const place = /\.\w+:(\d+):(\d+)/.exec(report);
  return {
    name: 'SyntaxError',
    message: complaint,
    syntax: { file, line: Number(place?.[1] ?? 1), column: Number(place?.[2] ?? 1) },
  };
}
