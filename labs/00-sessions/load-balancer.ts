/*
 * Given: a load balancer. It hands every request on to one of the servers in service, by HTTP, and
 * the response back. Which server it is, is decided round robin, or by the strategy.
 */
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { readCookies } from './cookies.ts';
import { listen, LOOPBACK, type Listener } from './listener.ts';
import type { Choice, Routing } from './strategy.ts';
import type { WebServer } from './web-server.ts';

/**
 * Starts a load balancer.
 *
 * @param inService the servers at this moment; a balancer of AWS finds out by health checks
 * @param onError is told what the routing threw; the client gets a 500
 */
export function startLoadBalancer(
  inService: () => readonly WebServer[],
  routing: Routing | undefined,
  onError: (error: unknown) => void,
): Promise<Listener> {
  let turn = 0;

  function choose(incoming: IncomingMessage): Choice {
    const names = inService().map(({ name }) => name);
    const next = names[turn++ % names.length] ?? '';
    const cookies = readCookies(incoming.headers.cookie);
    return routing?.choose(cookies, { inService: names, next }) ?? { server: next };
  }

  return listen((incoming, outgoing) => {
    try {
      const { server: chosen, setCookie } = choose(incoming);
      const server = inService().find(({ name }) => name === chosen);
      if (server) forward(incoming, outgoing, { port: server.port, setCookie });
      else outgoing.writeHead(502).end();
    } catch (error) {
      onError(error);
      outgoing.writeHead(500).end();
    }
  });
}

interface Hop {
  readonly port: number;
  readonly setCookie: string | undefined;
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, hop: Hop): void {
  const { method, url, headers } = incoming;
  const passedOn = request(
    { host: LOOPBACK, port: hop.port, method, path: url, headers },
    (response) => {
      const own = hop.setCookie === undefined ? [] : [hop.setCookie];
      const cookies = [...(response.headers['set-cookie'] ?? []), ...own];
      outgoing.writeHead(response.statusCode ?? 502, {
        ...response.headers,
        ...(cookies.length > 0 && { 'set-cookie': cookies }),
      });
      response.pipe(outgoing);
    },
  );
  passedOn.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  incoming.pipe(passedOn);
}
