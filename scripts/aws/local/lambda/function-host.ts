import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLE_FILE, BundleError, type LiveBundle } from '../bundle.ts';
import {
  Environment,
  UNDELIVERED,
  type EnvironmentSettings,
  type Invocation,
  type Outcome,
} from './environment.ts';

interface FunctionHostOptions extends Omit<EnvironmentSettings, 'variables'> {
  readonly name: string;
  /** Its code; functions that are made of the same source file share it. */
  readonly bundle: LiveBundle;
  /** The export that is called. */
  readonly handler: string;
  /** What a new process of the function gets as its environment; see variables.ts. */
  readonly variables: () => Readonly<Record<string, string>>;
  /** The most environments that may live at a time. */
  readonly concurrency: number;
  /** Where bundles are written. */
  readonly directory: string;
}

interface InvokeOptions {
  /**
   * What happens when every environment is busy and there may be no more: `refuse` as Lambda does
   * at its limit, or `wait` in line.
   */
  readonly whenBusy: 'refuse' | 'wait';
  /** The invocation's id; a new one is the default. */
  readonly requestId?: string;
  /** Aborted when nobody waits for the answer any more: the call leaves the line. One that runs goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** All environments are busy: TooManyRequestsException. */
export class Throttled extends Error {
  constructor() {
    super('Rate Exceeded.');
    this.name = 'TooManyRequestsException';
  }
}

interface Member {
  readonly environment: Environment;
  readonly version: string;
}

/** One function: its code as it is now, and its environments. */
export class FunctionHost {
  readonly options: FunctionHostOptions;
  private readonly members = new Set<Member>();
  /** The last one to become free is the first to be used again, as its caches are warmest. */
  private readonly free: Member[] = [];
  /** Calls that wait for an environment; each is let go on to try again. */
  private readonly line: (() => void)[] = [];
  private readonly farewells = new Map<Member, () => void>();
  private version: string | undefined;
  private directory = '';
  private stopped = false;

  constructor(options: FunctionHostOptions) {
    this.options = options;
  }

  /** Bundles the function ahead of its first call, which reports the problems, if any. */
  async prepare(): Promise<void> {
    await this.load().catch(() => {});
  }

  /** The process ids of the environments that live. */
  get processes(): readonly number[] {
    return [...this.members]
      .map(({ environment }) => environment.pid)
      .filter((pid) => pid !== undefined);
  }

  /**
   * Runs the function once.
   *
   * @param payload JSON text
   * @throws Throttled when all environments are busy and `whenBusy` is `refuse`
   */
  async invoke(payload: Buffer | string, options: InvokeOptions): Promise<Outcome> {
    const invocation: Invocation = {
      requestId: options.requestId ?? randomUUID(),
      payload,
    };
    for (;;) {
      try {
        await this.load();
      } catch (error) {
        // No environment will become free for the calls in line: they fail the same way.
        this.wakeAll();
        if (error instanceof BundleError)
          return withoutRunning(invocation.requestId, 'BundleError', error.message);
        throw error;
      }
      const member = this.take();
      if (member) {
        const outcome = await member.environment.run(invocation);
        if (outcome !== UNDELIVERED) return outcome;
      } else if (options.whenBusy === 'refuse') {
        throw new Throttled();
      } else {
        await this.standInLine(options.signal);
        if (options.signal?.aborted) {
          // It may have been its turn: that goes to the next.
          this.line.shift()?.();
          return withoutRunning(invocation.requestId, 'Abandoned', 'The caller left');
        }
      }
      if (this.stopped)
        return withoutRunning(invocation.requestId, 'Stopped', 'The local Lambda was stopped');
    }
  }

  /** Ends every environment and whatever runs in it. */
  async stop(): Promise<void> {
    this.stopped = true;
    const gone = [...this.members].map((member) => this.retire(member));
    this.wakeAll();
    await Promise.all(gone);
  }

  /** Ends every process without waiting: for the end of the host's own. */
  killNow(): void {
    for (const { environment } of this.members) environment.kill();
  }

  /** Resolves when it may be the caller's turn, or when `signal` is aborted. */
  private async standInLine(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve();
      this.line.push(resolve);
      signal?.addEventListener('abort', () => {
        const index = this.line.indexOf(resolve);
        if (index >= 0) this.line.splice(index, 1);
        resolve();
      });
    });
  }

  private wakeAll(): void {
    for (const proceed of this.line.splice(0)) proceed();
  }

  /** Ends an environment; resolves when it is gone. */
  private retire(member: Member): Promise<void> {
    return new Promise((resolve) => {
      this.farewells.set(member, resolve);
      member.environment.kill();
    });
  }

  private async load(): Promise<void> {
    const bundle = await this.options.bundle.current();
    if (bundle.version === this.version || this.stopped) return;
    const directory = join(this.options.directory, this.options.name, bundle.version);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, BUNDLE_FILE), bundle.code);
    await writeFile(join(directory, `${BUNDLE_FILE}.map`), bundle.sourceMap);
    if (bundle.version === this.version) return;
    this.version = bundle.version;
    this.directory = directory;
    // Busy ones finish with the code they have, as on AWS; see onFree.
    for (const member of this.free.splice(0)) void this.retire(member);
  }

  private take(): Member | undefined {
    if (this.stopped) return undefined;
    return (
      this.free.pop() ?? (this.members.size < this.options.concurrency ? this.add() : undefined)
    );
  }

  private add(): Member {
    const { options, directory } = this;
    const own = { LAMBDA_TASK_ROOT: directory, _HANDLER: `index.${options.handler}` };
    const environment = new Environment(
      { ...options, variables: { ...options.variables(), ...own } },
      { onFree: () => this.onFree(member), onGone: () => this.onGone(member) },
    );
    const member: Member = { environment, version: this.version as string };
    this.members.add(member);
    void environment.start();
    return member;
  }

  private onFree(member: Member): void {
    if (this.stopped || member.version !== this.version) return void this.retire(member);
    this.free.push(member);
    this.line.shift()?.();
  }

  private onGone(member: Member): void {
    this.members.delete(member);
    const index = this.free.indexOf(member);
    if (index >= 0) this.free.splice(index, 1);
    this.farewells.get(member)?.();
    this.farewells.delete(member);
    // There is room for another environment.
    this.line.shift()?.();
  }
}

/** Names that Lambda does not use: on AWS, broken code would not have been deployed. */
function withoutRunning(
  requestId: string,
  kind: 'BundleError' | 'Stopped' | 'Abandoned',
  errorMessage: string,
): Outcome {
  return {
    requestId,
    payload: JSON.stringify({ errorType: `LocalAws.${kind}`, errorMessage, trace: [] }),
    failed: true,
    coldStart: false,
    milliseconds: 0,
    initMilliseconds: undefined,
    log: '',
  };
}
