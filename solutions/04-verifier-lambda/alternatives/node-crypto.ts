/* Lab 2's verification, in the function itself: no library, a table of rules for the claims. */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

type Claims = Record<string, unknown>;
type Reason = 'malformed' | 'signature' | 'expired' | 'not yet valid' | 'another issuer';

function configure({ JWT_SECRET = '', JWT_ISSUER = '' }: NodeJS.ProcessEnv): {
  key: KeyObject;
  issuer: string;
} {
  const bytes = Buffer.from(JWT_SECRET);
  if (bytes.byteLength < 32) throw new Error('JWT_SECRET is missing, or shorter than 32 bytes');
  if (JWT_ISSUER.length === 0) throw new Error('JWT_ISSUER is missing');
  return { key: createSecretKey(bytes), issuer: JWT_ISSUER };
}

const { key, issuer } = configure(process.env);

export async function handler(event: { headers: Record<string, string> }) {
  let credentials = '';
  for (const name in event.headers) {
    if (name.toLowerCase() === 'authorization') credentials = event.headers[name] ?? '';
  }
  if (!/^bearer( |$)/i.test(credentials)) return respond(401, '', 'Bearer');
  const result = verify(credentials.slice('bearer'.length).trim());
  if (typeof result === 'string') {
    return respond(401, '', `Bearer error="invalid_token", error_description="${result}"`);
  }
  return respond(200, JSON.stringify(result));
}

function verify(token: string): Claims | Reason {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || objectIn(header)?.['alg'] !== 'HS256') return 'malformed';
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(expected)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'signature';
  const claims = objectIn(payload);
  if (!claims) return 'malformed';
  const now = Date.now() / 1000;
  const { exp = Infinity, nbf = -Infinity, iss } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number') return 'malformed';
  if (now >= exp) return 'expired';
  if (now < nbf) return 'not yet valid';
  return iss === issuer ? claims : 'another issuer';
}

function objectIn(segment: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

function respond(statusCode: number, body: string, challenge?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (challenge !== undefined) headers['www-authenticate'] = challenge;
  return { statusCode, headers, body };
}
