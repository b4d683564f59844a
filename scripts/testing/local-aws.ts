import { InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { EventEmitter, once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { isAlive } from '#terminal/is-alive.ts';
import { LOOPBACK, serve } from '#terminal/loopback.ts';
import {
  startLocalAws,
  type Application,
  type LocalAws,
  type StartOptions,
} from '#aws/local/index.ts';
import { send as sendRequest, type HttpRequest } from '#aws/send.ts';
import { clientFor } from './aws-client.ts';
import { temporaryFolder } from './for-test.ts';
import { startTimer, type StartTimer } from '#aws/local/timers.ts';

/** What a test sees of an invocation. */
export interface Invoked {
  readonly status: number | undefined;
  readonly failed: boolean;
  readonly payload: any;
  readonly log: string;
}

/** For tests: a running application, its SDK client and what its trace told; all ended with the test. */
export async function startForTest(application: Application, options: StartOptions = {}) {
  const local = await startLocalAws(application, options);
  const client = clientFor(local);
  const records: Parameters<Parameters<LocalAws['onTrace']>[0]>[0][] = [];
  local.onTrace((record) => records.push(record));
  onTestFinished(async () => {
    client.destroy();
    await local.stop();
  });
  const invoke = async (
    name: string,
    event?: unknown,
    more: Partial<InvokeCommandInput> = {},
  ): Promise<Invoked> => {
    const output = await client.send(
      new InvokeCommand({
        FunctionName: name,
        LogType: 'Tail',
        ...(event === undefined ? {} : { Payload: JSON.stringify(event) }),
        ...more,
      }),
    );
    const text = Buffer.from(output.Payload ?? []).toString();
    return {
      status: output.StatusCode,
      failed: output.FunctionError !== undefined,
      payload: text === '' ? undefined : JSON.parse(text),
      log: Buffer.from(output.LogResult ?? '', 'base64').toString(),
    };
  };
  return { local, client, records, invoke };
}

/** For tests: a folder of source files, removed with the test. */
export async function makeSources(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder();
  const save = async (name: string, text: string) => writeFile(join(root, name), text);
  for (const [name, text] of Object.entries(files)) await save(name, text);
  return { root, save };
}

/**
 * For tests: timers of one length that only end when the test says so; all others are real. A test
 * of a time-out so takes no time, and none can come too early.
 */
export function manualTimers(milliseconds: number) {
  const waiting: (() => void)[] = [];
  const arrivals = new EventEmitter();
  const timers: StartTimer = (length, expire) => {
    if (length !== milliseconds) return startTimer(length, expire);
    waiting.push(expire);
    arrivals.emit('timer');
    return () => {
      const index = waiting.indexOf(expire);
      if (index >= 0) waiting.splice(index, 1);
    };
  };
  return {
    startTimer: timers,
    /** Resolves as soon as so many of such timers run. */
    running: async (count = 1) => {
      while (waiting.length < count) await once(arrivals, 'timer');
    },
    /** Ends all that run now. */
    expire: () => {
      for (const expire of waiting.splice(0)) expire();
    },
  };
}

/**
 * For tests: an address that a handler calls to say that it runs, a promise of that call, and what
 * lets the handler go on.
 */
export async function doorbell() {
  const bell = new EventEmitter();
  const rung = once(bell, 'ring');
  const listener: RequestListener = (_, response) => {
    bell.once('release', () => response.end());
    bell.emit('ring');
  };
  const server = await serve(listener, { purpose: 'doorbell' });
  onTestFinished(() => server.close());
  const release = () => bell.emit('release');
  return { url: `http://${LOOPBACK}:${server.port}`, rung, release };
}

/** For tests: one request, with headers as they are written here. */
export async function send(
  url: string,
  { method = 'GET', ...request }: HttpRequest & { method?: string } = {},
) {
  const { status, headers, text } = await sendRequest(method, url, request);
  return { status, headers, body: text };
}

/** For tests: writes bytes as they are and resolves with all that came back until the connection ended. */
export function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

/** For tests: resolves when a process is gone. */
export async function whenGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}
