import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { traceRoot } from '../lambda/environment.ts';

/** A request as the gateway understands it, before any API has looked at it. */
export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  /** Without query, as the client wrote it. */
  readonly path: string;
  /** Without the question mark; empty if there is none. */
  readonly query: string;
  /** Name and value in the client's case and order. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  /** Names in lower case, values of one name joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly sourceIp: string;
}

/** @param time milliseconds since 1970 */
export function readRequest(incoming: IncomingMessage, body: Buffer, time: number): ApiRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const rawHeaders: [string, string][] = [];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    const [name, value] = incoming.rawHeaders.slice(index, index + 2) as [string, string];
    if (!NOT_HANDED_ON.has(name.toLowerCase())) rawHeaders.push([name, value]);
  }
  const sourceIp = incoming.socket.remoteAddress ?? '127.0.0.1';
  const id = randomUUID();
  // What the gateway itself says of the way is not taken from the client. On AWS the protocol is
  // always https; here that would not be true.
  rawHeaders.push(
    ['X-Amzn-Trace-Id', traceRoot(id, time)],
    ['X-Forwarded-For', sourceIp],
    ['X-Forwarded-Port', String(incoming.socket.localPort)],
    ['X-Forwarded-Proto', 'http'],
  );
  return {
    id,
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    rawHeaders,
    headers: joinHeaders(rawHeaders),
    body,
    time,
    sourceIp,
  };
}

/** What ends at the gateway, and what it writes itself; seen in captured events. */
const NOT_HANDED_ON = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'x-amzn-trace-id',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

function joinHeaders(rawHeaders: ApiRequest['rawHeaders']): Record<string, string> {
  const lower = rawHeaders.map(([name, value]) => [name.toLowerCase(), value] as const);
  return grouped(lower, (values, name) => values.join(name === 'cookie' ? '; ' : ','));
}

/** What `combine` makes of all values of a name, by the names. */
export function grouped<Value>(
  pairs: Iterable<readonly [name: string, value: string]>,
  combine: (values: string[], name: string) => Value,
): Record<string, Value> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries([...groups].map(([name, values]) => [name, combine(values, name)]));
}

/** `12/Mar/2026:19:03:58 +0000`, as API Gateway writes times. */
export function requestTime(milliseconds: number): string {
  const [, day, month, year, time] = new Date(milliseconds).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
