/*
 * Given: a few servers behind a load balancer. Each is a real HTTP server with a port of its own, and
 * can be stopped and replaced. That they run in one process here is only for convenience: what one
 * server keeps, no other is meant to see.
 */
import { LOOPBACK, type Listener } from './listener.ts';
import { startLoadBalancer } from './load-balancer.ts';
import type { Strategy } from './strategy.ts';
import { startWebServer, type WebServer } from './web-server.ts';

export interface Cluster {
  /** Where clients go: the load balancer's address. */
  readonly url: string;
  /** The servers in service, for who wants to go around the balancer. */
  readonly servers: readonly { readonly name: string; readonly url: string }[];
  /** What the strategy threw while it was asked, the first first. */
  readonly errors: readonly unknown[];
  /** A server dies, or is no longer needed. */
  stopServer(name: string): Promise<void>;
  /** A deployment: each server is stopped, and a new one with an empty memory starts. */
  replaceServers(): Promise<void>;
  /** The load balancer is exchanged for a new one, which has another `url`. */
  replaceBalancer(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a cluster of `size` servers that keep their sessions as `strategy` says. */
export async function startCluster(strategy: Strategy, size = 3): Promise<Cluster> {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  let started = 0;
  let servers: readonly WebServer[] = [];

  async function startServer(): Promise<void> {
    started += 1;
    const server = await startWebServer(`server-${started}`, strategy.server(), onError);
    servers = [...servers, server];
  }

  async function stopServer(name: string): Promise<void> {
    const stopped = servers.find((server) => server.name === name);
    servers = servers.filter((server) => server !== stopped);
    await stopped?.close();
  }

  // The part in the balancer is made once for each balancer, as that of a server for each server.
  const startBalancer = (): Promise<Listener> =>
    startLoadBalancer(() => servers, strategy.balancer?.(), onError);

  for (let count = 0; count < size; count += 1) await startServer();
  let balancer = await startBalancer();

  return {
    get url() {
      return addressOf(balancer);
    },
    get servers() {
      return servers.map((server) => ({ name: server.name, url: addressOf(server) }));
    },
    errors,
    stopServer,
    async replaceServers() {
      for (const { name } of servers) {
        await startServer();
        await stopServer(name);
      }
    },
    async replaceBalancer() {
      await balancer.close();
      balancer = await startBalancer();
    },
    async close() {
      await Promise.all([balancer, ...servers].map((listener) => listener.close()));
    },
  };
}

function addressOf({ port }: Listener): string {
  return `http://${LOOPBACK}:${port}`;
}
