/*
 * Given: the access token of this lab, a JWT as in labs 2 to 5, good for five minutes. Two claims are
 * new: `sid` names the session (the family of refresh tokens) that it came from, and `gen` says how
 * often its user had logged out everywhere by then.
 */
import { randomUUID } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { signingKey } from './secrets.ts';

export const ACCESS_TOKEN_SECONDS = 300;
export const ISSUER = 'https://login.rubywave.io';
export const AUDIENCE = 'https://api.rubywave.io';

export interface Claims {
  readonly iss: string;
  /** The user's id. */
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  /** The token's own name, new for each. */
  readonly jti: string;
  /** The family of the refresh token that it came with. */
  readonly sid: string;
  /** The user's generation. */
  readonly gen: number;
}

/**
 * An access token that is good for ACCESS_TOKEN_SECONDS.
 *
 * @param now in seconds since 1970; a fraction is cut off
 */
export function issueAccessToken(
  { sub, sid, gen }: Pick<Claims, 'sub' | 'sid' | 'gen'>,
  now: number,
): string {
  const iat = Math.floor(now);
  const exp = iat + ACCESS_TOKEN_SECONDS;
  const claims: Claims = { iss: ISSUER, sub, aud: AUDIENCE, iat, exp, jti: randomUUID(), sid, gen };
  return jsonwebtoken.sign(claims, signingKey(), { algorithm: 'HS256' });
}

/**
 * The claims of a genuine access token of ours that has not expired. It asks nobody: whether the
 * token was taken back is not in it.
 *
 * @param authorization an Authorization header, whole: `Bearer eyJ…`
 * @param now in seconds since 1970
 * @throws Error whatever is wrong with it
 */
export function verifyAccessToken(authorization: string | undefined, now: number): Claims {
  const [scheme = '', token = '', ...more] = (authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || more.length > 0) throw new Error('no bearer token');
  const claims = jsonwebtoken.verify(token, signingKey(), {
    algorithms: ['HS256'],
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTimestamp: now,
  });
  if (typeof claims === 'string' || typeof claims['gen'] !== 'number') {
    throw new Error('the token is no access token');
  }
  return claims as Claims;
}
