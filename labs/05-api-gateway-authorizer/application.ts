/*
 * Given: what this lab runs, and what would be deployed. Two APIs lead to the same functions, so
 * that you meet both kinds of authorizer; an application of your own would have one of them.
 */
import type { Application, Route } from '#local-aws';

/** The routes of one API: one door that is open, and three that an authorizer guards. */
function routes(authorizer: string): Route[] {
  return [
    { route: 'POST /login', function: 'issuer' },
    { route: 'GET /me', function: 'profile', authorizer },
    { route: 'GET /lounge', function: 'profile', authorizer },
    { route: 'GET /vip', function: 'profile', authorizer },
  ];
}

/** Whoever checks a token needs the secret that signed it, and the name of its issuer. */
const verifying = {
  JWT_SECRET: { secret: 'jwt' },
  JWT_ISSUER: 'https://login.rubywave.io',
} as const;

export const application: Application = {
  name: 'jwt-workshop-lab5',
  // 32 random bytes, new for every run and every deployment: the secret stands in no file.
  secrets: { jwt: { bytes: 32 } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: { ...verifying, TOKEN_TTL_SECONDS: '3600' },
      timeoutSeconds: 3,
    },
    'token-authorizer': {
      entry: './token-authorizer.ts',
      environment: verifying,
      timeoutSeconds: 3,
    },
    'request-authorizer': {
      entry: './request-authorizer.ts',
      environment: verifying,
      timeoutSeconds: 3,
    },
    // No secret here: this function could not check a token if it wanted to.
    profile: { entry: './profile.ts', timeoutSeconds: 3 },
  },
  restApi: {
    stage: 'dev',
    authorizers: {
      token: {
        type: 'TOKEN',
        function: 'token-authorizer',
        identitySource: 'method.request.header.Authorization',
        // AWS keeps an answer for five minutes unless it is told otherwise.
        ttlSeconds: 300,
      },
    },
    routes: routes('token'),
  },
  httpApi: {
    authorizers: {
      request: {
        type: 'REQUEST',
        function: 'request-authorizer',
        payloadFormat: '2.0',
        simpleResponses: true,
        // The key of the cache. A yes or no says nothing of other routes, so the route is part of it.
        identitySources: ['$request.header.Authorization', '$context.routeKey'],
        ttlSeconds: 300,
      },
    },
    routes: routes('request'),
  },
};
