/*
 * Lab 6 · Publish a key, and let the gateway check: what the gateway is told
 *
 * An HTTP API checks tokens itself, if it is told three things. application.ts puts them into the
 * declaration, and `npm run deploy` into AWS.
 */
import type { JwtAuthorizer } from '#local-aws';

/** Whose tokens are welcome: what `iss` must be, to the letter. */
// The application's own HTTP API: its address is another one on your machine and on AWS.
export const issuer: JwtAuthorizer['issuer'] = { address: 'httpApi' };

/** For whom a token must be meant: one of these must be in `aud`. */
// Not the client's id: that is the `aud` of an ID token, which says who logged in and opens nothing.
export const audience: readonly string[] = ['https://api.rubywave.io'];

/** One of these words must be in a token's `scope`, by route. A route without an entry asks for none. */
export const scopes: Readonly<Record<string, readonly string[]>> = {
  'GET /me': ['me'],
  'GET /lounge': ['lounge'],
  'GET /vip': ['vip'],
};
