/**
 * Runs files of checks with vitest, each in a worker of its own that can be ended, and says what
 * happened. It knows files, not labs.
 */
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { createVitest, type PoolOptions, type Vitest } from 'vitest/node';
import { vitePath } from '#course/files.ts';
import { stagesFolder } from '#course/stage.ts';
import { importsKit, KIT_FILE, kitBundle, urlsAhead, type KitBundle } from './kit-bundle.ts';
import { sharedTransforms } from './shared-transforms.ts';
import { POOL_NAME, WatchedWorker, type WorkerOptions, type WorkerRun } from './watched-worker.ts';

export interface LoadError {
  /** Absent where what was thrown is not an Error. */
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
  /** For a file that is not TypeScript: which, and the line and column, both from 1. */
  readonly syntax?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What one run of one file of checks came to. */
export interface ChecksReport extends Omit<WorkerRun, 'file'> {
  /** What kept the file of checks from loading. */
  readonly loadErrors: readonly LoadError[];
  /** The tests as vitest counts them: a test that is no check is here and not among the events. */
  readonly tests: readonly { readonly name: string; readonly state: string }[];
}

export interface HostOptions extends Pick<WorkerOptions, 'filesPerWorker' | 'limits'> {
  /** How many files run at once. */
  readonly parallel: number;
  /** Keep a worker ready for the next run: it starts faster, and a process waits meanwhile. */
  readonly keepWarm: boolean;
  /** Called as each file has been run, with its path as vitest spells it. */
  readonly onFile?: (file: string) => void;
}

/** The part of vitest that a host needs. */
type Runner = Pick<Vitest, 'getRootProject' | 'runTestSpecifications' | 'invalidateFile' | 'close'>;

export class ChecksHost {
  private readonly vitest: Runner;
  private readonly workers: WorkerSupply;
  private readonly spell: (path: string) => string;
  private readonly kit: KitBundle | undefined;

  /** Use `open`; a test has fakes, and another system's spelling of paths. */
  constructor(vitest: Runner, workers: WorkerSupply, spell = vitePath, kit?: KitBundle) {
    this.vitest = vitest;
    this.workers = workers;
    this.spell = spell;
    this.kit = kit;
  }

  /**
   * Starts vitest for the files below `root`, in workers each of which runs `filesPerWorker` files
   * and loads everything anew for each: several times faster, and what a file leaves in its process
   * stays there.
   */
  static open(root: string, options: HostOptions): Promise<ChecksHost> {
    // One after the other: each takes back the listeners that its own vitest has added meanwhile.
    const opened = ChecksHost.lastOpened.then(() => ChecksHost.openNow(root, options));
    ChecksHost.lastOpened = opened.catch(() => undefined);
    return opened;
  }

  private static lastOpened: Promise<unknown> = Promise.resolve();

  private static async openNow(root: string, options: HostOptions): Promise<ChecksHost> {
    const workers = new WorkerSupply(options);
    const shares = (options.filesPerWorker ?? 1) > 1;
    if (shares) workers.preload = urlsAhead('#runner/shared-worker.mjs', undefined);
    const kit = await kitBundle();
    const forgetNewListeners = rememberListeners();
    const vitest = await createVitest(
      'test',
      {
        config: false,
        root: vitePath(root),
        watch: false,
        api: false,
        isolate: !shares,
        include: ['**/*.test.ts'],
        reporters: [{ onTestModuleEnd: ({ moduleId }) => options.onFile?.(moduleId) }],
        disableConsoleIntercept: true,
        // In a process of its own the kit is loaded once, and by Node.
        server: { deps: { external: shares ? [] : [KIT_FILE] } },
        // With a single worker to share, vitest would hand it all files as one.
        maxWorkers: shares ? Math.max(2, options.parallel) : options.parallel,
        pool: {
          name: POOL_NAME,
          createPoolWorker: (poolOptions) => workers.take(poolOptions),
        },
      },
      {
        logLevel: 'silent',
        // Else vite looks for one above the root, too, and stumbles over what it finds.
        tsconfig: join(root, 'tsconfig.json'),
        plugins: [
          ...(kit ? [importsKit(kit)] : []),
          ...(shares ? [sharedTransforms(vitePath(root), vitePath(stagesFolder(root)))] : []),
        ],
      },
      // Vitest plays with the cursor of what it prints to; nothing of it is to be seen.
      { stdout: nowhere(), stderr: nowhere() },
    );
    forgetNewListeners();
    return new ChecksHost(vitest, workers, vitePath, kit);
  }

  /** From now on a worker that is kept warm has loaded these packages, or parts of the kit, already. */
  preload(names: readonly string[]): void {
    this.workers.preload = names.flatMap((name) => urlsAhead(name, this.kit));
  }

  /**
   * Runs the files, given by absolute path; the answer has a report for each. Of a file that stands
   * in `only` it runs the checks of these ids.
   */
  async run(
    files: readonly string[],
    only: ReadonlyMap<string, readonly string[]> = new Map(),
  ): Promise<ReadonlyMap<string, ChecksReport>> {
    const project = this.vitest.getRootProject();
    const ran = this.vitest.runTestSpecifications(
      files.map((file) => {
        const ids = only.get(file);
        return ids === undefined
          ? project.createSpecification(this.spell(file))
          : project.createSpecification(this.spell(file), {
              testNamePattern: new RegExp(`(?:^| )(?:${ids.join('|')}): `),
            });
      }),
    );
    // Vitest waits for ever for a worker that is not right: whatever comes of it then is lost.
    const { testModules } = await Promise.race([ran, this.workers.fault]);
    const reports = new Map<string, ChecksReport>();
    const asked = new Map(files.map((file) => [this.spell(file), file]));
    for (const { file, ...run } of this.workers.finished()) {
      const module = testModules.find(({ moduleId }) => moduleId === file);
      reports.set(asked.get(file) ?? file, {
        ...run,
        loadErrors: (module?.errors() ?? []).map(loadError),
        tests: [...(module?.children.allTests() ?? [])].map((test) => ({
          name: test.name,
          state: test.result().state,
        })),
      });
    }
    return reports;
  }

  /** What a file that is being run has come to so far; undefined where its run has not begun. */
  soFar(file: string): ChecksReport | undefined {
    const run = this.workers.running().find((one) => one.file === this.spell(file));
    return run && { ...run, loadErrors: [], tests: [] };
  }

  /** Forgets what was read of a file, so that the next run reads it again. */
  forget(file: string): void {
    this.vitest.invalidateFile(this.spell(file));
  }

  async close(): Promise<void> {
    // A worker that is not right is waited for in there, too.
    await Promise.race([this.vitest.close(), this.workers.fault.catch(() => undefined)]);
    await this.workers.close();
  }
}

/**
 * Vitest ends the process at a signal, with the code of its last run. How our programs end is their
 * own matter: returns a function that removes the listeners which have been added since.
 */
function rememberListeners(): () => void {
  const own = ENDING.map((signal) => [signal, new Set(process.listeners(signal))] as const);
  return () => {
    for (const [signal, known] of own) {
      for (const listener of process.listeners(signal)) {
        if (!known.has(listener)) process.off(signal, listener);
      }
    }
  };
}

// `exit` is no signal, and is listened for in the same way.
const ENDING = ['SIGINT', 'SIGTERM', 'exit'] as NodeJS.Signals[];

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Hands out workers and remembers them; where it keeps warm, the next one has started already. */
export class WorkerSupply {
  private readonly options: HostOptions;
  private out: WatchedWorker[] = [];
  private spare: WatchedWorker | undefined;
  private poolOptions: PoolOptions | undefined;
  private fail: (fault: unknown) => void = () => {};
  preload: readonly string[] = [];
  /** Rejects where a worker is not right, which no report of vitest shows. */
  readonly fault = new Promise<never>((_, reject) => (this.fail = reject));

  constructor(options: HostOptions) {
    this.options = options;
    // It is looked at while files run, and may come before or after.
    this.fault.catch(() => undefined);
  }

  take(poolOptions: PoolOptions): WatchedWorker {
    this.poolOptions = poolOptions;
    const worker = this.spare?.isAlive ? this.spare : this.start(poolOptions);
    this.spare = undefined;
    this.out.push(worker);
    return worker;
  }

  /** What runs in the workers that are out, or has run in them. */
  running(): WorkerRun[] {
    return this.out.flatMap((worker) => worker.runs());
  }

  /** What ran in the workers handed out since the last call. They are done with. */
  finished(): WorkerRun[] {
    const runs = this.running();
    for (const worker of this.out) worker.dispose();
    this.out = [];
    if (this.options.keepWarm && this.poolOptions) this.spare ??= this.start(this.poolOptions);
    return runs;
  }

  async close(): Promise<void> {
    const left = [...this.out, ...(this.spare ? [this.spare] : [])];
    for (const worker of left) {
      await worker.stop();
      worker.dispose();
    }
  }

  private start(poolOptions: PoolOptions): WatchedWorker {
    try {
      return new WatchedWorker(poolOptions, { ...this.options, preload: this.preload }, this.fail);
    } catch (fault) {
      this.fail(fault);
      throw fault;
    }
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
