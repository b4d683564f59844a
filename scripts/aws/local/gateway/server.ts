import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOwnHost, readBody } from '#terminal/loopback.ts';
import type { Clock, StartTimer } from '../timers.ts';
import { HEADERS_TOO_LARGE, INTERNAL_ERROR, type Answer } from './answer.ts';
import type { Api, Handled } from './api.ts';
import { makeAsker, type CallFunction, type FunctionCall } from './functions.ts';
import { readRequest, type ApiRequest } from './request.ts';

/** One request that an API answered, for the trace. */
export interface Exchange extends Handled {
  readonly api: Api['kind'];
  readonly request: ApiRequest;
  readonly calls: readonly FunctionCall[];
  readonly milliseconds: number;
}

interface GatewayOptions {
  readonly api: Api;
  readonly call: CallFunction;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  readonly onExchange: (exchange: Exchange) => void;
}

/** Bytes of a request's body. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_BODY_BYTES = 10_485_760;

/** Bytes of the request line and all headers: a fat token meets this limit first. */
const MAX_HEADER_BYTES = 10_240;

function headerBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  return Buffer.byteLength([method, url, ...rawHeaders].join(' '));
}

/** Serves one API: reads the request, lets the API answer, sends that and reports to the trace. */
export function gatewayListener(options: GatewayOptions) {
  const { api, call, clock, startTimer, onExchange } = options;
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const clientGone = new AbortController();
    response.once('close', () => clientGone.abort());
    const asker = makeAsker(call, startTimer, clientGone.signal);
    let request = readRequest(incoming, Buffer.alloc(0), clock());
    const finish = (handled: Handled, close = false) => {
      send(response, handled.answer, {
        ...api.headers(request),
        ...(close ? { connection: 'close' } : {}),
      });
      onExchange({
        ...handled,
        api: api.kind,
        request,
        calls: asker.calls,
        milliseconds: performance.now() - startedAt,
      });
    };
    const { forbidden, bodyTooLarge } = api.answers;
    if (!isOwnHost(incoming)) return finish({ answer: forbidden }, true);
    if (headerBytes(incoming) > MAX_HEADER_BYTES)
      return finish({ answer: HEADERS_TOO_LARGE }, true);
    try {
      const body = await readBody(incoming, MAX_BODY_BYTES);
      if (!body) return finish({ answer: bodyTooLarge }, true);
      request = { ...request, body };
    } catch {
      // The client went away before the end of its request: there is nobody to answer.
      return void response.destroy();
    }
    try {
      finish(await api.handle(request, asker));
    } catch (error) {
      // A mistake of the gateway's own; the client gets the least that AWS would say.
      process.emitWarning(error as Error);
      if (response.headersSent) response.destroy();
      else finish({ answer: INTERNAL_ERROR });
    }
  };
}

function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  more: Record<string, string>,
): void {
  const all: Record<string, string | readonly string[]> = { ...headers, ...more };
  if (status !== 204 && status !== 304) all['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(status, all as Record<string, string | string[]>);
  response.end(body);
}
