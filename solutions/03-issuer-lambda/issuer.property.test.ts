/**
 * Whatever a client sends, the reference answers 200, 400 or 401, and logs nothing.
 *
 * The reference needs the file that the lab is given, so both are put together in a folder.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from '#testing/fast-check.ts';
import jwt from 'jsonwebtoken';
import { afterAll, expect, test, vi } from 'vitest';

const SECRET = randomBytes(32).toString('base64url');
const ISSUER = 'https://login.rubywave.io';
vi.stubEnv('JWT_SECRET', SECRET);
vi.stubEnv('JWT_ISSUER', ISSUER);

const solution = import.meta.dirname;
const lab = solution.replace(`${sep}solutions${sep}`, `${sep}labs${sep}`);
const folder = join(process.cwd(), '.workshop', `properties-${process.pid}`);
mkdirSync(folder, { recursive: true });
cpSync(join(solution, 'issuer.ts'), join(folder, 'issuer.ts'));
cpSync(join(lab, 'users.ts'), join(folder, 'users.ts'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loads the function anew, as an execution environment does, with this lifetime configured. */
let loads = 0;
async function load(lifetime: string): Promise<typeof import('./issuer.ts')> {
  vi.stubEnv('TOKEN_TTL_SECONDS', lifetime);
  loads += 1;
  return import(`${pathToFileURL(join(folder, 'issuer.ts')).href}?${loads}`);
}

const { handler } = await load('3600');

const log = vi.fn<(...words: unknown[]) => void>();
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  vi.spyOn(console, method).mockImplementation(log);
}

test('any body, base64 or not: an answer with JSON in it, and never a token', async () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .record({ email: fc.jsonValue(), password: fc.jsonValue() })
      .map((login) => JSON.stringify(login)),
    fc
      .record({ email: fc.constant('spark@rubywave.io'), password: fc.string({ minLength: 1 }) })
      .map((login) => JSON.stringify(login)),
    fc.constant(undefined),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (text, isBase64Encoded) => {
      const event = { ...(text !== undefined && { body: text }), isBase64Encoded };
      const { statusCode, body: answered } = await handler(event);
      expect([400, 401]).toContain(statusCode);
      expect(JSON.parse(answered)).toHaveProperty('error');
    }),
  );
  expect(log).not.toHaveBeenCalled();
});

test('what it issues verifies with its secret, and with no other', async () => {
  const body = JSON.stringify({ email: 'spark@rubywave.io', password: 'light-the-spark-15' });
  const { statusCode, body: answered } = await handler({ body, isBase64Encoded: false });
  expect(statusCode).toBe(200);
  const { access_token: token } = JSON.parse(answered) as { access_token: string };
  expect(jwt.verify(token, SECRET, { algorithms: ['HS256'], issuer: ISSUER })).toMatchObject({
    sub: '1234567890',
    rank: '15',
  });
  expect(() => jwt.verify(token, randomBytes(32), { algorithms: ['HS256'] })).toThrow(
    'invalid signature',
  );
});

test.each(['', '0', '-1', '1.5', '1h', 'NaN', ' 60', '6e2', 'Infinity'])(
  'a lifetime of "%s" stops it at init, by name',
  async (lifetime) => {
    await expect(load(lifetime)).rejects.toThrow('TOKEN_TTL_SECONDS');
  },
);
