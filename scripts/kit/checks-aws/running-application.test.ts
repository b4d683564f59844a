/** The kit for Lambda labs: what a function did, told as a check understands it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CheckFailure } from '../checks/failure.ts';
import { stateFolder } from '#course/stage.ts';
import { say } from '#text/message.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { startApplication } from './index.ts';

const parent = join(stateFolder(REPOSITORY), 'test');
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'application-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCES = {
  greet:
    "export const handler = async ({ nickname }) => ({ statusCode: 200, body: `Hello ${nickname ?? ''}` });",
  todo: "export const handler = async () => { throw new Error('TODO 2: greet'); };",
  nameless: 'export const handle = async () => 1;',
  hanging: 'export const handler = async () => { for (;;) ; };',
  exiting: 'export const handler = async () => process.exit(3);',
  forgetting:
    "export const handler = async () => { void Promise.reject(new Error('rejected')); return 'ok'; };",
  uncompiled: 'export const handler = async () => {{',
  clock: 'export const handler = async () => Date.now();',
  hashing: `
    import { scrypt, scryptSync } from 'node:crypto';
    const OPTIONS = { cost: 2 };
    export const handler = async () => {
      const order = [];
      const hash = (password, salt) =>
        new Promise((done, fail) =>
          scrypt(password, salt, 32, OPTIONS, (error, made) => {
            order.push('hash');
            error ? fail(error) : done(made);
          }));
      const first = await hash('spark', Buffer.from('salt'));
      first.fill(0);
      const again = hash('spark', Buffer.from('salt'));
      setImmediate(() => order.push('turn'));
      const asks = [await again, await hash('spark', Buffer.from('pepper')), await hash('neon', 'salt')];
      const known = [['spark', 'salt'], ['spark', 'pepper'], ['neon', 'salt']];
      return {
        same: known.map(([password, salt], at) => asks[at].equals(scryptSync(password, salt, 32, OPTIONS))),
        order: order.slice(0, 3),
      };
    };`,
  counting: `
    import { createHook } from 'node:async_hooks';
    import { scrypt } from 'node:crypto';
    let made = 0;
    createHook({ init: (id, type) => { if (type === 'SCRYPTREQUEST') made += 1; } }).enable();
    export const handler = async (password) => {
      await new Promise((done) => scrypt(password, 'of all', 32, { cost: 2 }, done));
      return made;
    };`,
  signing: `
    import jsonwebtoken from 'jsonwebtoken';
    export const handler = async () => {
      jsonwebtoken.sign({}, 'spark');
      return globalThis.keys;
    };`,
  leaking: 'export const handler = async () => { throw new Error(process.env.SECRET); };',
};
for (const [name, source] of Object.entries(SOURCES))
  writeFileSync(join(folder, `${name}.ts`), source);

/** Counts the keys that are made, by whoever asks for the function later than this is loaded. */
const WATCH = `
  import crypto from 'node:crypto';
  import { syncBuiltinESMExports } from 'node:module';
  const { createSecretKey } = crypto;
  globalThis.keys = 0;
  crypto.createSecretKey = (...values) => {
    globalThis.keys += 1;
    return createSecretKey(...values);
  };
  syncBuiltinESMExports();`;
const WATCHED = {
  entry: './signing.ts',
  environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}` },
};

// They run in threads that were started ahead.
await import(new URL('ahead.mjs', import.meta.url).href);
const aws = await startApplication(
  {
    name: 'kit',
    secrets: { only: { bytes: 32 } },
    functions: {
      ...Object.fromEntries(
        Object.keys(SOURCES).map((name) => [
          name,
          {
            entry: `./${name}.ts`,
            timeoutSeconds: name === 'hanging' ? 1 : 3,
            environment: { SECRET: { secret: 'only' } },
          },
        ]),
      ),
      'counting-too': { entry: './counting.ts' },
      watched: WATCHED,
      'watched-too': WATCHED,
      'watched-three': WATCHED,
    },
    httpApi: {
      routes: [
        { route: 'GET /greet', function: 'greet' },
        { route: 'GET /todo', function: 'todo' },
      ],
    },
  },
  pathToFileURL(join(folder, 'checks.test.ts')).href,
);

/** What a check reads where an answer was expected from the function. */
async function failureOf(name: string) {
  const attempt = await aws.invoke(name, {});
  try {
    attempt.result();
  } catch (error) {
    if (error instanceof CheckFailure) return error.failure;
    throw error;
  }
  return undefined;
}

describe('invoke', () => {
  test('answers with what the function returned', async () => {
    (await aws.invoke('greet', { nickname: 'spark' })).returns({
      statusCode: 200,
      body: 'Hello spark',
    });
    expect(aws.traces.at(-1)).toMatchObject({ api: 'lambda', function: 'greet' });
  });

  test.each([
    ['todo', { kind: 'todo', todo: 2 }],
    ['nameless', { kind: 'missing-export', subject: 'handler' }],
    ['hanging', { kind: 'timeout' }],
    ['exiting', { kind: 'exit' }],
    ['forgetting', { kind: 'threw', expected: say`every error caught` }],
    ['uncompiled', { kind: 'threw', expected: say`a file that compiles` }],
  ])('knows by itself what %s stands for', async (name, failure) => {
    expect(await failureOf(name)).toMatchObject(failure);
  });

  test('names the line of the source, and never a secret', async () => {
    const failure = await failureOf('leaking');
    expect(failure?.stack).toContain(join(folder, 'leaking.ts'));
    expect(JSON.stringify(failure)).not.toContain(aws.local.secrets['only']);
  });
});

test('time passes for a function without a wait', async () => {
  const [before] = [aws.now(), aws.pass(3_600_000)];
  expect(aws.now() - before).toBeGreaterThanOrEqual(3_600_000);
  const told = (await aws.invoke('clock', {})).result();
  expect(told - before).toBeGreaterThanOrEqual(3_600_000);
  expect(told).toBeLessThanOrEqual(aws.now());
});

test('a hash that was made before comes again, later than an answer that does not wait', async () => {
  expect((await aws.invoke('hashing', {})).result()).toEqual({
    same: [true, true, true],
    order: ['hash', 'turn', 'hash'],
  });
});

/** How many hashes the environment has made so far, after this one. */
async function hashesMade(name: string, password: string): Promise<number> {
  return (await aws.invoke(name, password)).result();
}

test('a hash is made once, in whichever environment', async () => {
  expect(await hashesMade('counting', 'spark')).toBe(1);
  expect(await hashesMade('counting-too', 'spark')).toBe(0);
  expect(await hashesMade('counting-too', 'neon')).toBe(1);
  expect(await hashesMade('counting', 'neon')).toBe(1);
});

test('what NODE_OPTIONS imports is there before any package', async () => {
  // Two environments were started ahead, the third was not.
  for (const name of ['watched', 'watched-too', 'watched-three'])
    expect((await aws.invoke(name, {})).result()).toBe(1);
});

describe('http', () => {
  test('answers with status, headers and body', async () => {
    const answer = (await aws.http('GET /greet')).result();
    expect(answer).toMatchObject({ status: 200, text: 'Hello ', json: undefined });
  });

  test('reports a TODO that the gateway hides behind a 500', async () => {
    const attempt = await aws.http('GET /todo');
    expect(attempt.outcome).toMatchObject({ threw: true, error: { message: 'TODO 2: greet' } });
  });
});
