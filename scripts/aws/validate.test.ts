import { expect, test } from 'vitest';
import { CONTRACT_APPLICATION } from './contract/index.ts';
import { ApplicationError, validateApplication, type Application } from './local/index.ts';

const base: Application = { name: 'test', functions: { issuer: { entry: 'issuer.ts' } } };
const routes = [{ route: 'GET /me', function: 'issuer' }];

test('the contract application can be used', () => {
  expect(() => validateApplication(CONTRACT_APPLICATION)).not.toThrow();
});

test.each<[string, object, string]>([
  ['a name with a blank', { name: 'my app' }, 'name "my app"'],
  ['no functions', { functions: {} }, 'functions: there is none'],
  [
    'a function name with a dot',
    { functions: { 'a.b': { entry: 'a.ts' } } },
    'function "a.b": a name has',
  ],
  ['no entry', { functions: { issuer: {} } }, 'function "issuer": entry is missing'],
  [
    'a handler with a file',
    { functions: { issuer: { entry: 'a', handler: 'index.handler' } } },
    'only the export, without a file',
  ],
  [
    'a time-out of 0',
    { functions: { issuer: { entry: 'a', timeoutSeconds: 0 } } },
    'timeoutSeconds must be a whole number from 1 to 900, not 0',
  ],
  ['a time-out of 901', { functions: { issuer: { entry: 'a', timeoutSeconds: 901 } } }, 'not 901'],
  [
    'half a megabyte',
    { functions: { issuer: { entry: 'a', memoryMB: 128.5 } } },
    'memoryMB must be a whole number from 128 to 10240, not 128.5',
  ],
  [
    'a variable of Lambda',
    { functions: { issuer: { entry: 'a', environment: { AWS_REGION: 'x' } } } },
    'environment "AWS_REGION" is a name that Lambda keeps',
  ],
  [
    'a number as variable',
    { functions: { issuer: { entry: 'a', environment: { TTL: 3600 } } } },
    'must be a text or { secret: name }',
  ],
  [
    '5 KB of variables',
    { functions: { issuer: { entry: 'a', environment: { TEXT: 'x'.repeat(5000) } } } },
    'Lambda takes 4096',
  ],
  [
    'an unknown secret',
    { functions: { issuer: { entry: 'a', environment: { KEY: { secret: 'jwt' } } } } },
    'names the secret "jwt", which',
  ],
  [
    'a short secret',
    { secrets: { jwt: { bytes: 31 } } },
    'secret "jwt": bytes must be a whole number from 32',
  ],
  ['no routes', { httpApi: { routes: [] } }, 'httpApi: routes: there is none'],
  [
    'a route without a method',
    { httpApi: { routes: [{ route: '/me', function: 'issuer' }] } },
    'write it as "GET /path"',
  ],
  [
    'an unknown method',
    { httpApi: { routes: [{ route: 'FETCH /me', function: 'issuer' }] } },
    '"FETCH" is no method',
  ],
  [
    'a greedy variable in the middle',
    { httpApi: { routes: [{ route: 'GET /{a+}/b', function: 'issuer' }] } },
    'may only stand at the end',
  ],
  ['a route twice', { httpApi: { routes: [...routes, ...routes] } }, 'is declared twice'],
  [
    '$default in a REST API',
    { restApi: { routes: [{ route: '$default', function: 'issuer' }] } },
    'only an HTTP API has $default',
  ],
  [
    'an unknown function',
    { httpApi: { routes: [{ route: 'GET /me', function: 'nobody' }] } },
    'there is no function "nobody"',
  ],
  [
    'an unknown authorizer',
    { httpApi: { routes: [{ ...routes[0], authorizer: 'door' }] } },
    'there is no authorizer "door"',
  ],
  [
    'a function by the name of a method of Object',
    { httpApi: { routes: [{ route: 'GET /me', function: 'constructor' }] } },
    'there is no function "constructor"',
  ],
  [
    'a cache without a key',
    {
      httpApi: {
        routes,
        authorizers: {
          door: { type: 'REQUEST', function: 'issuer', payloadFormat: '2.0', ttlSeconds: 60 },
        },
      },
    },
    'a cache (ttlSeconds 60) needs an identity source',
  ],
  [
    'a TTL of more than an hour',
    {
      httpApi: {
        routes,
        authorizers: {
          door: {
            type: 'REQUEST',
            function: 'issuer',
            payloadFormat: '2.0',
            ttlSeconds: 3601,
            identitySources: ['$request.header.A'],
          },
        },
      },
    },
    'ttlSeconds must be a whole number from 0 to 3600, not 3601',
  ],
  [
    'simple responses with 1.0',
    {
      httpApi: {
        routes,
        authorizers: {
          door: {
            type: 'REQUEST',
            function: 'issuer',
            payloadFormat: '1.0',
            simpleResponses: true,
          },
        },
      },
    },
    'simpleResponses need payloadFormat "2.0"',
  ],
  [
    "a REST API's source in an HTTP API",
    {
      httpApi: {
        routes,
        authorizers: {
          door: {
            type: 'REQUEST',
            function: 'issuer',
            payloadFormat: '2.0',
            identitySources: ['method.request.header.A'],
          },
        },
      },
    },
    'is not one that AWS knows',
  ],
  [
    'a TOKEN from the query',
    {
      restApi: {
        routes,
        authorizers: {
          door: {
            type: 'TOKEN',
            function: 'issuer',
            identitySource: 'method.request.querystring.token',
          },
        },
      },
    },
    'a TOKEN authorizer reads one header',
  ],
  [
    'a broken expression',
    {
      restApi: {
        routes,
        authorizers: {
          door: {
            type: 'TOKEN',
            function: 'issuer',
            identitySource: 'method.request.header.A',
            validationExpression: '(',
          },
        },
      },
    },
    'validationExpression is not a regular expression',
  ],
  [
    'a REST cache without a key',
    { restApi: { routes, authorizers: { door: { type: 'REQUEST', function: 'issuer' } } } },
    "needs an identity source as its cache's key, or ttlSeconds: 0",
  ],
  [
    'credentials for everybody',
    { httpApi: { routes, cors: { allowOrigins: ['*'], allowCredentials: true } } },
    'cannot go with the origin *',
  ],
])('refuses %s', (_, part, problem) => {
  const application = { ...base, ...part } as Application;
  expect(() => validateApplication(application)).toThrow(ApplicationError);
  expect(() => validateApplication(application)).toThrow(problem);
});

test('tells all problems at once', () => {
  const application: Application = {
    ...base,
    name: '1',
    httpApi: { routes: [{ route: 'x', function: 'nobody' }] },
  };
  const problems = () => {
    try {
      validateApplication(application);
      return [];
    } catch (error) {
      return (error as ApplicationError).problems;
    }
  };
  expect(problems()).toHaveLength(3);
});
