/**
 * Properties of the reference of lab 0, and of the parsers that the lab is given: whatever a client
 * sends is a session or none, and what was begun is found again, to the letter.
 *
 * The reference needs the files that the lab is given, so both are put together in a folder.
 */
import * as fc from '#testing/fast-check.ts';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cookies, Session, Sessions, Strategy } from './strategy.ts';

const solution = import.meta.dirname;
const lab = solution.replace(`${sep}solutions${sep}`, `${sep}labs${sep}`);
const folder = join(process.cwd(), '.workshop', `properties-sessions-${process.pid}`);

let reference: typeof import('./sessions.ts');
let readCookies: typeof import('../../labs/00-sessions/cookies.ts').readCookies;
let browser: typeof import('../../labs/00-sessions/browser.ts');
let startCluster: typeof import('../../labs/00-sessions/cluster.ts').startCluster;
let table: Awaited<ReturnType<typeof import('../../labs/00-sessions/session-table.ts').openTable>>;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(lab).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    cpSync(join(lab, file), join(folder, file));
  }
  cpSync(join(solution, 'sessions.ts'), join(folder, 'sessions.ts'));
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
  reference = await load('sessions.ts');
  browser = await load('browser.ts');
  ({ readCookies } = await load('cookies.ts'));
  ({ startCluster } = await load('cluster.ts'));
  const { openTable } = await load('session-table.ts');
  table = await openTable({});
});

afterAll(async () => {
  await table?.close();
  rmSync(folder, { recursive: true, force: true });
});

const STRATEGIES: Readonly<Record<string, () => Strategy>> = {
  inMemory: () => reference.inMemory(),
  sticky: () => reference.sticky(),
  sharedStore: () => reference.sharedStore(table),
  clientHeld: () => reference.clientHeld(),
};
const NAMES = Object.keys(STRATEGIES);

function serverOf(name: string): Sessions {
  return (STRATEGIES[name] as () => Strategy)().server();
}

/** Text that JSON in UTF-8 can carry: no half of a surrogate pair. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const session: fc.Arbitrary<Session> = fc.record({
  sub: text,
  email: text,
  nickname: text,
  rank: text,
  name: text,
});

/** What a `Cookie` header may hold as HTTP has it: no control characters, no letter above U+00FF. */
const headerCharacter = fc
  .integer({ min: 0x20, max: 0xff })
  .filter((code) => code !== 0x7f)
  .map((code) => String.fromCharCode(code));
const header = fc.oneof(
  fc.string({
    unit: headerCharacter,
    maxLength: 200,
  }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((value) => `session=${value}`),
  fc.base64String({ maxLength: 200 }).map((value) => `session=${value}`),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((id) => `session=${base64url(id)}`),
  fc.json().map((json) => `session=${base64url(json)}`),
);

describe('cookies', () => {
  test('any header is read, and no name is empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect([...readCookies(any).keys()]).not.toContain('');
      }),
    );
  });

  test('what was written is read, the first of each name', () => {
    const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,12}$/);
    const value = fc.stringMatching(/^[!#-+\--:<-[\]-~]{0,24}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(token, value)), (pairs) => {
        const written = pairs.map(([name, of]) => `${name}=${of}`).join('; ');
        expect(readCookies(written)).toEqual(new Map(pairs.toReversed()));
      }),
    );
  });

  test('any Set-Cookie header is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(typeof browser.readSetCookie(any).name).toBe('string');
      }),
    );
  });
});

describe.each(NAMES)('%s', (name) => {
  test('what was begun is found, to the letter', async () => {
    const sessions = serverOf(name);
    await fc.assert(
      fc.asyncProperty(session, async (begun) => {
        const cookie = await sessions.begin(begun, new Map());
        expect(cookie).toMatch(/^session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
        expect(await sessions.find(readCookies(cookie))).toEqual(begun);
      }),
    );
  });

  test('any header gives a session or none, and never an error', async () => {
    const sessions = serverOf(name);
    await fc.assert(
      fc.asyncProperty(header, async (any) => {
        expect(isWholeOrNone(await sessions.find(readCookies(any)))).toBe(true);
      }),
    );
  });

  test('any header gets 200 or 401 through the cluster, and nothing fails', async () => {
    const cluster = await startCluster((STRATEGIES[name] as () => Strategy)());
    try {
      await fc.assert(
        fc.asyncProperty(header, async (any) => {
          const asked = { method: 'GET', path: '/me', cookie: any };
          expect([200, 401]).toContain((await browser.fetchPage(cluster.url, asked)).status);
        }),
        { numRuns: 40 },
      );
      expect(cluster.errors).toEqual([]);
    } finally {
      await cluster.close();
    }
  });
});

describe('clientHeld', () => {
  test('any JSON is a whole session or none', () => {
    const anyJson = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          sub: fc.jsonValue(),
          email: fc.oneof(text, fc.jsonValue()),
          nickname: text,
          rank: fc.oneof(text, fc.integer()),
          name: text,
          isAdmin: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anyJson, (value) => {
        const found = serverOf('clientHeld').find(
          new Map([['session', base64url(JSON.stringify(value))]]),
        );
        expect(isWholeOrNone(found as Session | undefined)).toBe(true);
      }),
    );
  });
});

describe('sticky', () => {
  const servers = fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 5 }).chain((numbers) => {
    const inService = numbers.map((number) => `server-${number}`);
    return fc.record({
      inService: fc.constant(inService),
      next: fc.constantFrom(...inService),
    });
  });
  const cookies = fc
    .array(
      fc.tuple(
        fc.constantFrom('sticky', 'session'),
        fc.oneof(
          fc.nat(20).map((number) => `server-${number}`),
          fc.string(),
        ),
      ),
    )
    .map((pairs): Cookies => new Map(pairs));

  test('always a server in service: the one that the cookie names, or whose turn it is', () => {
    const routing = reference.sticky().balancer?.();
    fc.assert(
      fc.property(cookies, servers, (sent, seen) => {
        const kept = sent.get('sticky') ?? '';
        const choice = routing?.choose(sent, seen);
        expect(choice?.server).toBe(seen.inService.includes(kept) ? kept : seen.next);
      }),
    );
  });

  test('its cookie leads back, from every balancer, for as long as the server is there', () => {
    fc.assert(
      fc.property(cookies, servers, servers, (sent, first, later) => {
        const [one, other] = [reference.sticky().balancer?.(), reference.sticky().balancer?.()];
        const chosen = one?.choose(sent, first);
        const brought = new Map([...sent, ...readCookies(chosen?.setCookie?.split(';')[0])]);
        const inService = [...later.inService, chosen?.server ?? ''];
        expect(other?.choose(brought, { ...later, inService }).server).toBe(chosen?.server);
      }),
    );
  });
});

function isWholeOrNone(found: Session | undefined): boolean {
  if (found === undefined) return true;
  const isText = Object.values(found).every((member) => typeof member === 'string');
  return isText && Object.keys(found).toSorted().join() === 'email,name,nickname,rank,sub';
}

function base64url(value: string | Uint8Array): string {
  return Buffer.from(value as string).toString('base64url');
}
