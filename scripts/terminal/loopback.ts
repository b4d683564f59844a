import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { say } from '#text/message.ts';
import { ExplainedError } from './errors.ts';

/** The address that everything listens on unless it is asked not to: nobody else on the network can reach it. */
export const LOOPBACK = '127.0.0.1';

/** How long a client may take to send its headers and its whole request, in milliseconds. */
export interface ClientTimeouts {
  readonly headersMs: number;
  readonly requestMs: number;
  /** Between two requests; a minute where it is left out. */
  readonly idleMs?: number;
}

const CLIENT_TIMEOUTS: ClientTimeouts = { headersMs: 10_000, requestMs: 30_000 };

/** A server on loopback that can be closed at once, with the connections it still has. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  /** What the server is, for whoever finds its port taken: `jwt-workshop HTTP API`. */
  readonly purpose: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Another address of this machine than loopback: whoever asks for it knows who can reach it. */
  readonly address?: string;
  readonly clientTimeouts?: ClientTimeouts;
  /** Where it takes what it serves from, absolute. */
  readonly folder?: string;
}

/**
 * Serves on loopback. What is no HTTP gets 400 and is cut off; a client that dawdles gets 408.
 *
 * @throws PortInUseError when another program has the port
 */
export async function serve(
  listener: RequestListener,
  options: ListenOptions,
): Promise<LoopbackServer> {
  const { purpose, port = 0, address = LOOPBACK, folder } = options;
  const { clientTimeouts = CLIENT_TIMEOUTS } = options;
  const server = createServer(
    {
      headersTimeout: clientTimeouts.headersMs,
      requestTimeout: clientTimeouts.requestMs,
      connectionsCheckingInterval: Math.min(1000, clientTimeouts.headersMs),
      keepAliveTimeout: clientTimeouts.idleMs ?? 60_000,
    },
    (incoming, outgoing) => {
      // Only those on this machine: what listens elsewhere says nothing of itself.
      const asksWho = address === LOOPBACK && incoming.headers[IDENTIFY] !== undefined;
      if (!asksWho || !isOwnHost(incoming)) return listener(incoming, outgoing);
      // A header holds ASCII, and a folder's name any letter.
      const identity = JSON.stringify({ purpose, pid: process.pid, folder });
      outgoing.setHeader(IDENTIFY, encodeURIComponent(identity));
      outgoing.end();
    },
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    answerBrokenClient(error, socket),
  );
  await listen(server, port, address);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who holds a port: another run of this workshop says so itself. */
export interface PortHolder {
  /** What the server is: `jwt-workshop HTTP API`. */
  readonly purpose: string;
  readonly pid: number;
  readonly folder: string | undefined;
}

/** The command that shows which program has a port. */
export function holderCommand(port: number): string {
  return process.platform === 'win32'
    ? `netstat -ano | findstr :${port}`
    : `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
}

/** The port that was asked for belongs to another program. */
export class PortInUseError extends ExplainedError {
  readonly port: number;

  /** `holder` is undefined where it is no run of this workshop. */
  constructor(port: number, holder: PortHolder | undefined) {
    super(
      holder
        ? say`Port ${port} is taken by another run of this workshop: ${holder.purpose}, process ${holder.pid}.`
        : say`Port ${port} is taken by another program. This shows which: ${holderCommand(port)}`,
    );
    this.port = port;
  }
}

/** A request with this header asks who is there, and nothing else. */
const IDENTIFY = 'x-local-aws';

async function listen(server: Server, port: number, address: string): Promise<void> {
  try {
    server.listen(port, address);
    await once(server, 'listening');
  } catch (error) {
    // Windows says EACCES of a port that another program holds for itself alone.
    const isTaken = ['EADDRINUSE', 'EACCES'].includes(
      String((error as NodeJS.ErrnoException).code),
    );
    throw isTaken ? new PortInUseError(port, await identify(port)) : error;
  }
}

/**
 * Which server of ours has a port: no portable call tells, but they say so themselves. Undefined where it
 * is another program's, or nobody's.
 */
export function identify(port: number): Promise<PortHolder | undefined> {
  return new Promise((resolve) => {
    const probe = request(
      { host: LOOPBACK, port, headers: { [IDENTIFY]: '?' }, timeout: 2_000 },
      (response) => {
        response.resume();
        try {
          const identity = decodeURIComponent(String(response.headers[IDENTIFY]));
          const { purpose, pid, folder } = JSON.parse(identity) as Partial<PortHolder>;
          resolve({ purpose: String(purpose), pid: Number(pid), folder });
        } catch {
          resolve(undefined);
        }
      },
    );
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(undefined));
    probe.end();
  });
}

/** Whether nobody has the port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}

function answerBrokenClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Whether the request names this server and no other. A page in a browser can be made to reach
 * loopback under a name of its own (DNS rebinding); the Host header gives that away.
 */
export function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  const host = headers.host?.toLowerCase();
  return OWN_NAMES.some((name) => host === `${name}:${socket.localPort}`);
}

const OWN_NAMES = [LOOPBACK, 'localhost', '[::1]'];

/** Whether a browser sent it on behalf of a page: SDKs and runtimes send neither header. */
export function isFromPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

/**
 * The whole body, or undefined if it is longer than `limit` bytes; what comes after the limit is
 * read and dropped, for a client that is still sending would not see the answer.
 *
 * @throws ClientGone when the client goes away before the end
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      resolve(undefined);
      if (length > limit * DROPPED_AT_MOST) incoming.destroy();
    });
    incoming.on('end', () => resolve(length <= limit ? Buffer.concat(chunks) : undefined));
    incoming.on('error', () => reject(new ClientGone()));
    incoming.on('close', () => reject(new ClientGone()));
  });
}

/** There is nobody left to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client went away');
    this.name = 'ClientGone';
  }
}

/** So many times the limit is read and dropped; then the connection is cut. */
const DROPPED_AT_MOST = 4;
