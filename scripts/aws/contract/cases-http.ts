import type { ContractCase } from './case.ts';

const AUTHORIZER =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html';
const PROXY =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html';
const ROUTES =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html';

const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' };
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' };
const NOT_FOUND = { status: 404, body: '{"message":"Not Found"}' };
const INTERNAL_ERROR = { status: 500, body: '{"message":"Internal Server Error"}' };
const NONCE = 'event.requestContext.authorizer.lambda.nonce';

const bearing = (authorization: string) => ({ headers: { Authorization: authorization } });
const respond = (wanted: string) => ({ path: '/respond', headers: { 'x-respond': wanted } });

/** What an HTTP API answers. */
export const HTTP_CASES: readonly ContractCase[] = (
  [
    {
      id: 'http-no-identity',
      rule: 'answers 401 without asking the authorizer when the identity source is missing',
      request: { path: '/me' },
      expected: { ...UNAUTHORIZED, headers: { 'content-type': 'application/json' } },
      source: AUTHORIZER,
    },
    {
      id: 'http-empty-identity',
      rule: 'takes an empty header for a missing one',
      request: { path: '/me', ...bearing('') },
      expected: UNAUTHORIZED,
      source: AUTHORIZER,
    },
    {
      id: 'http-identity-any-case',
      rule: 'finds the identity header in any case',
      request: { path: '/me', headers: { AUTHORIZATION: 'allow-{run}' } },
      expected: {
        status: 200,
        json: { 'event.requestContext.authorizer.lambda.token': 'allow-{run}' },
      },
      source: AUTHORIZER,
    },
    {
      id: 'http-denied',
      rule: 'answers 403 to isAuthorized false',
      request: { path: '/me', ...bearing('deny-{run}') },
      expected: FORBIDDEN,
      source: AUTHORIZER,
    },
    {
      id: 'http-authorizer-throws',
      rule: 'answers 500 when the authorizer throws',
      request: { path: '/me', ...bearing('throw:jwt malformed') },
      expected: INTERNAL_ERROR,
      source: AUTHORIZER,
    },
    {
      id: 'http-authorizer-throws-unauthorized',
      rule: 'answers 401 when the authorizer throws exactly "Unauthorized"',
      request: { path: '/me', ...bearing('throw:Unauthorized') },
      expected: UNAUTHORIZED,
      source: AUTHORIZER,
      unconfirmed: true,
    },
    {
      id: 'http-not-boolean',
      rule: 'answers 500 to the text "false" as isAuthorized',
      request: { path: '/me', ...bearing('json:{"isAuthorized":"false"}') },
      expected: INTERNAL_ERROR,
      source: AUTHORIZER,
      unconfirmed: true,
    },
    {
      id: 'http-authorizer-status-code',
      rule: 'answers 500 to an authorizer that returns a response in place of an answer',
      request: { path: '/me', ...bearing('json:{"statusCode":401}') },
      expected: INTERNAL_ERROR,
      source: AUTHORIZER,
      unconfirmed: true,
    },
    {
      id: 'http-context',
      rule: 'hands the context on under requestContext.authorizer.lambda, values as they are',
      request: {
        path: '/me',
        ...bearing('json:{"isAuthorized":true,"context":{"rank":15,"list":["a"]}}'),
      },
      expected: {
        status: 200,
        json: {
          'event.requestContext.authorizer.lambda.rank': 15,
          'event.requestContext.authorizer.lambda.list': ['a'],
        },
      },
      source: AUTHORIZER,
      unconfirmed: true,
    },
    {
      id: 'http-no-cache',
      rule: 'asks the authorizer for every request unless a TTL is set',
      before: [{ path: '/me', ...bearing('allow-{run}') }],
      request: { path: '/me', ...bearing('allow-{run}') },
      expected: { status: 200, differs: [NONCE] },
      source: AUTHORIZER,
    },
    {
      id: 'http-cache',
      rule: 'answers the same identity from the cache',
      before: [{ path: '/cached/a', ...bearing('allow-1-{run}') }],
      request: { path: '/cached/a', ...bearing('allow-1-{run}') },
      expected: { status: 200, same: [NONCE] },
      source: AUTHORIZER,
    },
    {
      id: 'http-cache-spans-routes',
      rule: 'uses the cached answer for the other routes of the authorizer, too',
      before: [{ path: '/cached/a', ...bearing('allow-2-{run}') }],
      request: { path: '/cached/b', ...bearing('allow-2-{run}') },
      expected: { status: 200, same: [NONCE] },
      source: AUTHORIZER,
    },
    {
      id: 'http-cache-other-identity',
      rule: 'asks again for another identity',
      before: [{ path: '/cached/a', ...bearing('allow-3-{run}') }],
      request: { path: '/cached/a', ...bearing('allow-4-{run}') },
      expected: { status: 200, differs: [NONCE] },
      source: AUTHORIZER,
    },
    {
      id: 'http-cache-by-route-key',
      rule: 'keeps an answer for each route when $context.routeKey is an identity source',
      before: [{ path: '/by-route/a', ...bearing('allow-{run}') }],
      request: { path: '/by-route/b', ...bearing('allow-{run}') },
      expected: { status: 200, differs: [NONCE] },
      source: AUTHORIZER,
    },
    {
      id: 'http-cache-denied',
      rule: 'keeps a refusal in the cache',
      before: [{ path: '/cached/a', ...bearing('deny-{run}') }],
      request: { path: '/cached/a', ...bearing('deny-{run}') },
      expected: FORBIDDEN,
      source: AUTHORIZER,
    },
    {
      id: 'http-not-found',
      rule: 'answers 404 to a path without a route',
      request: { path: '/nowhere' },
      expected: NOT_FOUND,
      source: ROUTES,
    },
    {
      id: 'http-wrong-method',
      rule: 'answers 404, not 405, to a method without a route',
      request: { method: 'DELETE', path: '/me', ...bearing('allow-{run}') },
      expected: NOT_FOUND,
      source: ROUTES,
    },
    {
      id: 'http-lower-case-headers',
      rule: 'writes header names in lower case, and joins values by commas',
      request: { path: '/echo', headers: { 'X-Nickname': 'spark' } },
      expected: {
        status: 200,
        json: {
          'event.headers.x-nickname': 'spark',
          'event.headers.X-Nickname': null,
          'event.version': '2.0',
        },
      },
      source: PROXY,
    },
    {
      id: 'http-headers-of-the-way',
      rule: 'reports the way by headers of its own: a trace, no hop by hop, and the port and protocol that it knows',
      request: {
        path: '/echo',
        headers: { 'X-Forwarded-Proto': 'gopher', 'X-Forwarded-Port': '70', Connection: 'close' },
      },
      expected: {
        status: 200,
        json: { 'event.headers.connection': null, 'event.headers.transfer-encoding': null },
        matches: {
          'event.headers.x-amzn-trace-id': '^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$',
          'event.headers.x-forwarded-proto': '^https?$',
          'event.headers.x-forwarded-port': '^(?!70$)\\d+$',
        },
      },
      source: PROXY,
    },
    {
      id: 'http-query',
      rule: 'joins values of one query parameter by commas',
      request: { path: '/echo?rank=15&rank=20&name=John%20Doe' },
      expected: {
        status: 200,
        json: {
          'event.rawQueryString': 'rank=15&rank=20&name=John%20Doe',
          'event.queryStringParameters.rank': '15,20',
          'event.queryStringParameters.name': 'John Doe',
        },
      },
      source: PROXY,
    },
    {
      id: 'http-cookies',
      rule: 'hands cookies on as a list',
      request: { path: '/echo', headers: { Cookie: 'session=a; theme=dark' } },
      expected: { status: 200, json: { 'event.cookies': ['session=a', 'theme=dark'] } },
      source: PROXY,
    },
    {
      id: 'http-json-body',
      rule: 'hands a JSON body on as text',
      request: {
        method: 'POST',
        path: '/echo',
        headers: { 'Content-Type': 'application/json' },
        body: '{"name":"한글"}',
      },
      expected: {
        status: 200,
        json: { 'event.body': '{"name":"한글"}', 'event.isBase64Encoded': false },
      },
      source: PROXY,
    },
    {
      id: 'http-binary-body',
      rule: 'hands a body that is no text on as base64',
      request: {
        method: 'POST',
        path: '/echo',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: 'abc',
      },
      expected: { status: 200, json: { 'event.body': 'YWJj', 'event.isBase64Encoded': true } },
      source: PROXY,
    },
    {
      id: 'http-form-body',
      rule: 'hands a form on as base64, which is what curl -d sends by default',
      request: {
        method: 'POST',
        path: '/echo',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'rank=15',
      },
      expected: {
        status: 200,
        json: { 'event.body': 'cmFuaz0xNQ==', 'event.isBase64Encoded': true },
      },
      source: PROXY,
    },
    {
      id: 'http-untyped-body',
      rule: 'hands a body without a type on as base64',
      request: { method: 'POST', path: '/echo', body: 'abc' },
      expected: { status: 200, json: { 'event.body': 'YWJj', 'event.isBase64Encoded': true } },
      source: PROXY,
    },
    {
      id: 'http-respond',
      rule: 'answers with the status, headers, cookies and body that the function returns',
      request: respond(
        '{"statusCode":418,"headers":{"X-Rank":"15"},"cookies":["a=1"],"body":"dGVh","isBase64Encoded":true}',
      ),
      expected: { status: 418, headers: { 'x-rank': '15', 'set-cookie': 'a=1' }, body: 'tea' },
      source: PROXY,
    },
    {
      id: 'http-respond-www-authenticate',
      rule: "keeps a function's WWW-Authenticate under its name",
      request: respond('{"statusCode":401,"headers":{"WWW-Authenticate":"Bearer"},"body":""}'),
      expected: { status: 401, headers: { 'www-authenticate': 'Bearer' } },
      source: PROXY,
      unconfirmed: true,
    },
    {
      id: 'http-respond-without-status',
      rule: 'takes a result without a statusCode for a JSON body',
      request: respond('{"nickname":"spark"}'),
      expected: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"nickname":"spark"}',
      },
      source: PROXY,
    },
    {
      id: 'http-respond-plain-text',
      rule: 'says text/plain of a body without a type',
      request: respond('{"statusCode":200,"body":"hi"}'),
      expected: {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: 'hi',
      },
      source: PROXY,
    },
    {
      id: 'http-respond-throws',
      rule: 'answers 500 when the function fails',
      request: respond('throw:no'),
      expected: INTERNAL_ERROR,
      source: PROXY,
    },
    {
      id: 'http-respond-malformed',
      rule: 'answers 500 to a body that is an object',
      request: respond('{"statusCode":200,"body":{"nickname":"spark"}}'),
      expected: INTERNAL_ERROR,
      source: PROXY,
    },
  ] satisfies readonly Omit<ContractCase, 'api'>[]
).map((entry) => ({ api: 'http', ...entry }));
