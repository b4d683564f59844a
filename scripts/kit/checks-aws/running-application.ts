import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { record } from '../event-log.ts';
import { Given } from '../checks/given.ts';
import { secret, show } from '../checks/show.ts';
import { settleWithin } from '../checks/steps.ts';
import { say } from '#text/message.ts';
import {
  spellings,
  startLocalAws,
  type Application,
  type LocalAws,
  type StartOptions,
  type TraceCall,
  type TraceRecord,
} from '#aws/local/index.ts';
import { send, type HttpAnswer, type HttpRequest } from '#aws/send.ts';
import { LambdaError } from './lambda-error.ts';

/** In milliseconds: several cold starts on a slow machine. Lambda ends what hangs, after its time-out. */
const SETTLE_MS = 20_000;

/** Longer than any time-out of the gateway's own that a check waits for. */
const ANSWER_TIMEOUT_MS = 8_000;

/**
 * Starts an application for one file of checks; it ends with them. Entries are relative to that
 * file, `moduleUrl`. The application's secrets are marked as such: no message shows them. A file that
 * does not compile is reported where its function is called.
 */
export async function startApplication(
  application: Application,
  moduleUrl: string,
  options: StartOptions = {},
): Promise<RunningApplication> {
  settleWithin(SETTLE_MS);
  const root = dirname(fileURLToPath(moduleUrl));
  // A mistake is judged by one check, and most checks call one function.
  const local = await startLocalAws(application, {
    root,
    bundleLate: true,
    environments: 'threads',
    clock: now,
    ...options,
  });
  for (const text of Object.values(local.secrets).flatMap(spellings)) secret(text);
  const running = new RunningApplication(local);
  afterAll(() => running.stop());
  return running;
}

let passedMs = 0;

/** The time by the clock of the application, in milliseconds since 1970. */
function now(): number {
  return Date.now() + passedMs;
}

/** Where a failure is to be looked for: the export, and the file it is in where there are several. */
export interface Subject {
  /** Such as `handler`, or `profile.ts:handler`. */
  readonly subject?: string;
  /** How the call is shown to the learner; the function's name and its event where it is left out. */
  readonly call?: string;
}

export class RunningApplication {
  readonly local: LocalAws;
  /** What the gateway and Lambda did so far, newest last, tokens cut. */
  readonly traces: TraceRecord[] = [];
  /**
   * What a function logged until it gave this answer to `invoke`, with START, END and REPORT.
   * Nothing is taken out: for searching, never for printing.
   */
  readonly logs = new Map<Given<unknown>, string>();

  constructor(local: LocalAws) {
    this.local = local;
    local.onTrace((trace) => this.traces.push(trace));
  }

  /**
   * Invokes a function as Lambda's own API does. What it returned is the result, as JSON carries
   * it; what it failed with is a LambdaError.
   */
  async invoke(name: string, event: unknown, about: Subject = {}): Promise<Given<any>> {
    const { subject = 'handler', call = `${name}(${show(event)})` } = about;
    record({ type: 'call', subject, call });
    const { payload, failed, log } = await this.local.invoke(name, event);
    const answer: unknown = JSON.parse(payload);
    const given = new Given<any>(
      subject,
      call,
      failed
        ? { threw: true, error: new LambdaError(answer as object, log) }
        : { threw: false, returned: answer },
    );
    this.logs.set(given, log);
    return given;
  }

  /** A request to the HTTP API, such as `GET /me`. */
  http(route: string, request: HttpRequest = {}, about: Subject = {}): Promise<Given<HttpAnswer>> {
    return this.send(this.local.httpApi?.url ?? '', route, request, about);
  }

  /** A request to the REST API; the path goes behind its stage. */
  rest(route: string, request: HttpRequest = {}, about: Subject = {}): Promise<Given<HttpAnswer>> {
    return this.send(this.local.restApi?.url ?? '', route, request, about);
  }

  /** The time as functions and gateway see it, in milliseconds since 1970. */
  readonly now = now;

  /** Lets so many milliseconds pass for functions and gateway, at once and without a wait. */
  pass(milliseconds: number): void {
    passedMs += milliseconds;
  }

  stop(): Promise<void> {
    return this.local.stop();
  }

  private async send(
    base: string,
    route: string,
    request: HttpRequest,
    { subject = 'handler', call = route }: Subject,
  ): Promise<Given<HttpAnswer>> {
    record({ type: 'call', subject, call });
    const [method = 'GET', path = '/'] = route.split(' ');
    const before = this.traces.length;
    const answer = await send(method, base + path, request, ANSWER_TIMEOUT_MS);
    // The trace is reported once the answer is out, which the client may see first. Others may come
    // before it: a JWT authorizer fetches its issuer's keys from the application itself.
    const isReported = () =>
      this.traces
        .slice(before)
        .some((trace) => trace.api !== 'lambda' && (base + path).includes(trace.request.path));
    for (let turn = 0; !isReported() && turn < 1_000; turn += 1) await setImmediate();
    const error = this.traces
      .slice(before)
      .flatMap(({ calls }) => calls)
      .map(unfinishedWork)
      .find(Boolean);
    const came = say`it answered ${answer.status}, ${show(answer.json ?? answer.text)}`;
    return new Given(
      subject,
      call,
      error ? { threw: true, error } : { threw: false, returned: answer, came },
    );
  }
}

/**
 * A gateway hides what a function failed with behind a status. Where the learner has not written it
 * yet, or it never came to an end, that is what the check has to say.
 */
function unfinishedWork(call: TraceCall): LambdaError | undefined {
  if (call.outcome !== 'error' || typeof call.result !== 'object' || call.result === null)
    return undefined;
  const error = new LambdaError(call.result, call.log);
  return error.nature || /^TODO \d/.test(error.message) ? error : undefined;
}
