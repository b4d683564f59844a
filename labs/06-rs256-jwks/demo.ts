/*
 * Slides 15 and 20 on your own code: the gateway checks tokens without any code, and a film under a
 * fast clock of two rotations, with and without publishing ahead.
 */
import { demo, print, say, traceLines, verbatim } from '#demo';
import { startLocalAws, type Application, type GatewayRecord, type LocalAws } from '#local-aws';
import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { application } from './application.ts';
import { issuer } from './gateway.ts';
import { publicJwk, thumbprint } from './jwk.ts';
import { published, signingKey, type RingKey } from './rotation.ts';

// The film's times, in seconds.
const MINUTE = 60;
const START = 1_516_239_022;

/** When keys are made: long before, right after the gateway has fetched, and right before it does. */
const CREATED = [-1440, 130, 470].map((minutes) => START + minutes * MINUTE);

const STEP = 15 * MINUTE;
const FRAMES = 40;

await demo(async () => {
  // Without it there are no doors to knock at.
  if (typeof issuer === 'string' && issuer.startsWith('TODO')) throw new Error(issuer);
  const aws = await startLocalAws(application, { root: import.meta.dirname });
  try {
    await atTheDoors(aws);
  } finally {
    await aws.stop();
  }
  await theFilm();
});

async function atTheDoors(aws: LocalAws): Promise<void> {
  const knock = doorsOf(aws);
  print(say`Spark has logged in, rank 15. The gateway checks the token:`);
  const token = await logIn(aws, 'spark@rubywave.io', 'light-the-spark-15');
  for (const route of ['GET /lobby', 'GET /me', 'GET /lounge', 'GET /vip'])
    await knock(route, token);
  print(say`No token, lab 5's HS256 token, and spark's with another rank:`);
  await knock('GET /me');
  await knock('GET /me', hs256(token));
  await knock('GET /me', altered(token, { rank: '99' }));
  print(say`And what does the function behind the door know?`);
  const { response } = await knock('GET /me', token);
  for (const part of inPieces(response.body)) print(verbatim(`  ${part}`));
  print(
    say`What the gateway can't check: a rank, and the kind of token. At /club a function does:`,
  );
  const key = createPrivateKey(aws.secrets['signing-key'] ?? '');
  const idToken = resigned(token, { typ: 'JWT' }, {}, key);
  await knock('GET /me', idToken);
  await knock('GET /club', idToken);
  await knock('GET /club', resigned(token, {}, { rank: '9' }, key));
  await knock('GET /club', token);
}

/** Knocks at the doors, and prints the way that each request went. */
function doorsOf(aws: LocalAws) {
  return async (route: string, token?: string): Promise<GatewayRecord> => {
    const [method = '', path = ''] = route.split(' ');
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const [record] = await Promise.all([
      nextTrace(aws, route),
      fetch(`${aws.httpApi?.url}${path}`, { method, headers }),
    ]);
    stopAtTodo(record);
    for (const line of traceLines(record)) print(say`  ${line}`);
    return record;
  };
}

/** The gateway's own requests for the keys are requests to the same API: they are passed over. */
function nextTrace(aws: LocalAws, route: string): Promise<GatewayRecord> {
  return new Promise((resolve) => {
    const end = aws.onTrace((record) => {
      if (record.api === 'lambda' || record.route !== route) return;
      end();
      resolve(record);
    });
  });
}

/** Passwords stand in lab 3's lesson. */
async function logIn(aws: LocalAws, email: string, password: string): Promise<string> {
  const [record, answer] = await Promise.all([
    nextTrace(aws, 'POST /login'),
    fetch(`${aws.httpApi?.url}/login`, {
      method: 'POST',
      body: JSON.stringify({ email, password }),
    }),
  ]);
  stopAtTodo(record);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

/** A TODO comes through the gateway as a 500: here it ends the demo, as in every lab. */
function stopAtTodo({ calls }: GatewayRecord): void {
  for (const { result } of calls) {
    const { errorMessage } = Object(result) as { readonly errorMessage?: unknown };
    if (String(errorMessage).startsWith('TODO')) throw new Error(String(errorMessage));
  }
}

function partsOf(token: string): [header: object, claims: object] {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
  return [header ?? {}, claims ?? {}];
}

function inputOf(header: object, claims: object): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

/** The same claims with a signature that needs a secret. */
function hs256(token: string): string {
  const input = inputOf({ alg: 'HS256', typ: 'JWT' }, partsOf(token)[1]);
  const signature = createHmac('sha256', 'a-string-secret-at-least-256-bits-long').update(input);
  return `${input}.${signature.digest('base64url')}`;
}

/** The token with some claims changed. Its signature stays, and does not fit any more. */
function altered(token: string, changes: object): string {
  const [header, claims] = partsOf(token);
  return `${inputOf(header, { ...claims, ...changes })}.${token.split('.')[2]}`;
}

/** The token with other members, signed anew: only who has the private key can do that. */
function resigned(token: string, header: object, claims: object, key: KeyObject): string {
  const [oldHeader, oldClaims] = partsOf(token);
  return signed({ ...oldHeader, ...header }, { ...oldClaims, ...claims }, key);
}

function signed(header: object, claims: object, key: KeyObject): string {
  const input = inputOf(header, claims);
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** Who signs, and what is published, at a time in seconds. */
interface Habit {
  readonly signs: (now: number) => RingKey;
  readonly publishes: (now: number) => readonly RingKey[];
}

async function theFilm(): Promise<void> {
  const keys = new Map<string, KeyObject>();
  const ring = CREATED.map((createdAt): RingKey => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = thumbprint(privateKey);
    keys.set(kid, privateKey);
    return { kid, createdAt };
  });
  const newest = (now: number) => ring.findLast(({ createdAt }) => createdAt <= now) as RingKey;
  print(
    say`Ten hours in a second. Every 15 minutes somebody comes with a new token, and somebody with one that is 45 minutes old. The key is changed twice (^). A new key signs at once, an old one is thrown away:`,
  );
  await play({ signs: newest, publishes: (now) => [newest(now)] }, keys);
  print(say`The same with rotation.ts: published ahead, and kept until the last token is over:`);
  await play(
    { signs: (now) => signingKey(ring, now), publishes: (now) => published(ring, now) },
    keys,
  );
}

/** Plays ten hours, and prints who was let in (.) and who was refused (x). */
async function play({ signs, publishes }: Habit, keys: ReadonlyMap<string, KeyObject>) {
  let now = START;
  const server = createServer((request, response) => {
    const document = request.url?.endsWith('configuration')
      ? { issuer: address, jwks_uri: `${address}/.well-known/jwks.json` }
      : { keys: publishes(now).map(({ kid }) => publicJwk(keys.get(kid) as KeyObject)) };
    response.end(JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = await startLocalAws(filmed(address), {
    root: import.meta.dirname,
    environments: 'threads',
    clock: () => now * 1000,
  });
  const logInNow = () => {
    const { kid } = signs(now);
    const claims = { iss: address, aud: 'film', iat: now, exp: now + 3600 };
    return signed({ alg: 'RS256', typ: 'at+jwt', kid }, claims, keys.get(kid) as KeyObject);
  };
  const isLetIn = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`${aws.httpApi?.url}/club`, { headers })).status === 200;
  };
  try {
    const marks = { fresh: '', older: '', changes: '' };
    const tokens: string[] = [];
    for (; tokens.length < FRAMES; now += STEP) {
      tokens.push(logInNow());
      const [fresh = '', older = fresh] = [tokens.at(-1), tokens.at(-4)];
      marks.fresh += (await isLetIn(fresh)) ? '.' : 'x';
      marks.older += (await isLetIn(older)) ? '.' : 'x';
      const isNew = CREATED.some((made) => now - STEP < made && made <= now);
      marks.changes += isNew ? '^' : ' ';
    }
    const refused = `${marks.fresh}${marks.older}`.split('x').length - 1;
    print(say`  new token  ${marks.fresh}`);
    print(say`  older one  ${marks.older}`);
    print(verbatim(`             ${marks.changes.trimEnd()}`));
    print(say`  refused: ${refused} of ${2 * FRAMES}`);
  } finally {
    await aws.stop();
    server.close();
    server.closeAllConnections();
  }
}

/** An application with a door that the gateway guards, and an issuer beside it. */
function filmed(address: string): Application {
  return {
    name: 'jwt-workshop-film',
    functions: { club: { entry: './club.ts' } },
    httpApi: {
      authorizers: {
        jwt: {
          type: 'JWT',
          identitySource: '$request.header.Authorization',
          issuer: address,
          audience: ['film'],
        },
      },
      routes: [{ route: 'GET /club', function: 'club', authorizer: 'jwt' }],
    },
  };
}

/** A long line in pieces that fit. */
function inPieces(text: string): string[] {
  return text.match(/.{1,52}/g) ?? [];
}
