import { parseJson } from '#text/json.ts';
import type { Outcome } from '../lambda/environment.ts';
import { MAX_REQUEST_BYTES } from '../lambda/limits.ts';
import type { StartTimer } from '../timers.ts';

/** Calls a function with an event, as JSON text. `signal`: nobody waits for the answer any more. */
export type CallFunction = (name: string, payload: string, signal: AbortSignal) => Promise<Outcome>;

/** A function that was called, and what came of it; a text where the gateway gave up on it. */
export interface FunctionCall {
  readonly role: 'authorizer' | 'integration' | 'invoke';
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
export interface Asker {
  readonly calls: readonly FunctionCall[];
  /** @param timeoutMs how long the gateway waits; the function itself may go on */
  ask(role: FunctionCall['role'], name: string, event: unknown, timeoutMs: number): Promise<Reply>;
}

/** @param clientGone aborted when the client has left: no function is asked for it any more */
export function makeAsker(
  call: CallFunction,
  startTimer: StartTimer,
  clientGone: AbortSignal,
): Asker {
  const calls: FunctionCall[] = [];

  function outcomeOf(
    name: string,
    payload: string,
    timeoutMs: number,
  ): Promise<Outcome | 'timeout'> {
    const late = new AbortController();
    return new Promise((resolve, reject) => {
      const cancel = startTimer(timeoutMs, () => {
        resolve('timeout');
        late.abort();
      });
      const outcome = call(name, payload, AbortSignal.any([clientGone, late.signal]));
      outcome.finally(cancel).then(resolve, reject);
    });
  }

  return {
    calls,
    async ask(role, name, event, timeoutMs) {
      const payload = JSON.stringify(event);
      const isTooLarge = Buffer.byteLength(payload) > MAX_REQUEST_BYTES;
      const outcome = isTooLarge ? 'too-large' : await outcomeOf(name, payload, timeoutMs);
      calls.push({ role, function: name, event, outcome });
      if (typeof outcome === 'string') return { kind: outcome };
      return outcome.failed
        ? { kind: 'error', errorMessage: errorMessageOf(outcome.payload) }
        : resultOf(outcome.payload);
    },
  };
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
