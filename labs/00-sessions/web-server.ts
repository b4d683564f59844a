/*
 * Given: one web server. Most requests are the same for everybody; only `GET /me` needs to know who
 * asks, and only for that one the sessions are asked.
 */
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { findAccount } from './accounts.ts';
import { readCookies } from './cookies.ts';
import { listen, type Listener } from './listener.ts';
import type { Sessions } from './strategy.ts';

/** A server in service. */
export interface WebServer extends Listener {
  /** As in "server-1"; every response says it in the header `x-server`. */
  readonly name: string;
}

/**
 * Starts a server.
 *
 * @param onError is told what the sessions threw; the client gets a 500
 */
export async function startWebServer(
  name: string,
  sessions: Sessions,
  onError: (error: unknown) => void,
): Promise<WebServer> {
  const listener = await listen(async (request, response) => {
    response.setHeader('x-server', name);
    try {
      const { status, body, setCookie } = await answer(request, sessions);
      if (setCookie !== undefined) response.setHeader('set-cookie', setCookie);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(body));
    } catch (error) {
      onError(error);
      response.writeHead(500).end();
    }
  });
  return { name, ...listener };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly setCookie?: string;
}

async function answer(request: IncomingMessage, sessions: Sessions): Promise<Answer> {
  const cookies = readCookies(request.headers.cookie);
  switch (`${request.method} ${request.url}`) {
    case 'GET /':
      return { status: 200, body: 'Welcome to rubywave.io' };
    case 'POST /account/login': {
      const account = findAccount(parse(await text(request))?.email);
      if (!account) return { status: 401, body: { error: 'invalid_credentials' } };
      return { status: 200, body: account, setCookie: await sessions.begin(account, cookies) };
    }
    case 'GET /me': {
      const session = await sessions.find(cookies);
      return session
        ? { status: 200, body: session }
        : { status: 401, body: { error: 'not_logged_in' } };
    }
    default:
      return { status: 404, body: { error: 'not_found' } };
  }
}

function parse(json: string): { readonly email?: unknown } | undefined {
  try {
    return JSON.parse(json) as { readonly email?: unknown };
  } catch {
    return undefined;
  }
}
