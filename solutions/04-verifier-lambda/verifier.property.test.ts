/** Whatever a client sends, the reference answers 200 or 401, and only the issuer's tokens get 200. */
import { createHmac, randomBytes } from 'node:crypto';
import * as fc from '#testing/fast-check.ts';
import jwt from 'jsonwebtoken';
import { expect, test, vi } from 'vitest';

const SECRET = randomBytes(32).toString('base64url');
const ISSUER = 'https://login.rubywave.io';
vi.stubEnv('JWT_SECRET', SECRET);
vi.stubEnv('JWT_ISSUER', ISSUER);
const { handler } = await import('./verifier.ts');

const HEADER = segment(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
const TOKEN = jwt.sign({ email: 'spark@rubywave.io', rank: '15' }, SECRET, {
  algorithm: 'HS256',
  issuer: ISSUER,
  subject: '1234567890',
  expiresIn: 3600,
});

/** What the handler logs, which is nothing. */
const log = vi.fn<(...words: unknown[]) => void>();
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  vi.spyOn(console, method).mockImplementation(log);
}

function segment(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function signed(payload: string): string {
  const text = `${HEADER}.${segment(payload)}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

function me(token: string) {
  return handler({ headers: { authorization: `Bearer ${token}` } });
}

/** A challenge in the characters that RFC 6750 §3 allows, and nothing of the secret. */
function isSound(challenge: string | undefined): boolean {
  return (
    challenge !== undefined &&
    /^Bearer(?: error="invalid_token", error_description="[ !#-[\]-~]+")?$/.test(challenge) &&
    !challenge.includes(SECRET)
  );
}

test('any headers: 200 or 401, and a 401 has a sound challenge', async () => {
  const names = fc.oneof(fc.constantFrom('authorization', 'Authorization'), fc.string());
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `Bearer ${text}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, values), async (headers) => {
      const { statusCode, headers: answered } = await handler({ headers });
      expect(statusCode).toBe(401);
      expect(isSound(answered['WWW-Authenticate'])).toBe(true);
    }),
  );
});

test('any text in the place of the payload, rightly signed: never a failure', async () => {
  const payload = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
  await fc.assert(
    fc.asyncProperty(payload, async (text) => {
      const { statusCode, headers } = await me(signed(text));
      expect(statusCode).toBe(401);
      expect(headers['WWW-Authenticate']).toContain('invalid_token');
    }),
  );
});

test('any claims of the issuer: handed on as they are', async () => {
  const claims = fc.dictionary(
    fc.string().filter((name) => !['iss', 'exp', 'nbf', 'iat', '__proto__'].includes(name)),
    fc.jsonValue({ noUnicodeString: false }),
  );
  await fc.assert(
    fc.asyncProperty(claims, async (own) => {
      const payload = JSON.stringify({ ...own, iss: ISSUER });
      const { statusCode, body } = await me(signed(payload));
      expect(statusCode).toBe(200);
      expect(JSON.parse(body)).toEqual(JSON.parse(payload));
    }),
  );
});

test('every change of one character is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(TOKEN.length - 1),
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= '),
      async (at, letter) => {
        fc.pre(TOKEN[at] !== letter);
        const { statusCode } = await me(TOKEN.slice(0, at) + letter + TOKEN.slice(at + 1));
        expect(statusCode).toBe(401);
      },
    ),
  );
  expect((await me(TOKEN)).statusCode).toBe(200);
  expect(log).not.toHaveBeenCalled();
});
