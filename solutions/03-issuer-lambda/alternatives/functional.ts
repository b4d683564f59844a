/* A pipeline of small functions whose failures are values, and scrypt of node:crypto in sync. */
import { createSecretKey, scryptSync, timingSafeEqual } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { findUser } from './users.ts';

type Event = { body?: string; isBase64Encoded?: boolean };
type Reply = { statusCode: number; headers: Record<string, string>; body: string };

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const positiveInteger = (name: string): number => {
  const text = required(name);
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0 || String(number) !== text) {
    throw new RangeError(`${name} is no positive whole number`);
  }
  return number;
};

const secretKey = (name: string) => {
  const bytes = new TextEncoder().encode(required(name));
  if (bytes.length < 32) throw new RangeError(`${name} has less than 32 bytes`);
  return createSecretKey(bytes);
};

const settings = {
  key: secretKey('JWT_SECRET'),
  issuer: required('JWT_ISSUER'),
  ttl: positiveInteger('TOKEN_TTL_SECONDS'),
};

const reply = (statusCode: number, value: object): Reply => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

const textOf = ({ body, isBase64Encoded }: Event): string =>
  isBase64Encoded ? new TextDecoder().decode(Buffer.from(body ?? '', 'base64')) : (body ?? '');

const parsed = (text: string): Record<string, unknown> => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};

const STAND_IN = { salt: 'iFdnp54hh3WzXFJNcYb3hg', hash: 'A'.repeat(43) };

const isRight = (password: string, passwordHash: string | undefined): boolean => {
  const [salt, hash] = passwordHash?.split('$').slice(1) ?? [STAND_IN.salt, STAND_IN.hash];
  const computed = scryptSync(password, Buffer.from(salt ?? '', 'base64url'), 32, { N: 4096 });
  return timingSafeEqual(computed, Buffer.from(hash ?? '', 'base64url')) && !!passwordHash;
};

export const handler = async (event: Event): Promise<Reply> => {
  const { email, password } = parsed(textOf(event));
  if (typeof email !== 'string' || typeof password !== 'string') {
    return reply(400, { error: 'invalid_request' });
  }
  const user = findUser(email);
  if (!isRight(password, user?.passwordHash) || !user) {
    return reply(401, { error: 'invalid_credentials' });
  }
  const iat = Math.floor(Date.now() / 1000);
  const { nickname, rank, name } = user;
  const claims = { iss: settings.issuer, sub: user.id, iat, exp: iat + settings.ttl };
  return reply(200, {
    access_token: jwt.sign({ ...claims, email, nickname, rank, name }, settings.key),
    token_type: 'Bearer',
    expires_in: settings.ttl,
  });
};
