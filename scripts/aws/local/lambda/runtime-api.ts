import type { IncomingMessage, ServerResponse } from 'node:http';
import { isFromPage, isOwnHost, readBody, serve, type LoopbackServer } from '#terminal/loopback.ts';
import { MAX_RESPONSE_BYTES } from './limits.ts';
import { PARENT_PATH, type RuntimeCall } from './protocol.ts';

/** Answers one call, with JSON text. */
export type Reply = (
  status: number,
  body: string | Buffer,
  headers?: Readonly<Record<string, string>>,
) => void;

/** Gets each call of the Runtime API; may return what is to be done where the caller hangs up first. */
export type ServeRuntime = (call: RuntimeCall, reply: Reply) => void | (() => void);

/**
 * Serves the Runtime API over HTTP, for one process.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function serveRuntimeApi(serveCall: ServeRuntime): Promise<LoopbackServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply: Reply = (status, text, headers) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(text);
    };
    if (!isOwnHost(request) || isFromPage(request)) {
      return reply(403, JSON.stringify({ errorType: 'Forbidden' }));
    }
    if (request.url === PARENT_PATH) return;
    const body = await readBody(request, MAX_RESPONSE_BYTES).catch(() => null);
    // The caller has gone.
    if (body === null) return;
    const line = `${request.method} ${request.url}`;
    const hangUp = serveCall({ line, headers: request.headers, body: body?.toString() }, reply);
    if (hangUp) response.on('close', hangUp);
  };
  return serve((request, response) => void answer(request, response), {
    purpose: 'Lambda Runtime API',
    clientTimeouts: PATIENT,
  });
}

/**
 * The one client is our own process, and on a busy machine it may take long to send a request, or its next
 * one: to be cut off would cost the invocation that it is at. How long that may take has a limit of its own.
 */
const DAY_MS = 24 * 3600 * 1000;
const PATIENT = { headersMs: DAY_MS, requestMs: DAY_MS, idleMs: DAY_MS };
