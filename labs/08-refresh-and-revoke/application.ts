/*
 * Given: what this lab runs, and what would be deployed. People log in at the HTTP API, whose events
 * have the cookies apart; the doors are those of a REST API, whose authorizer's answers are kept.
 */
import type { Application } from '#local-aws';
import { ttlSeconds } from './authorizer.ts';

/** Yours; one number would be for all doors. */
const seconds: number | { readonly vip: number; readonly others: number } = ttlSeconds;
const { vip, others } = typeof seconds === 'number' ? { vip: seconds, others: seconds } : seconds;

const environment = {
  SESSIONS_TABLE: { table: 'sessions' },
  JWT_SECRET: { secret: 'jwt' },
} as const;

const token = {
  type: 'TOKEN',
  function: 'authorizer',
  identitySource: 'method.request.header.Authorization',
} as const;

export const application: Application = {
  name: 'jwt-workshop-lab8',
  // New for every run and every deployment. The pepper is for auth alone: who checks makes no successor.
  secrets: { jwt: { bytes: 32 }, pepper: { bytes: 32 } },
  tables: { sessions: { key: 'id', ttl: 'expiresAt' } },
  functions: {
    auth: {
      entry: './auth.ts',
      environment: { ...environment, REFRESH_PEPPER: { secret: 'pepper' } },
      timeoutSeconds: 5,
    },
    authorizer: { entry: './authorizer.ts', environment, timeoutSeconds: 5 },
    door: { entry: './door.ts' },
  },
  httpApi: {
    routes: ['login', 'refresh', 'logout', 'logout-everywhere'].map((name) => ({
      route: `POST /auth/${name}`,
      function: 'auth',
    })),
  },
  restApi: {
    stage: 'dev',
    // One function, asked under two names: an answer is kept under the name, for as long as that says.
    authorizers: {
      'for-vip': { ...token, ttlSeconds: vip },
      'for-others': { ...token, ttlSeconds: others },
    },
    routes: [
      { route: 'GET /me', function: 'door', authorizer: 'for-others' },
      { route: 'GET /lounge', function: 'door', authorizer: 'for-others' },
      { route: 'GET /vip', function: 'door', authorizer: 'for-vip' },
    ],
  },
};
