import { expect, test } from 'vitest';
import { CONTRACT_APPLICATION } from './contract/index.ts';
import { ApplicationError, validateApplication, type Application } from './local/index.ts';

/** An application whose one function has such settings. */
const issuer = (more: object = {}) => ({ functions: { issuer: { entry: 'issuer.ts', ...more } } });
const variables = (environment: object) => issuer({ environment });
const base = { name: 'test', ...issuer() } as Application;
const routes = [{ route: 'GET /me', function: 'issuer' }];
const HTTP_AUTHORIZER = {
  type: 'REQUEST',
  function: 'issuer',
  payloadFormat: '2.0',
  simpleResponses: true,
  identitySources: ['$request.header.A'],
};
const REST_AUTHORIZER = {
  type: 'TOKEN',
  function: 'issuer',
  identitySource: 'method.request.header.A',
};

const TABLE = { key: 'id', ttl: 'expiresAt' };
const JWT_AUTHORIZER = {
  type: 'JWT',
  identitySource: '$request.header.Authorization',
  issuer: 'https://login.rubywave.io',
  audience: ['https://api.rubywave.io'],
};
const scoped = (scopes: unknown, authorizer = JWT_AUTHORIZER as object) => ({
  httpApi: {
    routes: [{ route: 'GET /me', function: 'issuer', authorizer: 'door', scopes }],
    authorizers: { door: authorizer },
  },
});

/** Rows for settings that make an authorizer wrong. */
function settings(
  api: 'httpApi' | 'restApi',
  authorizer: object,
  rows: readonly [setting: object, problem: string][],
) {
  return rows.map(([setting, problem]): [string, object, string] => [
    `${api} authorizer ${JSON.stringify(setting)}`,
    { [api]: { routes, authorizers: { door: { ...authorizer, ...setting } } } },
    problem,
  ]);
}

function onRoute(route: string) {
  return { httpApi: { routes: [{ route, function: 'issuer' }] } };
}

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
  ['no entry', issuer({ entry: undefined }), 'function "issuer": entry is missing'],
  [
    'a handler with a file',
    issuer({ handler: 'index.handler' }),
    'only the export, without a file',
  ],
  [
    'a time-out of 0',
    issuer({ timeoutSeconds: 0 }),
    'timeoutSeconds must be a whole number from 1 to 900, not 0',
  ],
  ['a time-out of 901', issuer({ timeoutSeconds: 901 }), 'not 901'],
  [
    'half a megabyte',
    issuer({ memoryMB: 128.5 }),
    'memoryMB must be a whole number from 128 to 10240, not 128.5',
  ],
  [
    'a variable of Lambda',
    variables({ AWS_REGION: 'x' }),
    'environment "AWS_REGION" is a name that Lambda keeps',
  ],
  [
    'a number as variable',
    variables({ TTL: 3600 }),
    "must be a text, { secret: name }, { table: name } or { address: 'httpApi' }",
  ],
  [
    'the address of an API that is not there',
    variables({ ISSUER: { address: 'httpApi' } }),
    'environment "ISSUER" is the address of an httpApi, and there is none',
  ],
  ['a key of 1024 bits', { secrets: { key: { rsa: 1024 } } }, 'secret "key": rsa must be 2048'],
  [
    'three keys in one function',
    {
      secrets: { key: { rsa: 2048 } },
      ...variables({ K1: { secret: 'key' }, K2: { secret: 'key' }, K3: { secret: 'key' } }),
    },
    'environment holds 5118 bytes',
  ],
  ...settings('httpApi', JWT_AUTHORIZER, [
    [{ identitySource: '$context.routeKey' }, 'identity source "$context.routeKey" is not'],
    [{ issuer: 'http://login.rubywave.io' }, 'issuer must be an address with https://'],
    [{ issuer: undefined }, 'issuer must be an address with https://'],
    [{ issuer: { address: 'httpApi' } }, 'is its own issuer, and needs a route "GET /.well-known/'],
    [{ audience: [] }, 'audience: 1 to 50 words, and there are 0'],
    [{ audience: Array(51).fill('api') }, 'audience: 1 to 50 words, and there are 51'],
    [{ audience: 'https://api.rubywave.io' }, 'audience must be a list of words'],
    [{ audience: ['me lounge'] }, '"me lounge" is no word'],
  ]),
  ['eleven scopes', scoped(Array(11).fill('me')), 'scopes: 1 to 10 words, and there are 11'],
  ['two scopes in one text', scoped(['me lounge']), 'scopes: "me lounge" is no word'],
  ['scopes behind a function', scoped(['me'], HTTP_AUTHORIZER), 'scopes need a JWT authorizer'],
  [
    'scopes of a REST API',
    { restApi: { routes: [{ ...routes[0], scopes: ['me'] }] } },
    'restApi route "GET /me": scopes is not imitated',
  ],
  ...settings('restApi', JWT_AUTHORIZER, [
    [
      {},
      'REST APIs have JWT authorizers since 2026-11; they are not imitated and not deployed here',
    ],
  ]),
  [
    'eleven authorizers',
    {
      httpApi: {
        routes,
        authorizers: Object.fromEntries(
          Array.from({ length: 11 }, (_, number) => [`door${number}`, JWT_AUTHORIZER]),
        ),
      },
    },
    'httpApi: 11 authorizers, API Gateway takes 10',
  ],
  ['5 KB of variables', variables({ TEXT: 'x'.repeat(5000) }), 'Lambda takes 4096'],
  ['an unknown secret', variables({ KEY: { secret: 'jwt' } }), 'names the secret "jwt", which'],
  [
    'an unknown table',
    variables({ KEY: { table: 'sessions' } }),
    'names the table "sessions", which',
  ],
  ['a table of a short name', { tables: { ab: TABLE } }, 'table "ab": a letter, then'],
  [
    'a table with an odd key',
    { tables: { sessions: { ...TABLE, key: 'the id' } } },
    'key "the id"',
  ],
  ['a table with an odd ttl', { tables: { sessions: { ...TABLE, ttl: '' } } }, 'ttl "" must be'],
  [
    'a table whose key is its ttl',
    { tables: { sessions: { ...TABLE, ttl: 'id' } } },
    'key and ttl are one attribute',
  ],
  [
    'a short secret',
    { secrets: { jwt: { bytes: 31 } } },
    'secret "jwt": bytes must be a whole number from 32',
  ],
  ['no routes', { httpApi: { routes: [] } }, 'httpApi: routes: there is none'],
  ['a route without a method', onRoute('/me'), 'write it as "GET /path"'],
  ['an unknown method', onRoute('FETCH /me'), '"FETCH" is no method'],
  ['a route twice', { httpApi: { routes: [...routes, ...routes] } }, 'is declared twice'],
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
  ...settings('httpApi', HTTP_AUTHORIZER, [
    [{ ttlSeconds: 3601 }, 'ttlSeconds must be a whole number from 0 to 3600, not 3601'],
    [{ identitySources: [] }, 'needs an identity source'],
    [{ identitySources: ['method.request.header.A'] }, 'is neither $request.header.<name> nor'],
    [{ identitySources: ['$request.querystring.token'] }, 'is neither $request.header.<name> nor'],
    [{ type: 'TOKEN' }, 'type must be REQUEST'],
    [{ payloadFormat: '1.0' }, 'payloadFormat must be "2.0", no other is imitated'],
    [{ simpleResponses: false }, 'simpleResponses must be true, no policy is imitated'],
  ]),
  ...settings('restApi', REST_AUTHORIZER, [
    [{ identitySource: '$request.header.A' }, 'is not method.request.header.<name>'],
    [{ type: 'REQUEST' }, 'type must be TOKEN, no other is imitated'],
    [{ validationExpression: '.+' }, 'validationExpression is not imitated'],
  ]),
  ['cors of an HTTP API', { httpApi: { routes, cors: {} } }, 'httpApi: cors is not imitated'],
  ['cors of a REST API', { restApi: { routes, cors: {} } }, 'restApi: cors is not imitated'],
  ['$default', onRoute('$default'), '$default is not imitated'],
  ['a path variable', onRoute('GET /users/{id}'), 'path variables are not imitated'],
  ['a greedy path variable', onRoute('GET /{path+}'), 'path variables are not imitated'],
  ['an empty path segment', onRoute('GET /a//b'), '"/a//b" is no path'],
])('refuses %s', (_, part, problem) => {
  const application = { ...base, ...part } as Application;
  expect(() => validateApplication(application)).toThrow(ApplicationError);
  expect(() => validateApplication(application)).toThrow(problem);
});

test('reports all problems at once', () => {
  const httpApi = { routes: [{ route: 'x', function: 'nobody' }] };
  expect(() => validateApplication({ ...base, name: '1', httpApi })).toThrow(
    /^The application cannot be used:(\n- .*){3}$/,
  );
});
