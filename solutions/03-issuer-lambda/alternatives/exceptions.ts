/* What goes wrong is thrown, and one place makes answers of it. */
import { createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { findUser, hashPassword, type User } from './users.ts';

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const env = (name: string, isFine: (text: string) => boolean, wish: string): string => {
  const text = process.env[name] ?? '';
  if (!isFine(text)) throw new Error(`${name} must be ${wish}`);
  return text;
};

const KEY = createSecretKey(
  env('JWT_SECRET', (text) => Buffer.byteLength(text) >= 32, 'at least 32 bytes long'),
  'utf8',
);
const ISSUER = env('JWT_ISSUER', Boolean, 'set');
const TTL = Number(env('TOKEN_TTL_SECONDS', (text) => /^0*[1-9][0-9]*$/.test(text), '1 or more'));
const DECOY = await hashPassword(randomBytes(12).toString('hex'), 'c29tZS1zYWx0LW9mLW91cnM');

export async function handler(event: { body?: string; isBase64Encoded: boolean }) {
  try {
    const { email, password } = read(event);
    return answer(200, issue(await check(email, password)), { 'Cache-Control': 'no-store' });
  } catch (error) {
    if (error instanceof Refusal) return answer(error.status, { error: error.code });
    throw error;
  }
}

function read({ body, isBase64Encoded }: { body?: string; isBase64Encoded: boolean }) {
  let value: unknown;
  try {
    value = JSON.parse(isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : body!);
  } catch {
    throw new Refusal(400, 'invalid_request');
  }
  if (isLogin(value)) return value;
  throw new Refusal(400, 'invalid_request');
}

function isLogin(value: unknown): value is { email: string; password: string } {
  if (value === null || typeof value !== 'object') return false;
  const { email, password } = value as Record<string, unknown>;
  return typeof email === 'string' && typeof password === 'string';
}

async function check(email: string, password: string): Promise<User> {
  const user = findUser(email);
  const parts = user?.passwordHash.split('$');
  const computed = await hashPassword(password, parts?.[1] ?? 'c29tZS1zYWx0LW9mLW91cnM');
  const expected = parts ? Buffer.from(parts[2] ?? '', 'base64url') : DECOY;
  const isSame = timingSafeEqual(computed, expected);
  if (user === undefined || !isSame) throw new Refusal(401, 'invalid_credentials');
  return user;
}

function issue({ id: sub, email, nickname, rank, name }: User) {
  const claims = { sub, email, nickname, rank, name };
  const token = jwt.sign(claims, KEY, { issuer: ISSUER, expiresIn: `${TTL}s` });
  return { access_token: token, token_type: 'Bearer', expires_in: TTL };
}

function answer(statusCode: number, body: object, headers: Record<string, string> = {}) {
  return {
    statusCode,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}
