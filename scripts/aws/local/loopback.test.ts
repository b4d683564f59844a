import http, { type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serve } from '#terminal/loopback.ts';
import { listening } from '#testing/for-test.ts';
import { makeSources, sendRaw, startForTest } from '#testing/local-aws.ts';
import { startLocalAws } from './index.ts';
import { serveRuntimeApi } from './lambda/runtime-api.ts';

const application = {
  name: 'jwt-workshop',
  functions: { issuer: { entry: 'issuer.ts' } },
  httpApi: { routes: [{ route: 'POST /login', function: 'issuer' }] },
} as const;

test('a port that another run holds: the message names its purpose and its process', async () => {
  const { root } = await makeSources({ 'issuer.ts': 'export const handler = () => 1;' });
  const { local } = await startForTest(application, { root });
  const port = Number(new URL(local.lambda.url).port);

  await expect(
    startLocalAws(application, { root, ports: { httpApi: port } }),
  ).rejects.toMatchObject({
    name: 'PortInUseError',
    port,
    message: expect.stringMatching(
      new RegExp(
        `^Port ${port} is taken by another run of this workshop: jwt-workshop Lambda, process ${process.pid}\\.`,
      ),
    ),
  });
});

test('a port that another program holds: the message has the command that shows which', async () => {
  const port = await listening(createServer((socket) => void socket.end('who are you')));

  await expect(serve(() => {}, { purpose: 'test', port })).rejects.toMatchObject({
    name: 'PortInUseError',
    message: expect.stringMatching(/taken by another program\. This shows which: (lsof|netstat) /),
  });
});

test('nothing can be reached from the network', async () => {
  const server = await serve((_, response) => response.end('hello'), { purpose: 'test' });
  onTestFinished(() => server.close());
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (!outside) return;
  expect(
    await sendRaw(`http://${outside.address}:${server.port}`, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  ).toBe('');
});

test('a process is not cut off from its Runtime API, however long it works or waits for a processor', async () => {
  const made = vi.spyOn(http, 'createServer');
  syncBuiltinESMExports();
  const server = await serveRuntimeApi(() => {});
  onTestFinished(async () => {
    made.mockRestore();
    syncBuiltinESMExports();
    await server.close();
  });
  const { headersTimeout, requestTimeout, keepAliveTimeout } = Object(
    made.mock.results[0]?.value,
  ) as Server;
  // No function of Lambda's runs longer.
  const LONGEST_MS = 900_000;
  for (const limit of [headersTimeout, requestTimeout, keepAliveTimeout])
    expect(limit).toBeGreaterThan(LONGEST_MS);
});
