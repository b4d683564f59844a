/**
 * Properties of the reference of lab 5: both authorizers decide alike for whatever rank a token
 * holds, neither lets anything in that is no token of ours or logs one, and the policy never speaks of
 * another API or stage.
 *
 * The reference needs the files that the lab is given, so both are put together in a folder.
 */
import { allows } from '#checks-aws';
import * as fc from '#testing/fast-check.ts';
import jsonwebtoken from 'jsonwebtoken';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const SECRET = 'a-string-secret-at-least-256-bits-long';
const ISSUER = 'https://login.rubywave.io';
const DOORS = { '/me': 0, '/lounge': 10, '/vip': 20 } as const;
const ROUTES = Object.keys(DOORS) as (keyof typeof DOORS)[];

const solution = import.meta.dirname;
const lab = solution.replace(`${sep}solutions${sep}`, `${sep}labs${sep}`);
const folder = join(process.cwd(), '.workshop', `properties-${process.pid}`);

interface Handlers {
  tokenAuthorizer: typeof import('./token-authorizer.ts').handler;
  requestAuthorizer: typeof import('./request-authorizer.ts').handler;
  profile: typeof import('./profile.ts').handler;
}
let handlers: Handlers;

beforeAll(async () => {
  Object.assign(process.env, { JWT_SECRET: SECRET, JWT_ISSUER: ISSUER });
  mkdirSync(folder, { recursive: true });
  for (const file of ['api-gateway.ts', 'routes.ts', 'verify-token.ts']) {
    cpSync(join(lab, file), join(folder, file));
  }
  for (const file of ['token-authorizer.ts', 'request-authorizer.ts', 'profile.ts']) {
    cpSync(join(solution, file), join(folder, file));
  }
  const [tokenAuthorizer, requestAuthorizer, profile] = await Promise.all(
    ['token-authorizer', 'request-authorizer', 'profile'].map(
      (name) => import(pathToFileURL(join(folder, `${name}.ts`)).href),
    ),
  );
  handlers = {
    tokenAuthorizer: tokenAuthorizer.handler,
    requestAuthorizer: requestAuthorizer.handler,
    profile: profile.handler,
  };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ranks', () => {
  const rank = fc.option(
    fc.oneof(
      fc.nat(30).map(String),
      fc.integer().map(String),
      fc.constantFrom('', '09', '9.9', '1e3', '0x20', ' 25', '15abc', 'NaN', 'Infinity', '１５'),
      fc.string(),
    ),
    { nil: undefined },
  );

  test('both authorizers let a rank through the same doors, and no other rule than the table does', async () => {
    await fc.assert(
      fc.asyncProperty(rank, fc.constantFrom(...ROUTES), async (text, asked) => {
        const header = `Bearer ${tokenOf({ rank: text })}`;
        const { policyDocument } = await handlers.tokenAuthorizer(tokenEvent(header, asked));
        for (const door of ROUTES) {
          const digits = /^\d+$/.test(text ?? '') ? Number(text) : 0;
          const expected = digits >= DOORS[door];
          expect(allows(policyDocument, `${STAGE}/GET${door}`)).toBe(expected);
          const { isAuthorized } = await handlers.requestAuthorizer(requestEvent(header, door));
          expect(isAuthorized).toBe(expected);
        }
      }),
    );
  });

  test('a policy is right for its own API and stage, and silent on all others', async () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,10}$/);
    await fc.assert(
      fc.asyncProperty(name, name, name, name, async (api, stage, otherApi, otherStage) => {
        const event = {
          ...tokenEvent(`Bearer ${tokenOf({ rank: '99' })}`, '/me'),
          methodArn: `${at(api, stage)}/GET/me`,
        };
        const { policyDocument } = await handlers.tokenAuthorizer(event);
        const isOwn = api === otherApi && stage === otherStage;
        expect(allows(policyDocument, `${at(api, stage)}/GET/vip`)).toBe(true);
        expect(allows(policyDocument, `${at(otherApi, otherStage)}/GET/me`)).toBe(isOwn);
        expect(allows(policyDocument, `${at(api, stage)}/POST/me`)).toBe(false);
      }),
    );
  });
});

describe('what is no token of ours', () => {
  const genuine = tokenOf({});
  const changed = fc
    .record({
      index: fc.nat(genuine.length - 1),
      by: fc.constantFrom(...'AQgwz05-_.= '),
    })
    .filter(({ index, by }) => genuine[index] !== by);
  const header = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }).map((text) => `Bearer ${text}`),
    fc
      .array(fc.stringMatching(/^[\w-]*$/), { maxLength: 5 })
      .map((parts) => `Bearer ${parts.join('.')}`),
    changed.map(
      ({ index, by }) => `Bearer ${genuine.slice(0, index)}${by}${genuine.slice(index + 1)}`,
    ),
    fc.constantFrom(
      genuine,
      `Basic ${genuine}`,
      `Bearer Bearer ${genuine}`,
      `Bearer ${genuine} ${genuine}`,
      `Bearer ${tokenOf({ iss: `${ISSUER}/` })}`,
      `Bearer ${tokenOf({ exp: 1516239022 })}`,
      `Bearer ${tokenOf({ sub: undefined })}`,
    ),
  );

  test('is turned away by both: one throws "Unauthorized", the other says false', async () => {
    await fc.assert(
      fc.asyncProperty(header, async (text) => {
        await expect(handlers.tokenAuthorizer(tokenEvent(text, '/me'))).rejects.toThrow(
          /^Unauthorized$/,
        );
        expect(await handlers.requestAuthorizer(requestEvent(text, '/me'))).toEqual({
          isAuthorized: false,
        });
      }),
    );
  });

  test('leaves nothing of a token in the log, and neither does one of ours', async () => {
    const log: string[] = [];
    const spies = (['log', 'info', 'debug', 'warn', 'error', 'trace'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...values) => void log.push(format(...values))),
    );
    try {
      await fc.assert(
        fc.asyncProperty(fc.oneof(header, fc.constant(`Bearer ${genuine}`)), async (text) => {
          await handlers.tokenAuthorizer(tokenEvent(text, '/me')).catch(() => {});
          await handlers.requestAuthorizer(requestEvent(text, '/me'));
          await handlers.profile({
            headers: { Authorization: text },
            requestContext: { authorizer: { sub: '1234567890' } },
          });
          // Its last ten characters stand for a token; a shorter text is none, and is not looked for.
          expect(log.join()).not.toContain(SECRET);
          expect(log.join()).not.toContain(text.slice(-10).padEnd(10, '\0'));
        }),
      );
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });

  test('the scheme may be written in any case', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const { isAuthorized } = await handlers.requestAuthorizer(
        requestEvent(`${scheme} ${genuine}`, '/me'),
      );
      expect(isAuthorized).toBe(true);
    }
  });
});

test('the profile is what the gateway handed over, whichever API it was and whatever the header says', async () => {
  const text = fc.string({ unit: 'grapheme' });
  const person = fc.record({ sub: text, email: text, nickname: text, rank: text, name: text });
  await fc.assert(
    fc.asyncProperty(person, fc.string(), async (handed, Authorization) => {
      const headers = { Authorization };
      const rest = { ...handed, principalId: handed.sub, integrationLatency: 3 };
      for (const authorizer of [rest, { lambda: handed }]) {
        const { statusCode, body } = await handlers.profile({
          headers,
          requestContext: { authorizer },
        });
        expect(statusCode).toBe(200);
        expect(JSON.parse(body)).toEqual(handed);
      }
    }),
  );
});

function at(api: string, stage: string): string {
  return `arn:aws:execute-api:ap-northeast-2:123456789012:${api}/${stage}`;
}

const STAGE = at('a1b2c3d4e5', 'dev');

function tokenEvent(authorizationToken: string, path: string) {
  return { type: 'TOKEN', authorizationToken, methodArn: `${STAGE}/GET${path}` } as const;
}

function requestEvent(authorization: string, path: string) {
  const routeKey = `GET ${path}`;
  const identitySource = [authorization, routeKey];
  return {
    version: '2.0',
    type: 'REQUEST',
    identitySource,
    routeKey,
    headers: { authorization },
  } as const;
}

/** A token as the issuer writes it; a claim that is undefined is left out. */
function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const spark = { sub: '1234567890', email: 'spark@rubywave.io', nickname: 'spark', rank: '15' };
  const all = { iss: ISSUER, ...spark, name: 'John Doe', exp: 4102444800, ...claims };
  const header = { alg: 'HS256', typ: 'JWT' };
  return jsonwebtoken.sign(JSON.stringify(all), SECRET, { header });
}
