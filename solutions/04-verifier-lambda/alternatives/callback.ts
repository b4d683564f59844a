/*
 * Puts the headers into a Map of lower-case names, and lets jsonwebtoken answer in a callback; the
 * outcome is a value and nothing is thrown. Its clock may be five seconds off.
 */
import { createSecretKey } from 'node:crypto';
import jwt, { type JwtPayload, type VerifyErrors, type VerifyOptions } from 'jsonwebtoken';

interface Event {
  headers: Record<string, string | undefined>;
}

type Checked = { claims: JwtPayload } | { refused: string };

const { JWT_SECRET, JWT_ISSUER: issuer } = process.env;
if (!JWT_SECRET || Buffer.from(JWT_SECRET).length < 32) {
  throw new RangeError('JWT_SECRET needs 32 bytes or more');
}
if (!issuer) throw new RangeError('JWT_ISSUER is not set');
const key = createSecretKey(Buffer.from(JWT_SECRET));
const OPTIONS: VerifyOptions = { algorithms: ['HS256'], issuer, clockTolerance: 5 };

export const handler = async ({ headers }: Event) => {
  const given = new Map(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const [scheme = '', token, ...more] = (given.get('authorization') ?? '').split(/ +/);
  if (scheme.toLowerCase() !== 'bearer') return challenge();
  if (!token || more.some(Boolean)) return challenge('malformed');
  const checked = await check(token);
  return 'claims' in checked ? json(200, checked.claims) : challenge(checked.refused);
};

function check(token: string): Promise<Checked> {
  return new Promise((resolve) => {
    const done = (error: VerifyErrors | null, claims: JwtPayload | string | undefined) => {
      if (error) return resolve({ refused: reasonOf(error) });
      if (typeof claims !== 'object') return resolve({ refused: 'not a claims set' });
      resolve({ claims });
    };
    try {
      jwt.verify(token, key, OPTIONS, done as never);
    } catch {
      resolve({ refused: 'malformed' });
    }
  });
}

function reasonOf({ name, message }: Error): string {
  if (name === 'TokenExpiredError') return 'token expired';
  if (name === 'NotBeforeError') return 'token not active yet';
  return message === 'invalid signature' ? 'bad signature' : 'token not accepted';
}

function challenge(reason?: string) {
  const error = reason ? ` error="invalid_token", error_description="${reason}"` : '';
  return json(401, { error: reason ?? 'token missing' }, { 'www-authenticate': `Bearer${error}` });
}

function json(statusCode: number, value: unknown, more: Record<string, string> = {}) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify(value),
  };
}
