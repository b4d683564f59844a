/** The collector over real HTTP: it takes results with the code, and each refusal loses nothing. */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '#testing/for-test.ts';
import { sendRaw } from '#testing/local-aws.ts';
import { STUCK, TOY_LABS, toySnapshot } from '#testing/toy-class.ts';
import { ClassStore } from './class-store.ts';
import { serveCollector } from './collector.ts';
import type { ClassMessage } from './snapshot.ts';

const LEARNER = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

async function start() {
  const store = new ClassStore(temporaryFolder());
  const clock = { now: 1_000_000 };
  const waits: number[] = [];
  let open!: () => void;
  const gate = new Promise<void>((done) => (open = done));
  const server = await serveCollector({
    labs: TOY_LABS,
    store,
    port: 0,
    now: () => clock.now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return gate;
    },
  });
  onTestFinished(() => server.close());
  const url = `http://127.0.0.1:${server.port}/results`;
  const send = async (
    body: unknown,
    { code = store.settings.code, ...headers }: Record<string, string> = {},
  ): Promise<number> => {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${code}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return status;
  };
  return { store, clock, waits, open, url, send };
}

function message(changes: Readonly<Record<string, unknown>> = {}): ClassMessage {
  const { snapshot = {}, ...rest } = changes;
  return {
    version: 1,
    learner: LEARNER,
    name: '민지',
    sent: 500,
    snapshot: { ...toySnapshot({ at: 400 }), ...(snapshot as object) },
    ...rest,
  };
}

test('a result counts at the time of the class, whatever the learner takes for the time', async () => {
  const { send, store, clock } = await start();
  expect(await send(message())).toBe(204);
  expect(store.arrivals).toEqual([
    { learner: LEARNER, name: '민지', at: clock.now - 100, snapshot: toySnapshot({ at: 999_900 }) },
  ]);
  expect(await send(message({ sent: 10, snapshot: { at: 400 } }))).toBe(204);
  expect(store.arrivals[1]?.at).toBe(clock.now);
});

test('whoever has just joined is counted without a result', async () => {
  const { send, store } = await start();
  const { snapshot: _, ...joined } = message();
  expect(await send(joined)).toBe(204);
  expect(store.arrivals.map(({ snapshot }) => snapshot)).toEqual([undefined]);
});

const LONG = 'a'.repeat(41);

test.each<[why: string, body: unknown]>([
  ['no JSON', '{'],
  ['no object', []],
  ['nothing', ''],
  ['another version', message({ version: 2 })],
  ['a field more', message({ code: 'const secret = 1' })],
  ['a field more in the snapshot', message({ snapshot: { code: 'x' } })],
  ['a field more at a check', message({ snapshot: { failed: [{ check: 'padding', text: 'x' }] } })],
  ['__proto__', JSON.stringify(message()).replace('{', '{"__proto__":{},')],
  ['a lab that is not there', message({ snapshot: { lab: 9 } })],
  ['a check that is not there', message({ snapshot: { passed: ['constructor'] } })],
  ['a check twice', message({ snapshot: { todo: ['alg', 'alg'] } })],
  ['a check that passed and did not', message({ snapshot: { todo: ['alg', 'padding'] } })],
  ['no check at all', message({ snapshot: { passed: [], failed: [], todo: [] } })],
  [
    "another check's mistake",
    message({
      snapshot: {
        passed: [],
        failed: [{ check: 'alg', mistake: 'padding-passes' }],
        todo: [],
      },
    }),
  ],
  ['a learner without an id', message({ learner: 'spark' })],
  ['a time that is none', message({ sent: -1 })],
  ['a time with a part', message({ snapshot: { at: 0.5 } })],
  ['no name', message({ name: '' })],
  ['a name of 41 letters', message({ name: LONG })],
  ['a name that clears the terminal', message({ name: '\u001B[2J' })],
  ['a name of two lines', message({ name: 'spark\nneon' })],
  ['a name that turns the text', message({ name: 'spark\u202Enoen' })],
  ['half a letter', JSON.stringify(message()).replace('민지', String.raw`\ud83d`)],
])('400 for %s', async (_, body) => {
  const { send, store } = await start();
  expect(await send(body)).toBe(400);
  expect(store.arrivals).toEqual([]);
  expect(await send(message({ snapshot: STUCK }))).toBe(204);
});

test('a name is any text: 40 letters of it, and a script is one', async () => {
  const { send, store } = await start();
  const names = ['<script>alert(1)</script>', '가'.repeat(40), '😀'.repeat(40), '=1+1', '..'];
  for (const name of names) expect(await send(message({ name }))).toBe(204);
  expect(store.arrivals.map(({ name }) => name)).toEqual(names);
});

test('a false code is 401, and each from one address waits longer; the right one never waits', async () => {
  const { send, store, waits, open } = await start();
  for (let tries = 0; tries < 3; tries += 1) expect(await send(message(), { code: 'X' })).toBe(401);
  expect(waits).toEqual([]);
  let refused = 0;
  const flood = Array.from({ length: 40 }, async () => {
    const status = await send(message(), { code: 'AAAAAAAA' });
    refused += Number(status === 429);
    return status;
  });
  await expect.poll(() => waits.length).toBe(20);
  expect(waits.slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(await send(message())).toBe(204);
  await expect.poll(() => refused).toBe(20);
  open();
  const statuses = await Promise.all(flood);
  expect(statuses.filter((status) => status === 401).length).toBe(20);
  expect(store.arrivals.length).toBe(1);
});

test('no code, or one in another case, is a false one', async () => {
  const { send, store } = await start();
  expect(await send(message(), { authorization: '' })).toBe(401);
  expect(await send(message(), { code: store.settings.code.toLowerCase() })).toBe(401);
});

test('a flood is 429 for the learner whose it is, and for no other', async () => {
  const { send, store, clock } = await start();
  const statuses: number[] = [];
  for (let sent = 0; sent < 42; sent += 1) statuses.push(await send(message()));
  expect(statuses.slice(38)).toEqual([204, 204, 429, 429]);
  expect(await send(message({ learner: randomUUID() }))).toBe(204);
  clock.now += 500;
  expect(await send(message())).toBe(204);
  expect(store.arrivals.length).toBe(42);
});

test('a class has an end: whoever makes up learners fills no memory', async () => {
  const { send } = await start();
  const learners = Array.from({ length: 400 }, () => randomUUID());
  for (const learner of learners) await send(message({ learner }));
  expect(await send(message({ learner: randomUUID() }))).toBe(429);
  expect(await send(message({ learner: learners[0] }))).toBe(204);
});

test('a message of more than 16 KiB is 413', async () => {
  const { send, store } = await start();
  const text = JSON.stringify(message({ name: 'spark' }));
  expect(await send(text.padEnd(16_384))).toBe(204);
  expect(await send(text.padEnd(16_385))).toBe(413);
  expect(await send(text.padEnd(60_000))).toBe(413);
  expect(store.arrivals.length).toBe(1);
});

test.each([
  ['/', 'POST', 404],
  ['/results/../class.json', 'POST', 404],
  ['/results', 'GET', 405],
  ['/results', 'DELETE', 405],
  ['/events', 'GET', 404],
])('there is one address and one method: %s %s', async (path, method, status) => {
  const { url } = await start();
  const { port } = new URL(url);
  const answer = await sendRaw(
    url,
    `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  expect(answer).toContain(`HTTP/1.1 ${status} `);
});

test("a page in a browser has no business there, not even in the learner's", async () => {
  const { send, store } = await start();
  expect(await send(message(), { origin: 'http://127.0.0.1:9020' })).toBe(403);
  expect(await send(message(), { 'sec-fetch-site': 'same-origin' })).toBe(403);
  expect(store.arrivals).toEqual([]);
});

// macOS has one address on loopback.
test.skipIf(process.platform === 'darwin')(
  'asked to, it listens on another address, on no other, and says nobody there what it is',
  async () => {
    const { store } = await start();
    const address = '127.0.0.2';
    const server = await serveCollector({ labs: TOY_LABS, store, port: 0, address });
    onTestFinished(() => server.close());
    const asked = await sendRaw(
      `http://${address}:${server.port}`,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nx-local-aws: ?\r\nConnection: close\r\n\r\n`,
    );
    expect(asked).toMatch(/^HTTP\/1\.1 404 /);
    expect(asked).not.toContain('jwt-workshop');
    await expect(fetch(`http://127.0.0.1:${server.port}/results`)).rejects.toThrow('fetch failed');
  },
);

test('a result that can not be kept is 503, so that its learner keeps it', async () => {
  const { send, store } = await start();
  const add = vi.spyOn(store, 'add').mockImplementationOnce(() => {
    throw new Error('ENOSPC: no space left on device');
  });
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  expect(await send(message())).toBe(503);
  expect([add.mock.calls.length, log.mock.calls.length]).toEqual([1, 1]);
  expect(await send(message())).toBe(204);
});

test('what it answers says nothing of the class', async () => {
  const { url, store } = await start();
  const answer = await fetch(url, { method: 'POST', body: '{}' });
  expect([...answer.headers].join('\n') + (await answer.text())).not.toContain(store.settings.code);
});
