/*
 * Given: what this lab runs, and what would be deployed. One function behind one route of an HTTP
 * API, with its configuration in environment variables.
 */
import type { Application } from '#local-aws';

export const application: Application = {
  name: 'jwt-workshop-lab3',
  // 32 random bytes, new for every run and every deployment: the secret stands in no file.
  secrets: { jwt: { bytes: 32 } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: {
        JWT_SECRET: { secret: 'jwt' },
        JWT_ISSUER: 'https://login.rubywave.io',
        TOKEN_TTL_SECONDS: '3600',
      },
      timeoutSeconds: 3,
    },
  },
  httpApi: {
    routes: [{ route: 'POST /login', function: 'issuer' }],
  },
};
