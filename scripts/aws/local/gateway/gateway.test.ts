import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, describe, expect, test } from 'vitest';
import { CONTRACT_APPLICATION, CONTRACT_ROOT } from '../../contract/index.ts';
import { startLocalAws, type Application, type StartOptions } from '../index.ts';
import type { GatewayRecord } from '../trace.ts';
import {
  doorbell,
  makeSources,
  manualTimers,
  send,
  sendRaw,
  startForTest,
} from '#testing/local-aws.ts';

/** The contract's application, and what tests of the gateway ask of it. */
async function start(options: StartOptions = {}) {
  const running = await startForTest(CONTRACT_APPLICATION, { root: CONTRACT_ROOT, ...options });
  const http = running.local.httpApi?.url as string;
  const rest = running.local.restApi?.url as string;
  const gatewayRecords = () => running.records.filter((record) => record.api !== 'lambda');
  return { ...running, http, rest, gatewayRecords };
}

/** One run for all tests that only ask. */
const sharedAws = await startLocalAws(CONTRACT_APPLICATION, { root: CONTRACT_ROOT });
afterAll(() => sharedAws.stop());
const shared = {
  http: sharedAws.httpApi?.url as string,
  rest: sharedAws.restApi?.url as string,
};

const as = (authorization: string) => ({ headers: { Authorization: authorization } });

function post(url: string, bytes: number) {
  const headers = { 'Content-Type': 'text/plain', 'Content-Length': String(bytes) };
  return send(url, { method: 'POST', headers, body: Buffer.alloc(bytes, 'x') });
}

/** One route whose function is the source given here. */
async function startSource(source: string, options: StartOptions = {}) {
  const { root, save } = await makeSources({ 'issuer.ts': source });
  const routes = [{ route: 'ANY /login', function: 'issuer' }];
  const application: Application = {
    name: 'test',
    functions: { issuer: { entry: 'issuer.ts' } },
    httpApi: { routes },
    restApi: { routes },
  };
  const { local } = await startForTest(application, { root, ...options });
  const http = `${local.httpApi?.url}/login`;
  return { local, save, http, rest: `${local.restApi?.url}/login` };
}

/** Returns how often it has been run; with `?ring=` it calls there first, and waits for the answer. */
const COUNTS_ITS_RUNS = `let runs = 0;
  export const handler = async (event: any) => {
    const { ring } = event.queryStringParameters ?? {};
    const run = ++runs;
    if (ring) await fetch(ring);
    return String(run);
  };`;

/** It is running, and there may be only one: what else is asked of it waits in line. */
async function startBusy() {
  const bell = await doorbell();
  const timers = manualTimers(30_000);
  const { startTimer } = timers;
  const { http, save } = await startSource(COUNTS_ITS_RUNS, { concurrency: 1, startTimer });
  const running = send(`${http}?ring=${bell.url}`);
  await bell.rung;
  return { bell, timers, http, save, running };
}

describe.each([
  ['rest', '/me'],
  ['http', '/cached/a'],
] as const)('%s: the authorizer cache', (api, path) => {
  test('keeps an answer for 300 seconds, and not a moment longer', async () => {
    let now = Date.UTC(2026, 10, 23);
    const { gatewayRecords, ...urls } = await start({ clock: () => now });
    for (const passed of [0, 299_999, 1]) {
      now += passed;
      await send(`${urls[api]}${path}`, as('allow-all'));
    }
    const asked = gatewayRecords().map(({ authorization, calls }) => [
      authorization?.asked,
      calls.length,
    ]);
    expect(asked).toEqual([
      ['function', 2],
      ['cache', 1],
      ['function', 2],
    ]);
  });

  test('does not keep failures and 401', async () => {
    const { gatewayRecords, ...urls } = await start();
    for (const token of ['throw:Unauthorized', 'json:{}', 'throw:Unauthorized', 'json:{}']) {
      await send(`${urls[api]}${path}`, as(token));
    }
    expect(gatewayRecords().map(({ authorization }) => authorization?.asked)).toEqual(
      Array(4).fill('function'),
    );
  });
});

describe('a function behind the gateway', () => {
  test('that is killed loses its own request and no other', async () => {
    const bell = await doorbell();
    const { local, http } = await startSource(
      `export const handler = async (event: any) => {
        const { ring } = event.queryStringParameters ?? {};
        if (ring) await fetch(ring).then(() => new Promise(() => setInterval(() => {}, 1000)));
        return 'well';
      };`,
    );
    const lost = send(`${http}?ring=${bell.url}`);
    await bell.rung;
    const [pid] = local.processes('issuer') as [number];
    const others = [send(http), send(http)];

    process.kill(pid, 'SIGKILL');

    expect(await lost).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect((await Promise.all(others)).map(({ body }) => body)).toEqual(['well', 'well']);
  });

  test('of which there may be only one runs one request after the other', async () => {
    const { http } = await startSource(
      'export const handler = (event: any) => event.rawQueryString;',
      { concurrency: 1 },
    );

    const answers = await Promise.all(Array.from({ length: 20 }, (_, id) => send(`${http}?${id}`)));

    expect(answers.map(({ body }) => body)).toEqual(
      Array.from({ length: 20 }, (_, id) => String(id)),
    );
  });

  test('that no longer compiles answers all who wait in line, and at once', async () => {
    const { bell, timers, http, save, running } = await startBusy();
    const waiting = [send(http), send(http), send(http)];
    await timers.running(4);

    await save('issuer.ts', 'export const handler = ;');
    bell.release();

    const answers = await Promise.all([running, ...waiting]);
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 500, 500]);
  });

  test.each(['time is up', 'client has left'])(
    'is not run for a request in line whose %s',
    async (what) => {
      const { bell, timers, http, running } = await startBusy();
      const { host, port } = new URL(http);
      const late = connect(Number(port), '127.0.0.1');
      late.resume().write(`GET /login HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      await timers.running(2);

      if (what === 'time is up') timers.expire();
      else await once(late.destroy(), 'close');
      const next = send(http);
      await timers.running(what === 'time is up' ? 1 : 2);
      bell.release();

      await running;
      expect((await next).body).toBe('2');
      late.destroy();
    },
  );

  test.each([
    ['http', 30_000, 503, '{"message":"Service Unavailable"}'],
    ['rest', 29_000, 504, '{"message":"Endpoint request timed out"}'],
  ] as const)('%s: that takes longer than the gateway waits', async (api, limit, status, body) => {
    const timers = manualTimers(limit);
    const urls = await startSource(
      'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      { startTimer: timers.startTimer },
    );
    const answer = send(urls[api]);
    await timers.running();

    timers.expire();

    expect(await answer).toMatchObject({ status, body });
  });

  test('that splits the answer by a line break in a header is taken for malformed', async () => {
    const { http, rest } = await startSource(
      `export const handler = () => ({ statusCode: 200, headers: { 'X-Name': 'spark\\r\\nSet-Cookie: rank=99' }, body: '' });`,
    );
    expect(await send(http)).toMatchObject({ status: 500 });
    const answer = await send(rest);
    expect(answer).toMatchObject({ status: 502 });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });
});

describe('a client', () => {
  test.each(Object.getOwnPropertyNames(Object.prototype))(
    'may call anything %s: a header, a parameter',
    async (name) => {
      const { http } = shared;
      const url = `${http}/echo?${name}=15`;
      const { status, body } = await send(url, { headers: { [`x-${name}`]: '1', [name]: '2' } });

      expect(status).toBe(200);
      const { event } = JSON.parse(body);
      expect(Object.entries(event.queryStringParameters)).toEqual([[name, '15']]);
      expect(Object.entries(event.headers)).toContainEqual([name.toLowerCase(), '2']);
    },
  );

  test('that names another host is refused before anyone is asked', async () => {
    const { http, rest, gatewayRecords } = await start();
    const headers = { Host: 'evil.example', Authorization: 'allow-all' };
    const forbidden = { status: 403, body: '{"message":"Forbidden"}' };
    for (const url of [http, rest]) {
      expect(await send(`${url}/me`, { headers })).toMatchObject(forbidden);
    }
    expect(gatewayRecords().flatMap(({ calls }) => calls)).toEqual([]);
  });

  test.each([
    'no HTTP at all\r\n\r\n',
    'GET /me HTTP/1.1\r\nHost: a\r\nBroken header\r\n\r\n',
    '\0\u0001\u0002\r\n\r\n',
  ])('that speaks no HTTP gets 400: %j', async (text) => {
    const { http } = shared;
    expect(await sendRaw(http, text)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(await send(`${http}/echo`)).toMatchObject({ status: 200 });
  });

  test('with a header of 100 KB gets 431', async () => {
    const { http } = shared;
    const text = `GET /echo HTTP/1.1\r\nX-Large: ${'x'.repeat(100_000)}\r\n\r\n`;
    expect(await sendRaw(http, text)).toMatch(/^(HTTP\/1\.1 431 |$)/);
    expect(await send(`${http}/echo`)).toMatchObject({ status: 200 });
  });

  test.each(['http', 'rest'] as const)('%s: with 10,240 bytes of headers gets 431', async (api) => {
    const withToken = (bytes: number) =>
      send(`${shared[api]}/echo`, { headers: { Authorization: `Bearer ${'x'.repeat(bytes)}` } });
    expect(await withToken(9_800)).toMatchObject({ status: 200 });
    expect(await withToken(10_240)).toMatchObject({
      status: 431,
      body: '{"message":"Request Header Fields Too Large"}',
    });
  });

  test.each([
    ['headers', 'GET /echo HTTP/1.1\r\nHost: slow'],
    ['body', 'POST /echo HTTP/1.1\r\nHost: HOST\r\nContent-Length: 10\r\n\r\nfour'],
  ])('that never ends its %s gets 408', async (_, text) => {
    const { http } = await start({ clientTimeouts: { headersMs: 50, requestMs: 100 } });
    expect(await sendRaw(http, text.replace('HOST', new URL(http).host))).toMatch(
      /^HTTP\/1\.1 408 /,
    );
    expect(await send(`${http}/echo`)).toMatchObject({ status: 200 });
  });

  test('that goes away in the middle of its body costs nobody else anything', async () => {
    const { http } = shared;
    const { host, port } = new URL(http);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /echo HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\nfour`);
    socket.destroy();
    expect(await send(`${http}/echo`)).toMatchObject({ status: 200 });
  });

  test('may send 10 MB to the gateway, of which a function takes 6', async () => {
    const { http, rest, gatewayRecords } = await start();
    expect(await post(`${http}/echo`, 2_000_000)).toMatchObject({ status: 200 });
    const refused: [string, number, string][] = [
      [http, 7_000_000, '{"message":"Request Entity Too Large"}'],
      [http, 10_485_761, '{"message":"Request Entity Too Large"}'],
      [rest, 7_000_000, '{"message":"Request Too Long"}'],
      [rest, 10_485_761, 'HTTP content length exceeded 10485760 bytes.'],
    ];
    for (const [url, bytes, body] of refused) {
      expect(await post(`${url}/echo`, bytes)).toMatchObject({ status: 413, body });
    }
    const outcomes = gatewayRecords().map(({ calls }) => calls[0]?.outcome);
    expect(outcomes).toEqual(['result', 'too-large', undefined, 'too-large', undefined]);
  });

  test('that never stops sending is cut off', async () => {
    const { http } = shared;
    const { host, port } = new URL(http);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST /echo HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    socket.resume();
    more();
    await new Promise((resolve) => socket.on('close', resolve));
    expect(await send(`${http}/echo`)).toMatchObject({ status: 200 });
  });
});

describe('the trace', () => {
  test('reports who was asked, with what, and what came of it', async () => {
    const { rest, gatewayRecords } = await start();
    await send(`${rest}/me`);
    await send(`${rest}/me`, as('allow-route'));
    await send(`${rest}/lounge`, as('allow-route'));

    expect(gatewayRecords()).toMatchObject([
      {
        api: 'rest',
        request: { method: 'GET', path: '/dev/me' },
        route: 'GET /me',
        authorization: { verdict: 'unauthorized', asked: 'nobody', reason: 'no-identity' },
        calls: [],
        response: { status: 401, body: '{"message":"Unauthorized"}' },
      },
      {
        authorization: { verdict: 'allowed', asked: 'function', reason: 'policy-allows' },
        calls: [
          {
            role: 'authorizer',
            function: 'policy-authorizer',
            event: { type: 'TOKEN' },
            outcome: 'result',
            coldStart: true,
          },
          { role: 'integration', function: 'rest-echo', outcome: 'result', coldStart: true },
        ],
        response: { status: 200 },
      },
      {
        authorization: { verdict: 'denied', asked: 'cache', reason: 'policy-silent' },
        calls: [],
        response: { status: 403 },
      },
    ] satisfies readonly DeepPartial<GatewayRecord>[]);
  });

  test('holds no token, no password and no secret', async () => {
    const token = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.${'c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'}`;
    const { root } = await makeSources({
      'issuer.ts': `export const handler = async (event: any) => {
        const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8').toString();
        console.log('got', body, process.env.JWT_SECRET, event.headers.authorization);
        return { statusCode: 200, body: JSON.stringify({ access_token: '${token}', body }) };
      };`,
    });
    const routes = [{ route: 'POST /login', function: 'issuer' }];
    const application: Application = {
      name: 'test',
      secrets: { jwt: { bytes: 32 } },
      functions: { issuer: { entry: 'issuer.ts', environment: { JWT_SECRET: { secret: 'jwt' } } } },
      httpApi: { routes },
      restApi: { routes },
    };
    const { local, records, invoke } = await startForTest(application, { root });
    const body = '{"email":"spark@rubywave.io","password":"correct horse"}';
    for (const url of [local.httpApi?.url, local.restApi?.url]) {
      for (const type of ['application/json', 'application/octet-stream']) {
        const headers = {
          Authorization: `Bearer ${token}`,
          'Content-Type': type,
          Cookie: `session=${token}`,
        };
        expect(
          await send(`${url}/login?token=${token}`, { method: 'POST', headers, body }),
        ).toMatchObject({ status: 200 });
      }
    }
    await invoke('issuer', { body, headers: { authorization: token } });

    const shown = JSON.stringify(records);

    expect(records).toHaveLength(5);
    expect(shown).toContain('eyJhbGciOi...');
    expect(shown).toContain('spark@rubywave.io');
    for (const hidden of [
      'c2lnbmF0dXJl',
      'eyJzdWIi',
      'correct horse',
      local.secrets['jwt'] as string,
    ]) {
      expect(shown).not.toContain(hidden);
      expect(shown).not.toContain(Buffer.from(hidden).toString('base64').slice(0, 12));
    }
  });
});

type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;
