/*
 * Given: what you wrote in labs 2 to 4, as one function. It finds the token in an Authorization
 * header and checks all of it. What to answer then is the authorizers' business.
 */
import { createSecretKey } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';

/** What lab 3's issuer writes into a token. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly nickname: string;
  /** Digits, as a text: "15". A token may have none. */
  readonly rank?: string;
  readonly name: string;
}

/** Made once, when the environment starts. A function without its secret must not start. */
const KEY = createSecretKey(requireVariable('JWT_SECRET'), 'utf8');
const ISSUER = requireVariable('JWT_ISSUER');

/**
 * The claims of a genuine token of ours that has not expired.
 *
 * @param authorization an Authorization header, whole, or undefined where there is none
 * @throws Error whatever is wrong with it; the message says what, in words for a log
 */
export function verifyToken(authorization: string | undefined): Claims {
  const [scheme = '', token = '', ...more] = (authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || more.length > 0) throw new Error('no bearer token');
  const claims = jsonwebtoken.verify(token, KEY, { algorithms: ['HS256'], issuer: ISSUER });
  if (typeof claims === 'string' || typeof claims.sub !== 'string') {
    throw new Error('the token names no subject');
  }
  return claims as unknown as Claims;
}

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
