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
import type { GatewayRecord } from '../trace.ts';

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

/** A gateway that trusts `issuer`, with a clock that the test sets. */
async function start(issuer: string, options: StartOptions = {}) {
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
          issuer,
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
  const knock = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await send(`${local.httpApi?.url}/me`, { headers });
    return { status: answer.status, words: answer.headers['www-authenticate'] };
  };
  return { time, knock, records };
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
  const issuer = await startIssuer();
  const { time, knock } = await start(issuer.address);
  const [before, after] = [
    tokenOf('first', first.privateKey, issuer.address),
    tokenOf('second', second.privateKey, issuer.address),
  ];
  expect(await knock(before)).toMatchObject({ status: 200 });
  issuer.keys = [jwk('second', second.publicKey)];

  time.now += TWO_HOURS - 1;
  expect(await knock(before)).toMatchObject({ status: 200 });
  expect(await knock(after)).toMatchObject({ status: 401 });
  time.now += 1;
  expect(await knock(after)).toMatchObject({ status: 200 });
  expect(await knock(before)).toMatchObject({ status: 401 });
  const documents = ['/.well-known/openid-configuration', '/keys'];
  expect(issuer.asked).toEqual([...documents, ...documents]);
});

test('exp, nbf and iat are compared with the clock, without tolerance', async () => {
  const issuer = await startIssuer();
  const { time, knock } = await start(issuer.address);
  const now = START / 1000;
  const statusOf = async (claims: object) =>
    (await knock(tokenOf('first', first.privateKey, issuer.address, claims))).status;

  expect(await statusOf({ exp: now + 1, nbf: now, iat: now })).toBe(200);
  expect(await statusOf({ exp: now })).toBe(401);
  expect(await statusOf({ nbf: now + 1 })).toBe(401);
  expect(await statusOf({ iat: now + 1 })).toBe(401);
  expect(await statusOf({ exp: String(now + 60) })).toBe(401);
  time.now += 999;
  expect(await statusOf({ exp: now + 1 })).toBe(200);
});

test('requests that come together wait for one fetch', async () => {
  const issuer = await startIssuer();
  const { knock } = await start(issuer.address);
  const token = tokenOf('first', first.privateKey, issuer.address);
  const answer = new EventEmitter();
  issuer.delay = once(answer, 'now');
  const knocks = [knock(token), knock(token), knock(token)];
  while (issuer.asked.length === 0) await new Promise((resolve) => void setImmediate(resolve));
  answer.emit('now');
  const statuses = (await Promise.all(knocks)).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200]);
  expect(issuer.asked).toHaveLength(2);
});

test('an issuer that fails is a 401 and no 5xx, and is asked again', async () => {
  const issuer = await startIssuer();
  const { knock, records } = await start(issuer.address);
  const token = tokenOf('first', first.privateKey, issuer.address);
  issuer.status = 500;
  expect(await knock(token)).toEqual({
    status: 401,
    words: `Bearer scope="" error="invalid_token" error_description="the keys of the issuer are not available"`,
  });
  issuer.status = 200;
  expect(await knock(token)).toMatchObject({ status: 200 });
  const [refused, let_in] = records as GatewayRecord[];
  expect(refused).toMatchObject({
    authorization: { authorizer: 'jwt', asked: 'gateway', reason: 'token-refused' },
    calls: [],
  });
  expect(let_in).toMatchObject({
    authorization: { verdict: 'allowed', reason: 'token-valid' },
    calls: [{ role: 'integration' }],
  });
});

test('an issuer has 1500 ms for a document', async () => {
  const issuer = await startIssuer();
  const timers = manualTimers(1500);
  const { knock } = await start(issuer.address, { startTimer: timers.startTimer });
  const token = tokenOf('first', first.privateKey, issuer.address);
  issuer.delay = new Promise(() => {});
  const answer = knock(token);
  await timers.running();
  timers.expire();
  expect(await answer).toMatchObject({ status: 401 });
});

test.each([
  [150_000, 200],
  [150_001, 401],
])('of documents with %i bytes comes a %i', async (bytes, status) => {
  const issuer = await startIssuer();
  const { knock } = await start(issuer.address);
  issuer.padding = bytes;
  expect(await knock(tokenOf('first', first.privateKey, issuer.address))).toMatchObject({ status });
});

test('what else a set holds spoils nothing', async () => {
  const issuer = await startIssuer();
  const { knock } = await start(issuer.address);
  issuer.keys.unshift(
    { kty: 'EC', kid: 'first', crv: 'P-256', x: '', y: '' },
    { kty: 'RSA', kid: 'broken' },
    [] as object,
  );
  const token = tokenOf('first', first.privateKey, issuer.address);
  expect(await knock(token)).toMatchObject({ status: 200 });
});

test('nobody outside of this machine is asked for keys', async () => {
  const elsewhere = 'https://login.rubywave.io';
  const { knock } = await start(elsewhere);
  expect(await knock(tokenOf('first', first.privateKey, elsewhere))).toMatchObject({ status: 401 });
});

test('a redirect is not followed', async () => {
  const issuer = await startIssuer();
  const { knock } = await start(issuer.address);
  issuer.status = 302;
  expect(await knock(tokenOf('first', first.privateKey, issuer.address))).toMatchObject({
    status: 401,
  });
});
