import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { LOOPBACK } from '#terminal/loopback.ts';
import { closeClients, makeClients, type Clients } from './clients.ts';
import { persist, type Work } from './work.ts';

let stop: () => Promise<void>;
afterEach(() => stop());

/** Clients of a service that answers so. */
async function clientsOf(listener: RequestListener, requestTimeout?: number): Promise<Clients> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, LOOPBACK, done));
  const { port } = server.address() as { port: number };
  const clients = makeClients('ap-northeast-2', {
    endpoint: `http://${LOOPBACK}:${port}`,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'worth nothing' },
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
  });
  stop = async () => {
    closeClients(clients);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return clients;
}

test('an answer that never comes is an error, not a wait without end', async () => {
  const { lambda } = await clientsOf(() => {}, 50);
  await expect(lambda.send(new ListFunctionsCommand())).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

test('a clock that is wrong is put right by the answer, and the call sent once more', async () => {
  const HOUR = 3_600_000;
  let calls = 0;
  const clients = await clientsOf((request, response) => {
    calls += 1;
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(request.headers['x-amz-date'])) ?? [];
    const iso = `${day}T${time}`.replace(
      /(....)(..)(..)T(..)(..)(..)/,
      (_, ...parts: string[]) => `${parts.slice(0, 3).join('-')}T${parts.slice(3, 6).join(':')}Z`,
    );
    const now = Date.now() + HOUR;
    response.setHeader('Date', new Date(now).toUTCString());
    response.setHeader('Content-Type', 'application/json');
    if (Math.abs(Date.parse(iso) - now) < HOUR / 2) {
      response.end('{"Functions":[]}');
      return;
    }
    response.writeHead(403, { 'x-amzn-errortype': 'InvalidSignatureException' });
    response.end('{"message":"Signature expired"}');
  });
  const told: string[] = [];
  const work: Work = {
    clients,
    tell: (_, what) => told.push(what.text),
    sleep: async () => {},
  };
  const answer = await persist(work, () => clients.lambda.send(new ListFunctionsCommand()));
  expect(answer.Functions).toEqual([]);
  expect({ calls, told: told.length }).toEqual({ calls: 2, told: 1 });
});
