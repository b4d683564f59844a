import { fileURLToPath } from 'node:url';
import type { Application } from '../application.ts';

/** What the entries of CONTRACT_APPLICATION are relative to. */
export const CONTRACT_ROOT = fileURLToPath(new URL('functions', import.meta.url));

const SIMPLE = {
  type: 'REQUEST',
  function: 'http-authorizer',
  payloadFormat: '2.0',
  simpleResponses: true,
  identitySources: ['$request.header.Authorization'],
} as const;

/** The application that the contract cases speak to, here and on AWS. */
export const CONTRACT_APPLICATION: Application = {
  name: 'contract',
  secrets: { 'signing-key': { rsa: 2048 } },
  functions: {
    echo: { entry: 'echo.ts' },
    'rest-echo': { entry: 'rest-echo.ts' },
    respond: { entry: 'respond.ts' },
    behave: { entry: 'behave.ts', environment: { GREETING: '안녕하세요' } },
    'missing-package': { entry: 'missing-package.ts' },
    'http-authorizer': { entry: 'http-authorizer.ts' },
    'policy-authorizer': { entry: 'policy-authorizer.ts' },
    'token-issuer': {
      entry: 'token-issuer.ts',
      environment: { PRIVATE_KEY: { secret: 'signing-key' }, ISSUER: { address: 'httpApi' } },
    },
  },
  httpApi: {
    authorizers: {
      simple: SIMPLE,
      cached: { ...SIMPLE, ttlSeconds: 300 },
      'cached-by-route': {
        ...SIMPLE,
        identitySources: [...SIMPLE.identitySources, '$context.routeKey'],
        ttlSeconds: 300,
      },
      jwt: {
        type: 'JWT',
        identitySource: '$request.header.Authorization',
        issuer: { address: 'httpApi' },
        audience: ['contract', 'other'],
      },
    },
    routes: [
      { route: 'GET /.well-known/openid-configuration', function: 'token-issuer' },
      { route: 'GET /.well-known/jwks.json', function: 'token-issuer' },
      { route: 'POST /token', function: 'token-issuer' },
      { route: 'GET /jwt', function: 'echo', authorizer: 'jwt' },
      { route: 'GET /jwt/scoped', function: 'echo', authorizer: 'jwt', scopes: ['lounge', 'vip'] },
      { route: 'GET /me', function: 'echo', authorizer: 'simple' },
      { route: 'GET /cached/a', function: 'echo', authorizer: 'cached' },
      { route: 'GET /cached/b', function: 'echo', authorizer: 'cached' },
      { route: 'GET /by-route/a', function: 'echo', authorizer: 'cached-by-route' },
      { route: 'GET /by-route/b', function: 'echo', authorizer: 'cached-by-route' },
      { route: 'ANY /echo', function: 'echo' },
      { route: 'GET /respond', function: 'respond' },
    ],
  },
  restApi: {
    stage: 'dev',
    authorizers: {
      token: {
        type: 'TOKEN',
        function: 'policy-authorizer',
        identitySource: 'method.request.header.Authorization',
      },
    },
    routes: [
      { route: 'GET /me', function: 'rest-echo', authorizer: 'token' },
      { route: 'GET /lounge', function: 'rest-echo', authorizer: 'token' },
      { route: 'ANY /echo', function: 'rest-echo' },
      { route: 'GET /respond', function: 'respond' },
    ],
  },
};
