import { parseJson } from '#text/json.ts';
import type { FunctionCall } from './gateway/functions.ts';
import type { Exchange } from './gateway/server.ts';
import type { Authorization } from './gateway/authorizer.ts';
import type { InvokeCall } from './lambda/invoke-api.ts';
import type { Redact } from './redact.ts';

/** What became of one request, whole: emitted when it has been answered. Times in milliseconds. */
export type TraceRecord = GatewayRecord | InvokeRecord;

/** A request to an API. */
export interface GatewayRecord {
  readonly api: 'http' | 'rest';
  /** When it came, ISO 8601. */
  readonly at: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** As declared; undefined if no route fits. */
  readonly route: string | undefined;
  /** Undefined where nobody guards the route. */
  readonly authorization: Authorization | undefined;
  /** The functions that were called, in order. An answer from the cache is no call. */
  readonly calls: readonly TraceCall[];
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly body: string;
  };
  readonly milliseconds: number;
}

/** A call of Lambda's Invoke API. */
export interface InvokeRecord {
  readonly api: 'lambda';
  readonly at: string;
  readonly function: string;
  /** The HTTP status. */
  readonly status: number;
  /** The service's own error, if it made one: `ResourceNotFoundException` … */
  readonly errorType: string | undefined;
  /** One, or none if the function was not run. */
  readonly calls: readonly TraceCall[];
  readonly milliseconds: number;
}

/** One function that ran, or could not. */
export interface TraceCall extends Omit<FunctionCall, 'outcome'> {
  /** `result`: the handler returned; `error`: it failed; else the gateway gave up on it. */
  readonly outcome: 'result' | 'error' | 'timeout' | 'too-large';
  /** What the handler returned, or `{ errorType, errorMessage, trace }`. */
  readonly result: unknown;
  readonly coldStart: boolean;
  readonly initMilliseconds: number | undefined;
  readonly milliseconds: number | undefined;
  /** What it logged, with START, END and REPORT; lines inside one log event end in `\r`. */
  readonly log: string;
}

export type TraceListener = (record: TraceRecord) => void;

/** Reports to listeners what happened, with tokens cut and secrets taken out. */
export interface Trace {
  /** Returns an unsubscribe function. */
  listen(listener: TraceListener): () => void;
  exchange(exchange: Exchange): void;
  invoke(call: InvokeCall): void;
}

export function makeTrace(redact: Redact): Trace {
  const listeners = new Set<TraceListener>();

  /** The record is only made where somebody listens. */
  function emit(make: () => TraceRecord): void {
    if (listeners.size === 0) return;
    const record = redact(make()) as TraceRecord;
    for (const listener of listeners) {
      try {
        listener(record);
      } catch (error) {
        // A listener's mistake must not cost the client its answer.
        process.emitWarning(error as Error);
      }
    }
  }

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exchange: (exchange) => emit(() => gatewayRecord(exchange)),
    invoke: (call) => emit(() => invokeRecord(call)),
  };
}

function gatewayRecord(exchange: Exchange): GatewayRecord {
  const { api, request, route, authorization, calls, answer, milliseconds } = exchange;
  const { method, path, query, headers, body, time } = request;
  return {
    api,
    at: new Date(time).toISOString(),
    request: { method, path, query, headers, body: body.toString() },
    route,
    authorization,
    calls: calls.map(traceOf),
    response: { ...answer, body: answer.body.toString() },
    milliseconds,
  };
}

function invokeRecord({ event, outcome, errorType, ...call }: InvokeCall): InvokeRecord {
  return {
    ...call,
    api: 'lambda',
    at: new Date(Date.now() - call.milliseconds).toISOString(),
    errorType,
    calls: outcome ? [traceOf({ role: 'invoke', function: call.function, event, outcome })] : [],
  };
}

function traceOf({ outcome, ...call }: FunctionCall): TraceCall {
  if (typeof outcome === 'string') return { ...call, ...NOT_FINISHED, outcome };
  const { payload, failed, coldStart, initMilliseconds, milliseconds, log } = outcome;
  const result = parseJson(payload);
  return {
    ...call,
    outcome: failed ? 'error' : 'result',
    result: result === undefined ? payload : result,
    coldStart,
    initMilliseconds,
    milliseconds,
    log,
  };
}

const NOT_FINISHED = {
  result: undefined,
  coldStart: false,
  initMilliseconds: undefined,
  milliseconds: undefined,
  log: '',
} as const;
