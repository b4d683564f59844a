/* Given: an HTTP server on loopback that really starts and really stops. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Nobody else on the network can reach it. */
export const LOOPBACK = '127.0.0.1';

export interface Listener {
  readonly port: number;
  /** Closes the port, and every connection to it. */
  close(): Promise<void>;
}

/** Serves on any free port. */
export async function listen(handle: RequestListener): Promise<Listener> {
  const server = createServer(handle);
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
