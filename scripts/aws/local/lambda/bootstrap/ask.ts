/** How the runtime reaches its host: a process over HTTP, a thread in messages. */
import type { MessagePort } from 'node:worker_threads';
import type { RuntimeAnswer, RuntimeCall } from '../protocol.ts';

/** Makes one call of the Runtime API. There is never more than one under way. */
export type Ask = (call: RuntimeCall) => Promise<RuntimeAnswer>;

/**
 * Over HTTP, at `host:port`. When the host is gone there is nobody left to work for, so the process
 * ends.
 */
export async function askOverHttp(api: string): Promise<Ask> {
  // A thread needs none of it, and it weighs.
  const { Agent, request } = await import('node:http');
  const [hostname, port] = api.split(':') as [string, string];
  const agent = new Agent({ keepAlive: true });
  return ({ line, headers, body }) =>
    new Promise((resolve) => {
      const [method, path] = line.split(' ') as [string, string];
      const length = body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const options = { hostname, port, agent, method, path, headers: { ...headers, ...length } };
      const outgoing = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
        response.on('error', hostIsGone);
      });
      outgoing.on('error', hostIsGone);
      outgoing.end(body);
    });
}

function hostIsGone(): never {
  return process.exit(1);
}

/** The port keeps the thread alive only while an answer is waited for, as a request would. */
export function askByMessage(port: MessagePort): Ask {
  return (call) =>
    new Promise((resolve) => {
      port.once('message', resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      port.postMessage(call);
    });
}
