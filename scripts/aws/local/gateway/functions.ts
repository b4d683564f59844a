import { parseJson } from '#text/json.ts';
import type { Outcome } from '../lambda/environment.ts';
import { MAX_REQUEST_BYTES } from '../lambda/limits.ts';
import type { StartTimer } from '../timers.ts';

/** Calls a function with an event, as JSON text. `signal`: nobody waits for the answer any more. */
export type CallFunction = (name: string, payload: string, signal: AbortSignal) => Promise<Outcome>;

/** One function that the gateway called for a request. */
export interface GatewayCall {
  readonly role: 'authorizer' | 'integration';
  readonly function: string;
  readonly event: unknown;
  readonly outcome: Outcome | 'timeout' | 'too-large';
}

/** What the function said, or why it said nothing. */
export type Reply =
  | { readonly kind: 'result'; readonly value: unknown }
  /** It failed, or could not be run; `errorMessage` is what it threw. */
  | { readonly kind: 'error'; readonly errorMessage: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-large' };

/** Asks functions on behalf of one request, and keeps record of it. */
export class Asker {
  readonly calls: GatewayCall[] = [];
  private readonly call: CallFunction;
  private readonly startTimer: StartTimer;
  private readonly clientGone: AbortSignal;

  /** @param clientGone aborted when the client has left: no function is asked for it any more */
  constructor(call: CallFunction, startTimer: StartTimer, clientGone: AbortSignal) {
    this.call = call;
    this.startTimer = startTimer;
    this.clientGone = clientGone;
  }

  /** @param timeoutMs how long the gateway waits; the function itself may go on */
  async ask(
    role: GatewayCall['role'],
    name: string,
    event: unknown,
    timeoutMs: number,
  ): Promise<Reply> {
    const payload = JSON.stringify(event);
    const note = (outcome: GatewayCall['outcome']) =>
      this.calls.push({ role, function: name, event, outcome });
    if (Buffer.byteLength(payload) > MAX_REQUEST_BYTES) {
      note('too-large');
      return { kind: 'too-large' };
    }
    const late = new AbortController();
    const call = this.call(name, payload, AbortSignal.any([this.clientGone, late.signal]));
    const outcome = await this.waitFor(call, timeoutMs, late);
    note(outcome);
    if (outcome === 'timeout') return { kind: 'timeout' };
    return outcome.failed
      ? { kind: 'error', errorMessage: errorMessageOf(outcome.payload) }
      : resultOf(outcome.payload);
  }

  private waitFor<T>(
    promise: Promise<T>,
    milliseconds: number,
    late: AbortController,
  ): Promise<T | 'timeout'> {
    return new Promise((resolve, reject) => {
      const cancel = this.startTimer(milliseconds, () => {
        resolve('timeout');
        late.abort();
      });
      promise.finally(cancel).then(resolve, reject);
    });
  }
}

/** Our bootstrap sends JSON only; another runtime may send anything. */
function resultOf(payload: string): Reply {
  const value = parseJson(payload);
  return value === undefined
    ? { kind: 'error', errorMessage: 'The function returned something that is no JSON' }
    : { kind: 'result', value };
}

function errorMessageOf(payload: string): string {
  return String((parseJson(payload) as { errorMessage?: unknown } | null)?.errorMessage ?? '');
}
