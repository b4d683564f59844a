/**
 * The JWT authorizer under a clock and with an issuer of the test's own; what one answer holds is in
 * the contract's cases.
 */
import { EventEmitter, once } from 'node:events';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { LOOPBACK, serve } from '#terminal/loopback.ts';
import { makeSources, manualTimers, send, startForTest } from '#testing/local-aws.ts';
import type { Application, StartOptions } from '../index.ts';

const START = 1_516_239_022_000;
const TWO_HOURS = 7_200_000;

const makeKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [first, second] = [makeKey(), makeKey()];

function jwk(kid: string, key: KeyObject) {
  return { ...key.export({ format: 'jwk' }), kid };
}

/** An issuer on loopback; what it answers may change. */
async function startIssuer() {
  const issuer = {
    address: '',
    keys: [jwk('first', first.publicKey)] as object[],
    padding: 0,
    status: 200,
    asked: [] as string[],
    /** Awaited before an answer. */
    delay: Promise.resolve() as Promise<unknown>,
  };
  const server = await serve(
    (request, response) => {
      issuer.asked.push(String(request.url));
      const document = request.url?.endsWith('configuration')
        ? { jwks_uri: `${issuer.address}/keys` }
        : { keys: issuer.keys };
      const text = JSON.stringify(document).padEnd(issuer.padding);
      void issuer.delay.then(() => response.writeHead(issuer.status).end(text));
    },
    { purpose: 'issuer of a test' },
  );
  onTestFinished(() => server.close());
  issuer.address = `http://${LOOPBACK}:${server.port}`;
  return issuer;
}

/** A gateway that trusts an issuer, with a clock that the test sets; `trusted` in place of the issuer's own address. */
async function start(options: StartOptions = {}, trusted?: string) {
  const issuer = await startIssuer();
  const iss = trusted ?? issuer.address;
  const { root } = await makeSources({ 'echo.ts': 'export const handler = (event) => event;' });
  const application: Application = {
    name: 'test',
    functions: { echo: { entry: 'echo.ts' } },
    httpApi: {
      routes: [{ route: 'GET /me', function: 'echo', authorizer: 'jwt' }],
      authorizers: {
        jwt: {
          type: 'JWT',
          identitySource: '$request.header.Authorization',
          issuer: iss,
          audience: ['api'],
        },
      },
    },
  };
  const time = { now: START };
  const { local, records } = await startForTest(application, {
    root,
    environments: 'threads',
    clock: () => time.now,
    ...options,
  });
  /** Shows a token of the issuer's, made with its first key. */
  const knock = async (
    claims: object = {},
    token = tokenOf('first', first.privateKey, iss, claims),
  ) => {
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await send(`${local.httpApi?.url}/me`, { headers });
    return { status: answer.status, words: answer.headers['www-authenticate'] };
  };
  return { issuer, time, knock, records };
}

/** Expires long after every test. */
function tokenOf(kid: string, key: KeyObject, iss: string, claims: object = {}): string {
  const header = { alg: 'RS256', kid };
  const payload = { iss, aud: 'api', exp: START / 1000 + 86_400, ...claims };
  const input = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

test('keys are kept for two hours: a new one is refused so long, one that is gone still good', async () => {
  const { issuer, time, knock } = await start();
  const late = tokenOf('second', second.privateKey, issuer.address);
  const statuses = async () => [(await knock()).status, (await knock({}, late)).status];
  expect(await statuses()).toEqual([200, 401]);
  issuer.keys = [jwk('second', second.publicKey)];

  time.now += TWO_HOURS - 1;
  expect(await statuses()).toEqual([200, 401]);
  time.now += 1;
  expect(await statuses()).toEqual([401, 200]);
  const documents = ['/.well-known/openid-configuration', '/keys'];
  expect(issuer.asked).toEqual([...documents, ...documents]);
});

test('exp, nbf and iat are compared with the clock, without tolerance', async () => {
  const { time, knock } = await start();
  const now = START / 1000;
  for (const [claims, status] of [
    [{ exp: now + 1, nbf: now, iat: now }, 200],
    [{ exp: now }, 401],
    [{ nbf: now + 1 }, 401],
    [{ iat: now + 1 }, 401],
    [{ exp: String(now + 60) }, 401],
  ] as const) {
    expect({ claims, ...(await knock(claims)) }).toMatchObject({ claims, status });
  }
  time.now += 999;
  expect(await knock({ exp: now + 1 })).toMatchObject({ status: 200 });
});

test('requests that come together wait for one fetch', async () => {
  const { issuer, knock } = await start();
  const answer = new EventEmitter();
  issuer.delay = once(answer, 'now');
  const knocks = [knock(), knock(), knock()];
  while (issuer.asked.length === 0) await new Promise((resolve) => void setImmediate(resolve));
  answer.emit('now');
  const statuses = (await Promise.all(knocks)).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200]);
  expect(issuer.asked).toHaveLength(2);
});

test('an issuer that fails is a 401 and no 5xx, and is asked again', async () => {
  const { issuer, knock, records } = await start();
  issuer.status = 500;
  expect(await knock()).toEqual({
    status: 401,
    words: `Bearer scope="" error="invalid_token" error_description="the keys of the issuer are not available"`,
  });
  issuer.status = 200;
  expect(await knock()).toMatchObject({ status: 200 });
  expect(records).toMatchObject([
    {
      authorization: { authorizer: 'jwt', asked: 'gateway', reason: 'token-refused' },
      calls: [],
    },
    {
      authorization: { verdict: 'allowed', reason: 'token-valid' },
      calls: [{ role: 'integration' }],
    },
  ]);
});

test('an issuer has 1500 ms for a document', async () => {
  const timers = manualTimers(1500);
  const { issuer, knock } = await start({ startTimer: timers.startTimer });
  issuer.delay = new Promise(() => {});
  const answer = knock();
  await timers.running();
  timers.expire();
  expect(await answer).toMatchObject({ status: 401 });
});

test.each<[string, number, Partial<Awaited<ReturnType<typeof startIssuer>>>]>([
  ['documents of 150,000 bytes are read', 200, { padding: 150_000 }],
  ['and of no byte more', 401, { padding: 150_001 }],
  ['a redirect is not followed', 401, { status: 302 }],
  [
    'what else a set holds spoils nothing',
    200,
    {
      keys: [
        { kty: 'EC', kid: 'first', crv: 'P-256', x: '', y: '' },
        { kty: 'RSA', kid: 'broken' },
        [],
        jwk('first', first.publicKey),
      ],
    },
  ],
])('%s', async (_, status, answers) => {
  const { issuer, knock } = await start();
  Object.assign(issuer, answers);
  expect(await knock()).toMatchObject({ status });
});

test('nobody outside of this machine is asked for keys', async () => {
  const { knock } = await start({}, 'https://login.rubywave.io');
  expect(await knock()).toMatchObject({ status: 401 });
});
