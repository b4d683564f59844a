/* What the lab asks for, and not a line more: no content type, no description, one way out of each case. */
import { createSecretKey, timingSafeEqual } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { findUser, hashPassword } from './users.ts';

const { JWT_SECRET = '', JWT_ISSUER: issuer = '', TOKEN_TTL_SECONDS = '' } = process.env;
const bytes = Buffer.from(JWT_SECRET);
if (bytes.length < 32) throw new Error('JWT_SECRET must have 32 bytes or more');
if (!/^[1-9]\d*$/.test(TOKEN_TTL_SECONDS)) {
  throw new Error('TOKEN_TTL_SECONDS must be a positive whole number');
}
const key = createSecretKey(bytes);
const expiresIn = Number(TOKEN_TTL_SECONDS);

/** Nobody's password, for whoever is nobody's user. */
const DUMMY = 'scrypt$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export async function handler(event: { body?: string; isBase64Encoded?: boolean }) {
  let login: { email?: unknown; password?: unknown } | null;
  try {
    const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
    login = JSON.parse(Buffer.from(event.body ?? '', encoding).toString());
  } catch {
    login = null;
  }
  const { email, password } = login ?? {};
  if (typeof email !== 'string' || typeof password !== 'string' || !email || !password) {
    return { statusCode: 400, body: '{"error":"invalid_request"}' };
  }
  const user = findUser(email);
  const [, salt = '', hash = ''] = (user?.passwordHash ?? DUMMY).split('$');
  const given = await hashPassword(password, salt);
  if (!timingSafeEqual(given, Buffer.from(hash, 'base64url')) || !user) {
    return { statusCode: 401, body: '{"error":"invalid_credentials"}' };
  }
  const { id: subject, passwordHash: _, ...claims } = user;
  const token = jsonwebtoken.sign(claims, key, { issuer, subject, expiresIn });
  return {
    statusCode: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: expiresIn }),
  };
}
