/**
 * Properties of the reference of lab 8: whatever is rotated, replayed, logged out and waited for, a
 * family has one living token at most; whatever text comes, a refusal comes of it and no crash; and
 * the access token is one that other libraries read and write.
 *
 * The reference needs the files that the lab is given, so both are put together in a folder.
 */
import { makeTables, type TablesInProcess } from '#local-tables';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as fc from '#testing/fast-check.ts';
import { jwtVerify, SignJWT } from 'jose';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../labs/08-refresh-and-revoke/users.ts';

const SECRET = 'a-string-secret-at-least-256-bits-long';
const NOW = 1_800_000_000;
const GRACE = 10;

const solution = import.meta.dirname;
const lab = solution.replace(`${sep}solutions${sep}`, `${sep}labs${sep}`);
const folder = join(process.cwd(), '.workshop', `properties-refresh-${process.pid}`);

let sessions: typeof import('./sessions.ts');
let revocation: typeof import('./revocation.ts');
let authorizer: typeof import('./authorizer.ts');
let accessTokens: typeof import('../../labs/08-refresh-and-revoke/access-token.ts');
let spark: User;
let tables: TablesInProcess;
let commands = 0;

const { send } = DynamoDBClient.prototype;

beforeAll(async () => {
  Object.assign(process.env, {
    SESSIONS_TABLE: 'sessions',
    JWT_SECRET: SECRET,
    REFRESH_PEPPER: `${SECRET}, another one`,
  });
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(lab).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    cpSync(join(lab, file), join(folder, file));
  }
  for (const file of ['sessions.ts', 'revocation.ts', 'authorizer.ts']) {
    cpSync(join(solution, file), join(folder, file));
  }
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
  sessions = await load('sessions.ts');
  revocation = await load('revocation.ts');
  authorizer = await load('authorizer.ts');
  accessTokens = await load('access-token.ts');
  spark = (await load('users.ts')).findUser('spark@rubywave.io');
  DynamoDBClient.prototype.send = ((command: object) => {
    commands += 1;
    return tables.run(command);
  }) as typeof send;
});

beforeEach(async () => {
  tables = await makeTables({ sessions: { key: 'id', ttl: 'expiresAt' } });
});

afterAll(() => {
  DynamoDBClient.prototype.send = send;
  rmSync(folder, { recursive: true, force: true });
});

interface Item {
  readonly id: { readonly S: string };
}

async function allItems(): Promise<readonly Item[]> {
  const command = new ScanCommand({ TableName: 'sessions', ConsistentRead: true });
  return (await tables.run<{ readonly Items: readonly Item[] }>(command)).Items;
}

/** What a call came to: the tokens, or the code of the refusal; any other error is thrown on. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    if (error instanceof sessions.SessionError) return error.code;
    throw error;
  }
}

/** What may happen to a session: `token` is the number of one of those handed out so far. */
type Step =
  | { readonly kind: 'rotate'; readonly token: number; readonly times: number }
  | { readonly kind: 'logout'; readonly token: number }
  | { readonly kind: 'wait'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('rotate' as const),
      // The last ones most of the time.
      token: fc.oneof(fc.constantFrom(0, 0, 0, 1, 2), fc.nat(9)),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('logout' as const), token: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constantFrom(300, 86_400, 20 * 86_400)),
    }),
  },
);

test('any sequence of rotate, replay, logout and clock leaves one living token a family at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      let now = NOW;
      const first = await sessions.start(spark, now);
      const [family = ''] = first.refreshToken.split('.');
      const tokens = [first.refreshToken];
      let isOver = false;
      for (const one of steps) {
        if (one.kind === 'wait') {
          now += one.seconds;
          continue;
        }
        const token = tokens.at(-1 - (one.token % tokens.length)) ?? '';
        if (one.kind === 'logout') {
          await revocation.logout(token, undefined, now);
          continue;
        }
        // Many at once are all answered, or all refused.
        const answers = await Promise.allSettled(
          Array.from({ length: one.times }, () => sessions.rotate(token, now)),
        );
        const next = answers.flatMap((answer) =>
          answer.status === 'fulfilled' ? [answer.value] : [],
        );
        expect([0, one.times]).toContain(next.length);
        expect(new Set(next.map(({ refreshToken }) => refreshToken)).size).toBeLessThan(2);
        const refusals = answers.flatMap((answer) =>
          answer.status === 'rejected' ? [answer.reason as unknown] : [],
        );
        expect(refusals.filter((reason) => !(reason instanceof sessions.SessionError))).toEqual([]);
        // Once refused, refused for ever.
        expect(isOver && next.length > 0).toBe(false);
        isOver ||= refusals.length > 0;
        const [{ refreshToken, endsAt } = first] = next;
        expect(endsAt).toBe(first.endsAt);
        if (!tokens.includes(refreshToken)) tokens.push(refreshToken);
      }
      const living = await livingOf(tokens, now + GRACE + 1);
      expect(living.length).toBeLessThan(2);
      expect(living.every((token) => token === tokens.at(-1))).toBe(true);
      const items = (await allItems()).filter(({ id }) => id.S.includes(family));
      expect(items).toHaveLength(1);
    }),
    { numRuns: 40 },
  );
});

/** Which of these tokens can still be used: each is tried on the table as it is now. */
async function livingOf(tokens: readonly string[], now: number): Promise<string[]> {
  const before = await allItems();
  const living: string[] = [];
  for (const token of tokens) {
    if ((await codeOf(sessions.rotate(token, now))) === 'answered') living.push(token);
    for (const Item of before) {
      await tables.run(new PutItemCommand({ TableName: 'sessions', Item: { ...Item } }));
    }
  }
  return living;
}

test('any text as a refresh token is unknown, logs nobody out, and writes nothing', async () => {
  const parts = fc.string({ unit: fc.constantFrom('A', '-', '_', '.', '0'), maxLength: 70 });
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), parts);
  await fc.assert(
    fc.asyncProperty(text, async (token) => {
      expect(await codeOf(sessions.rotate(token, NOW))).toBe('unknown');
      await revocation.logout(token, undefined, NOW);
      expect(await allItems()).toEqual([]);
    }),
  );
});

test('any header is "Unauthorized" at the door, and nobody asks the table for it', async () => {
  const { accessToken } = await sessions.start(spark, NOW);
  const broken = fc
    .tuple(fc.nat(accessToken.length - 1), fc.constantFrom('', '.', '=', 'é'))
    .filter(([at, by]) => accessToken[at] !== by)
    .map(([at, by]) => `Bearer ${accessToken.slice(0, at)}${by}${accessToken.slice(at + 1)}`);
  const header = fc.oneof(fc.string({ unit: 'binary' }), broken);
  await fc.assert(
    fc.asyncProperty(header, async (authorizationToken) => {
      const before = commands;
      const methodArn = 'arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5/dev/GET/me';
      const asked = authorizer.handler({ type: 'TOKEN', authorizationToken, methodArn });
      await expect(asked).rejects.toThrow(/^Unauthorized$/);
      expect(commands).toBe(before);
    }),
  );
});

test('whatever else a user does, only tokens from before "everywhere" are revoked by it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('login', 'out'), { maxLength: 12 }), async (acts) => {
      const seen: { readonly claims: ReturnType<typeof claimsOf>; isOld: boolean }[] = [];
      for (const act of acts) {
        // All within one second.
        if (act === 'login') {
          const { accessToken } = await sessions.start(spark, NOW);
          seen.push({ claims: claimsOf(accessToken), isOld: false });
        } else {
          await revocation.logoutEverywhere(spark.id, NOW);
          for (const one of seen) one.isOld = true;
        }
      }
      for (const { claims, isOld } of seen) {
        expect(await revocation.isRevoked(claims, NOW)).toBe(isOld);
      }
    }),
    { numRuns: 40 },
  );
});

function claimsOf(accessToken: string) {
  return accessTokens.verifyAccessToken(`Bearer ${accessToken}`, NOW);
}

test('jose reads the access token, and the door takes one that jose has written', async () => {
  const { accessToken } = await sessions.start(spark, NOW);
  const key = new TextEncoder().encode(SECRET);
  const { payload } = await jwtVerify(accessToken, key, {
    algorithms: ['HS256'],
    issuer: accessTokens.ISSUER,
    audience: accessTokens.AUDIENCE,
    currentDate: new Date((NOW + 299) * 1000),
  });
  expect(payload).toEqual(claimsOf(accessToken));

  const written = await new SignJWT({ ...payload, jti: 'written-by-jose' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(key);
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
  try {
    const methodArn = 'arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5/dev/GET/me';
    const answer = await authorizer.handler({
      type: 'TOKEN',
      authorizationToken: `Bearer ${written}`,
      methodArn,
    });
    expect(answer.principalId).toBe(spark.id);
  } finally {
    vi.useRealTimers();
  }
});
