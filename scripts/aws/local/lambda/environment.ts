import { performance } from 'node:perf_hooks';
import { parseJson } from '#text/json.ts';
import { INIT_TIMEOUT_MS, MAX_RESPONSE_BYTES } from './limits.ts';
import { endLines, LogBuffer, startLine, type Report } from './log.ts';
import { readOutput } from './output.ts';
import { CLOCK_VARIABLE, MEMORY_HEADER, TIME_HEADER, type RuntimeCall } from './protocol.ts';
import type { Reply } from './runtime-api.ts';
import type { Clock } from '../timers.ts';
import type { Sandbox, SandboxSettings, StartSandbox } from './sandbox.ts';

/** One event on its way through an environment. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: Buffer | string;
}

/** What came of an invocation. Times in milliseconds. */
export interface Outcome {
  readonly requestId: string;
  /** JSON text: the handler's result, or `{ errorType, errorMessage, trace }`. */
  readonly payload: string;
  /** Whether the function failed: `X-Amz-Function-Error: Unhandled`. */
  readonly failed: boolean;
  readonly coldStart: boolean;
  readonly milliseconds: number;
  readonly initMilliseconds: number | undefined;
  /** Lines with START, END and REPORT, as CloudWatch Logs would show them. */
  readonly log: string;
}

export interface EnvironmentSettings extends Omit<SandboxSettings, 'serve'> {
  readonly startSandbox: StartSandbox;
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  /** The function's clock, if it is not the machine's. */
  readonly clock?: Clock | undefined;
}

interface EnvironmentEvents {
  /** It has answered and can take the next invocation. */
  onFree(): void;
  /** Its process has ended; it will never take another. */
  onGone(): void;
}

/** The process has never begun to work on the invocation: another environment can run it. */
export const UNDELIVERED = Symbol('undelivered');

interface Running {
  readonly invocation: Invocation;
  readonly coldStart: boolean;
  readonly settle: (outcome: Outcome | typeof UNDELIVERED) => void;
  deliveredAt?: number;
  cancelTimer?: () => void;
  /** The process has said that it has the event. */
  received?: boolean;
  answered?: boolean;
}

/**
 * One execution environment: a process or a thread, and the Runtime API for it alone. It runs one
 * invocation at a time; what the module keeps in memory stays for the next one. Between
 * invocations AWS freezes the process; here it goes on, for Windows has no such signal.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class Environment {
  private readonly settings: EnvironmentSettings;
  private readonly events: EnvironmentEvents;
  private readonly log = new LogBuffer();
  private readonly startedAt = performance.now();
  private sandbox: Sandbox | undefined;
  private running: Running | undefined;
  /** Answers the open call for the next event. */
  private next: Reply | undefined;
  private initMilliseconds: number | undefined;
  private initReported = false;
  /** The error that the runtime reported before it ended. */
  private lastError: string | undefined;
  private cancelInitTimer: () => void = () => {};
  private hasAnswered = false;
  private fences = 0;
  private onFence: () => void = () => {};
  private maxMemoryKB: number | undefined;
  private gone = false;
  private killed = false;

  constructor(settings: EnvironmentSettings, events: EnvironmentEvents) {
    this.settings = settings;
    this.events = events;
  }

  /** The process id once it runs; undefined for a thread. */
  get pid(): number | undefined {
    return this.sandbox?.pid;
  }

  /** Starts the process or thread; the first invocation may be given before it is ready. */
  async start(): Promise<void> {
    const { startSandbox, startTimer, variables, clock } = this.settings;
    this.cancelInitTimer = startTimer(INIT_TIMEOUT_MS, () => this.timeOut(INIT_TIMEOUT_MS / 1000));
    const sandbox = await startSandbox({
      ...this.settings,
      variables: { ...variables, ...(clock && { [CLOCK_VARIABLE]: 'set' }) },
      serve: (call, reply) => this.serve(call, reply),
    });
    this.sandbox = sandbox;
    const line = (text: string) => this.log.add(text);
    const fence = (requestId: string, kind: 'received' | 'done') => {
      if (requestId !== this.running?.invocation.requestId) return;
      if (kind === 'received') return void (this.running.received = true);
      this.fences += 1;
      this.onFence();
    };
    readOutput(sandbox.stdout, line, fence);
    readOutput(sandbox.stderr, line, fence);
    sandbox.onEnd((code, signal) => this.end(code, signal));
    if (this.killed) sandbox.kill();
  }

  /** Runs one invocation; only to be called while no other runs. Never rejects. */
  run(invocation: Invocation): Promise<Outcome | typeof UNDELIVERED> {
    return new Promise((settle) => {
      this.running = { invocation, settle, coldStart: !this.initReported };
      this.initReported = true;
      if (this.gone) this.end(null, null);
      else if (this.next) this.deliver();
    });
  }

  /** Ends the process now, whatever it does. */
  kill(): void {
    this.killed = true;
    this.sandbox?.kill();
  }

  /** Answers a call of the Runtime API. Returns what is to be done where the caller hangs up first. */
  private serve({ line, headers, body }: RuntimeCall, reply: Reply): void | (() => void) {
    const call = parseCall(line);
    if (call === undefined) return reply(404, JSON.stringify({ errorType: 'NotFound' }));
    if (call.kind === 'next') return this.offer(reply);
    const memory = Number(headers[MEMORY_HEADER]);
    if (memory > 0) this.maxMemoryKB = memory;
    if (call.kind === 'init') return this.noteLastError(body ?? '{}', reply);
    this.answer(call.kind, call.requestId, body, reply);
  }

  private offer(reply: Reply): () => void {
    this.cancelInitTimer();
    this.initMilliseconds ??= performance.now() - this.startedAt;
    this.next = reply;
    if (this.running && this.running.deliveredAt === undefined) this.deliver();
    return () => {
      if (this.next === reply) this.next = undefined;
    };
  }

  private deliver(): void {
    const running = this.running as Running;
    const reply = this.next as Reply;
    const { requestId, payload } = running.invocation;
    const { timeoutSeconds, functionArn, startTimer, clock } = this.settings;
    const time = (clock ?? Date.now)();
    this.next = undefined;
    this.fences = 0;
    // What the module logged while it loaded stands before START, as in CloudWatch Logs.
    this.log.add(startLine(requestId));
    running.deliveredAt = performance.now();
    running.cancelTimer = startTimer(timeoutSeconds * 1000, () => this.timeOut(timeoutSeconds));
    reply(200, payload, {
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(time + timeoutSeconds * 1000),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': `${traceRoot(requestId, time)};Parent=${requestId.replaceAll('-', '').slice(16)};Sampled=0`,
      ...(clock && { [TIME_HEADER]: String(time) }),
    });
  }

  private answer(
    kind: 'response' | 'error',
    requestId: string,
    body: string | undefined,
    reply: Reply,
  ): void {
    const running = this.running;
    if (
      running?.deliveredAt === undefined ||
      running.answered ||
      requestId !== running.invocation.requestId
    ) {
      const errorMessage = 'Invalid request ID';
      return reply(400, JSON.stringify({ errorType: 'InvalidRequestID', errorMessage }));
    }
    running.answered = true;
    this.hasAnswered = true;
    const milliseconds = performance.now() - running.deliveredAt;
    let payload = body;
    let failed = kind === 'error';
    if (payload === undefined) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
      payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
      failed = true;
      reply(413, JSON.stringify({ errorType: 'RequestEntityTooLarge', errorMessage }));
    } else {
      reply(202, ACCEPTED);
    }
    this.whenLogged(() => this.settle(payload, failed, { milliseconds, status: 'ok' }));
  }

  /** Waits until both pipes have shown the fence: all of the log is read then. */
  private whenLogged(then: () => void): void {
    if (this.fences >= 2) return then();
    const finish = () => {
      cancel();
      this.onFence = () => {};
      then();
    };
    const cancel = this.settings.startTimer(LAST_WORDS_MS, finish);
    this.onFence = () => this.fences >= 2 && finish();
  }

  /**
   * The runtime is about to end: for an error at init, and for one that nobody caught in between.
   * unconfirmed: AWS runs a failed init once more within the first invocation; here it runs once.
   */
  private noteLastError(body: string, reply: Reply): void {
    reply(202, ACCEPTED);
    this.lastError = body;
  }

  private timeOut(seconds: number): void {
    const running = this.running;
    this.kill();
    if (!running || running.answered) return;
    running.answered = true;
    const { requestId } = running.invocation;
    const text = `Task timed out after ${seconds.toFixed(2)} seconds`;
    this.log.add(`${new Date().toISOString()} ${requestId} ${text}`);
    const milliseconds = performance.now() - (running.deliveredAt ?? this.startedAt);
    // unconfirmed: the payload where an init takes longer than 10 seconds.
    const payload = {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: ${text}`,
    };
    this.settle(JSON.stringify(payload), true, { milliseconds, status: 'timeout' });
  }

  /** The process is gone. Only the invocation that it was running is lost. */
  private end(code: number | null | undefined, signal: NodeJS.Signals | null | undefined): void {
    this.cancelInitTimer();
    const first = !this.gone;
    this.gone = true;
    this.next = undefined;
    const running = this.running;
    if (running && !running.answered) {
      const wasIdle = this.initMilliseconds !== undefined || this.killed;
      // It may have died in the very moment in which it was given the event. Only a warm one is
      // believed: an environment that dies of every event must not be replaced for ever.
      const isUntouched = this.hasAnswered && running.received !== true;
      if (running.deliveredAt === undefined ? wasIdle : isUntouched) {
        this.running = undefined;
        running.cancelTimer?.();
        running.settle(UNDELIVERED);
      } else {
        running.answered = true;
        this.fail(running, code, signal);
      }
    }
    if (!first) return;
    this.events.onGone();
  }

  private fail(
    running: Running,
    code: number | null | undefined,
    signal: NodeJS.Signals | null | undefined,
  ): void {
    const milliseconds = performance.now() - (running.deliveredAt ?? this.startedAt);
    const { requestId } = running.invocation;
    if (this.lastError !== undefined) {
      const errorType = errorTypeOf(this.lastError);
      return this.settle(this.lastError, true, { milliseconds, status: 'error', errorType });
    }
    const errorMessage = `RequestId: ${requestId} Error: ${exitReason(code, signal)}`;
    this.settle(JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage }), true, {
      milliseconds,
      status: 'error',
      errorType: 'Runtime.ExitError',
    });
  }

  private settle(
    payload: string,
    failed: boolean,
    how: Pick<Report, 'milliseconds' | 'status' | 'errorType'>,
  ): void {
    const running = this.running as Running;
    const { requestId } = running.invocation;
    const initMilliseconds = running.coldStart ? this.initMilliseconds : undefined;
    running.cancelTimer?.();
    const report = {
      requestId,
      initMilliseconds,
      memoryMB: this.settings.memoryMB,
      maxMemoryKB: this.maxMemoryKB,
      ...how,
    };
    if (running.deliveredAt === undefined) this.log.add(startLine(requestId));
    for (const line of endLines(report)) this.log.add(line);
    this.running = undefined;
    running.settle({
      requestId,
      payload,
      failed,
      coldStart: running.coldStart,
      milliseconds: how.milliseconds,
      initMilliseconds,
      log: this.log.take(),
    });
    if (!this.gone && !this.killed) this.events.onFree();
  }
}

type Call =
  | { readonly kind: 'next' }
  | { readonly kind: 'init' }
  | { readonly kind: 'response' | 'error'; readonly requestId: string };

function parseCall(line: string): Call | undefined {
  if (line === 'GET /2018-06-01/runtime/invocation/next') return { kind: 'next' };
  if (line === 'POST /2018-06-01/runtime/init/error') return { kind: 'init' };
  const found = /^POST \/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/.exec(line);
  return found
    ? { kind: found[2] as 'response' | 'error', requestId: found[1] as string }
    : undefined;
}

/** How long a pipe may keep an answer waiting, in milliseconds. */
const LAST_WORDS_MS = 200;

const ACCEPTED = JSON.stringify({ status: 'OK' });

function exitReason(
  code: number | null | undefined,
  signal: NodeJS.Signals | null | undefined,
): string {
  if (signal) return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  if (code) return `Runtime exited with error: exit status ${code}`;
  return 'Runtime exited without providing a reason';
}

/** As Go, which Lambda's host is written in, names them. */
const SIGNAL_NAMES: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

function errorTypeOf(payload: string): string {
  const { errorType = 'Runtime.Unknown' } = (parseJson(payload) ?? {}) as { errorType?: unknown };
  return String(errorType);
}

/**
 * The root of a trace header.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 *
 * @param time milliseconds since 1970
 */
export function traceRoot(id: string, time: number): string {
  const seconds = Math.floor(time / 1000).toString(16);
  return `Root=1-${seconds}-${id.replaceAll('-', '').slice(0, 24)}`;
}
