/* Lab 2's signature in place of a library: a JWT is two segments and an HMAC. */
import {
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { findUser, hashPassword, type User } from './users.ts';

class Configuration {
  readonly key: KeyObject;
  readonly issuer: string;
  readonly seconds: number;

  constructor(environment: NodeJS.ProcessEnv) {
    const bytes = Buffer.from(environment['JWT_SECRET'] ?? '');
    if (bytes.byteLength < 32) throw new Error('JWT_SECRET: at least 32 bytes, please');
    const ttl = environment['TOKEN_TTL_SECONDS'] ?? '';
    if (/\D/.test(ttl) || !(Number(ttl) > 0)) {
      throw new Error('TOKEN_TTL_SECONDS: a positive whole number, please');
    }
    this.key = createSecretKey(bytes);
    this.issuer = environment['JWT_ISSUER'] ?? '';
    this.seconds = Number(ttl);
    if (this.issuer.trim() === '') throw new Error('JWT_ISSUER: a name, please');
  }
}

const configuration = new Configuration(process.env);
const anybody = { salt: randomBytes(16).toString('base64url'), hash: randomBytes(32) };

export async function handler(event: { body?: string | null; isBase64Encoded: boolean }) {
  let login: { email: string; password: string };
  try {
    login = readLogin(event.body ?? '', event.isBase64Encoded);
  } catch {
    return respond(400, { error: 'invalid_request', error_description: 'e-mail and password' });
  }
  const user = await authenticate(login.email, login.password);
  return user
    ? respond(200, tokenResponse(user))
    : respond(401, { error: 'invalid_credentials', error_description: 'no such login' });
}

function readLogin(body: string, isBase64: boolean): { email: string; password: string } {
  const { email, password } = JSON.parse(
    Buffer.from(body, isBase64 ? 'base64' : 'utf8').toString(),
  );
  for (const text of [email, password]) if (typeof text !== 'string') throw new TypeError('text');
  return { email, password };
}

async function authenticate(email: string, password: string): Promise<User | null> {
  const user = findUser(email);
  const salt = user ? user.passwordHash.split('$')[1]! : anybody.salt;
  const stored = user ? Buffer.from(user.passwordHash.split('$')[2]!, 'base64url') : anybody.hash;
  const isEqual = timingSafeEqual(await hashPassword(password, salt), stored);
  return user && isEqual ? user : null;
}

function tokenResponse(user: User) {
  const now = Math.trunc(Date.now() / 1000);
  const { key, issuer, seconds } = configuration;
  const payload = {
    sub: user.id,
    email: user.email,
    nickname: user.nickname,
    rank: user.rank,
    name: user.name,
    iss: issuer,
    iat: now,
    exp: now + seconds,
  };
  const input = [{ alg: 'HS256', typ: 'JWT' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', key).update(input).digest('base64url');
  return { access_token: `${input}.${signature}`, token_type: 'Bearer', expires_in: seconds };
}

function respond(statusCode: number, body: object) {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store, max-age=0' },
    body: JSON.stringify(body),
  };
}
