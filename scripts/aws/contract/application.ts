import { fileURLToPath } from 'node:url';
import type { Application } from '../application.ts';

/** What the entries of CONTRACT_APPLICATION are relative to. */
export const CONTRACT_ROOT = fileURLToPath(new URL('functions', import.meta.url));

const AUTHORIZATION = '$request.header.Authorization';

/** The application that the contract cases speak to, here and on AWS. */
export const CONTRACT_APPLICATION: Application = {
  name: 'contract',
  functions: {
    echo: { entry: 'echo.ts' },
    'rest-echo': { entry: 'rest-echo.ts' },
    respond: { entry: 'respond.ts' },
    behave: { entry: 'behave.ts', environment: { GREETING: '안녕하세요' } },
    'missing-package': { entry: 'missing-package.ts' },
    'http-authorizer': { entry: 'http-authorizer.ts' },
    'policy-authorizer': { entry: 'policy-authorizer.ts' },
  },
  httpApi: {
    authorizers: {
      simple: {
        type: 'REQUEST',
        function: 'http-authorizer',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: [AUTHORIZATION],
      },
      cached: {
        type: 'REQUEST',
        function: 'http-authorizer',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: [AUTHORIZATION],
        ttlSeconds: 300,
      },
      'cached-by-route': {
        type: 'REQUEST',
        function: 'http-authorizer',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: [AUTHORIZATION, '$context.routeKey'],
        ttlSeconds: 300,
      },
      'version-1': {
        type: 'REQUEST',
        function: 'policy-authorizer',
        payloadFormat: '1.0',
        identitySources: [AUTHORIZATION],
      },
      policy: {
        type: 'REQUEST',
        function: 'policy-authorizer',
        payloadFormat: '2.0',
        identitySources: [AUTHORIZATION],
        ttlSeconds: 300,
      },
    },
    routes: [
      { route: 'GET /me', function: 'echo', authorizer: 'simple' },
      { route: 'GET /version-1', function: 'echo', authorizer: 'version-1' },
      { route: 'GET /cached/a', function: 'echo', authorizer: 'cached' },
      { route: 'GET /cached/b', function: 'echo', authorizer: 'cached' },
      { route: 'GET /by-route/a', function: 'echo', authorizer: 'cached-by-route' },
      { route: 'GET /by-route/b', function: 'echo', authorizer: 'cached-by-route' },
      { route: 'GET /policy/a', function: 'echo', authorizer: 'policy' },
      { route: 'GET /policy/b', function: 'echo', authorizer: 'policy' },
      { route: 'ANY /echo', function: 'echo' },
      { route: 'GET /users/{id}', function: 'echo' },
      { route: 'GET /users/me', function: 'echo' },
      { route: 'GET /files/{path+}', function: 'echo' },
      { route: 'GET /respond', function: 'respond' },
    ],
    cors: {
      allowOrigins: ['https://rubywave.io'],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization'],
      maxAgeSeconds: 300,
    },
  },
  restApi: {
    stage: 'dev',
    authorizers: {
      token: {
        type: 'TOKEN',
        function: 'policy-authorizer',
        identitySource: 'method.request.header.Authorization',
        validationExpression: '[^ ]+',
      },
      request: {
        type: 'REQUEST',
        function: 'policy-authorizer',
        identitySources: ['method.request.header.Authorization'],
        ttlSeconds: 0,
      },
    },
    routes: [
      { route: 'GET /me', function: 'rest-echo', authorizer: 'token' },
      { route: 'GET /lounge', function: 'rest-echo', authorizer: 'token' },
      { route: 'GET /request', function: 'rest-echo', authorizer: 'request' },
      { route: 'ANY /echo', function: 'rest-echo' },
      { route: 'GET /users/{id}', function: 'rest-echo' },
      { route: 'GET /respond', function: 'respond' },
    ],
    cors: {
      allowOrigin: 'https://rubywave.io',
      allowMethods: ['GET'],
      allowHeaders: ['Authorization'],
    },
  },
};
