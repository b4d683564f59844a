/*
 * Given: what this lab runs, and what would be deployed. Two functions behind two routes of an HTTP
 * API. They never talk to each other: all that they share is a secret and the issuer's name.
 */
import type { Application } from '#local-aws';

/** The issuer's name, as it stands in `iss`: the one function writes it, the other asks for it. */
const JWT_ISSUER = 'https://login.rubywave.io';

export const application: Application = {
  name: 'jwt-workshop-lab4',
  // 32 random bytes, new for every run and every deployment: the secret stands in no file.
  secrets: { jwt: { bytes: 32 } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: { JWT_SECRET: { secret: 'jwt' }, JWT_ISSUER, TOKEN_TTL_SECONDS: '3600' },
      timeoutSeconds: 3,
    },
    verifier: {
      entry: './verifier.ts',
      environment: { JWT_SECRET: { secret: 'jwt' }, JWT_ISSUER },
      timeoutSeconds: 3,
    },
  },
  httpApi: {
    routes: [
      { route: 'POST /login', function: 'issuer' },
      { route: 'GET /me', function: 'verifier' },
    ],
  },
};
