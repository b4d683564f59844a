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
  return rows.map(([setting, problem]): [object, string] => [
    { [api]: { routes, authorizers: { door: { ...authorizer, ...setting } } } },
    problem,
  ]);
}

function onRoute(route: string, more: object = {}) {
  return { httpApi: { routes: [{ route, function: 'issuer', ...more }] } };
}

const ELEVEN = Array.from({ length: 11 }, (_, number) => [`door${number}`, JWT_AUTHORIZER]);
const ELEVEN_AUTHORIZERS = { httpApi: { routes, authorizers: Object.fromEntries(ELEVEN) } };

test('the contract application can be used', () => {
  expect(() => validateApplication(CONTRACT_APPLICATION)).not.toThrow();
});

const REFUSED: readonly (readonly [part: object, problem: string])[] = [
  [{ name: 'my app' }, 'name "my app"'],
  [{ functions: {} }, 'functions: there is none'],
  [{ functions: { 'a.b': { entry: 'a.ts' } } }, 'function "a.b": a name has'],
  [issuer({ entry: undefined }), 'function "issuer": entry is missing'],
  [issuer({ handler: 'index.handler' }), 'only the export, without a file'],
  [issuer({ timeoutSeconds: 0 }), 'timeoutSeconds must be a whole number from 1 to 900, not 0'],
  [issuer({ timeoutSeconds: 901 }), 'not 901'],
  [issuer({ memoryMB: 128.5 }), 'memoryMB must be a whole number from 128 to 10240, not 128.5'],
  [variables({ AWS_REGION: 'x' }), 'environment "AWS_REGION" is a name that Lambda keeps'],
  [
    variables({ TTL: 3600 }),
    "must be a text, { secret: name }, { table: name } or { address: 'httpApi' }",
  ],
  [
    variables({ ISSUER: { address: 'httpApi' } }),
    'environment "ISSUER" is the address of an httpApi, and there is none',
  ],
  [{ secrets: { key: { rsa: 1024 } } }, 'secret "key": rsa must be 2048'],
  [
    {
      secrets: { key: { rsa: 2048 } },
      ...variables({ K1: { secret: 'key' }, K2: { secret: 'key' }, K3: { secret: 'key' } }),
    },
    'environment holds 5118 bytes',
  ],
  [variables({ TEXT: 'x'.repeat(5000) }), 'Lambda takes 4096'],
  [variables({ KEY: { secret: 'jwt' } }), 'names the secret "jwt", which'],
  [variables({ KEY: { table: 'sessions' } }), 'names the table "sessions", which'],
  [{ tables: { ab: TABLE } }, 'table "ab": a letter, then'],
  [{ tables: { sessions: { ...TABLE, key: 'the id' } } }, 'key "the id"'],
  [{ tables: { sessions: { ...TABLE, ttl: '' } } }, 'ttl "" must be'],
  [{ tables: { sessions: { ...TABLE, ttl: 'id' } } }, 'key and ttl are one attribute'],
  [{ secrets: { jwt: { bytes: 31 } } }, 'secret "jwt": bytes must be a whole number from 32'],
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
  [scoped(Array(11).fill('me')), 'scopes: 1 to 10 words, and there are 11'],
  [scoped(['me lounge']), 'scopes: "me lounge" is no word'],
  [scoped(['me'], HTTP_AUTHORIZER), 'scopes need a JWT authorizer'],
  [
    { restApi: { routes: [{ ...routes[0], scopes: ['me'] }] } },
    'restApi route "GET /me": scopes is not imitated',
  ],
  ...settings('restApi', JWT_AUTHORIZER, [
    [
      {},
      'REST APIs have JWT authorizers since 2026-11; they are not imitated and not deployed here',
    ],
  ]),
  [ELEVEN_AUTHORIZERS, 'httpApi: 11 authorizers, API Gateway takes 10'],
  [{ httpApi: { routes: [] } }, 'httpApi: routes: there is none'],
  [onRoute('/me'), 'write it as "GET /path"'],
  [onRoute('FETCH /me'), '"FETCH" is no method'],
  [{ httpApi: { routes: [...routes, ...routes] } }, 'is declared twice'],
  [onRoute('GET /me', { function: 'nobody' }), 'there is no function "nobody"'],
  [onRoute('GET /me', { authorizer: 'door' }), 'there is no authorizer "door"'],
  [onRoute('GET /me', { function: 'constructor' }), 'there is no function "constructor"'],
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
  [{ httpApi: { routes, cors: {} } }, 'httpApi: cors is not imitated'],
  [{ restApi: { routes, cors: {} } }, 'restApi: cors is not imitated'],
  [onRoute('$default'), '$default is not imitated'],
  [onRoute('GET /users/{id}'), 'path variables are not imitated'],
  [onRoute('GET /{path+}'), 'path variables are not imitated'],
  [onRoute('GET /a//b'), '"/a//b" is no path'],
];

test.each(REFUSED.map(([part, problem]) => ({ part, problem })))(
  '$problem',
  ({ part, problem }) => {
    const application = { ...base, ...part } as Application;
    expect(() => validateApplication(application)).toThrow(ApplicationError);
    expect(() => validateApplication(application)).toThrow(problem);
  },
);

test('reports all problems at once', () => {
  const httpApi = { routes: [{ route: 'x', function: 'nobody' }] };
  expect(() => validateApplication({ ...base, name: '1', httpApi })).toThrow(
    /^The application cannot be used:(\n- .*){3}$/,
  );
});
