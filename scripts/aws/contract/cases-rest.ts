import type { ContractCase } from './case.ts';

const AUTHORIZER =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html';
const INPUT =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html';
const OUTPUT =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html';
const PROXY =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html';
const RESPONSES =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html';
const NOTES =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html';

const UNAUTHORIZED = {
  status: 401,
  headers: { 'x-amzn-errortype': 'UnauthorizedException', 'content-type': 'application/json' },
  body: '{"message":"Unauthorized"}',
};
const AUTHORIZER_FAILURE = gatewayAnswer(500, 'AuthorizerConfiguration', '{"message":null}');
const IMPLICIT_DENY = gatewayAnswer(
  403,
  'AccessDenied',
  '{"Message":"User is not authorized to access this resource"}',
);
const EXPLICIT_DENY = gatewayAnswer(
  403,
  'AccessDenied',
  '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
);
const MISSING_TOKEN = gatewayAnswer(
  403,
  'MissingAuthenticationToken',
  '{"message":"Missing Authentication Token"}',
);
const BAD_GATEWAY = gatewayAnswer(
  502,
  'InternalServerError',
  '{"message":"Internal server error"}',
);

function gatewayAnswer(status: number, error: string, body: string) {
  return { status, headers: { 'x-amzn-errortype': `${error}Exception` }, body };
}

const ALLOW_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}';
const NONCE = 'event.requestContext.authorizer.nonce';

const bearing = (authorization: string) => ({ headers: { Authorization: authorization } });
const respond = (wanted: string) => ({ path: '/respond', headers: { 'x-respond': wanted } });

/** What a REST API answers. */
export const REST_CASES: readonly ContractCase[] = (
  [
    {
      id: 'rest-no-token',
      rule: 'answers 401 without asking the authorizer when the token is missing',
      request: { path: '/me' },
      expected: UNAUTHORIZED,
      source: AUTHORIZER,
    },
    {
      id: 'rest-token-event',
      rule: 'gives a TOKEN authorizer type, methodArn and authorizationToken, and nothing more',
      request: { path: '/me', ...bearing('allow-all-1-{run}') },
      expected: {
        status: 200,
        json: { 'event.requestContext.authorizer.members': 'authorizationToken,methodArn,type' },
      },
      source: INPUT,
    },
    {
      id: 'rest-context-as-text',
      rule: 'hands numbers and booleans of the context on as text, and the principal with them',
      request: { path: '/me', ...bearing('allow-all-2-{run}') },
      expected: {
        status: 200,
        json: {
          'event.requestContext.authorizer.rank': '15',
          'event.requestContext.authorizer.member': 'true',
          'event.requestContext.authorizer.principalId': 'spark',
        },
      },
      source: OUTPUT,
    },
    {
      id: 'rest-throws-unauthorized',
      rule: 'answers 401 when the authorizer throws exactly "Unauthorized"',
      request: { path: '/me', ...bearing('throw:Unauthorized') },
      expected: UNAUTHORIZED,
      source: AUTHORIZER,
    },
    {
      id: 'rest-throws',
      rule: 'answers 500 when the authorizer throws anything else',
      request: { path: '/me', ...bearing('throw:unauthorized') },
      expected: AUTHORIZER_FAILURE,
      source: AUTHORIZER,
    },
    {
      id: 'rest-status-code',
      rule: 'answers 500 to an authorizer that returns a response in place of a policy',
      request: { path: '/me', ...bearing('json:{"statusCode":401}') },
      expected: AUTHORIZER_FAILURE,
      source: OUTPUT,
      unconfirmed: true,
    },
    {
      id: 'rest-context-object',
      rule: 'answers 500 to a context that holds a list or an object',
      request: {
        path: '/me',
        ...bearing(
          `json:{"principalId":"spark","policyDocument":${ALLOW_ALL},"context":{"roles":["admin"]}}`,
        ),
      },
      expected: AUTHORIZER_FAILURE,
      source: OUTPUT,
      unconfirmed: true,
    },
    {
      id: 'rest-explicit-deny',
      rule: 'answers 403 to a policy that denies',
      request: { path: '/me', ...bearing('deny-route-{run}') },
      expected: EXPLICIT_DENY,
      source: RESPONSES,
      unconfirmed: true,
    },
    {
      id: 'rest-implicit-deny',
      rule: 'answers 403 to a policy that does not speak of the route',
      request: { path: '/me', ...bearing('silent-{run}') },
      expected: IMPLICIT_DENY,
      source: RESPONSES,
      unconfirmed: true,
    },
    {
      id: 'rest-cache',
      rule: 'answers the same token from the cache, for five minutes by default',
      before: [{ path: '/me', ...bearing('allow-all-3-{run}') }],
      request: { path: '/lounge', ...bearing('allow-all-3-{run}') },
      expected: { status: 200, same: [NONCE] },
      source: OUTPUT,
    },
    {
      id: 'rest-cache-second-route',
      rule: 'applies a cached policy for one route to the next, which it does not speak of',
      before: [{ path: '/me', ...bearing('allow-route-{run}') }],
      request: { path: '/lounge', ...bearing('allow-route-{run}') },
      expected: IMPLICIT_DENY,
      source: OUTPUT,
    },
    {
      id: 'rest-not-found',
      rule: 'answers 403 Missing Authentication Token, not 404, to a path that does not exist',
      request: { path: '/nowhere' },
      expected: MISSING_TOKEN,
      source: RESPONSES,
    },
    {
      id: 'rest-wrong-method',
      rule: 'answers 403 Missing Authentication Token, not 405, to a method that does not exist',
      request: { method: 'DELETE', path: '/me' },
      expected: MISSING_TOKEN,
      source: RESPONSES,
    },
    {
      id: 'rest-header-case',
      rule: "hands header names on in the client's case",
      request: { path: '/echo', headers: { 'X-NickName': 'spark' } },
      expected: {
        status: 200,
        json: {
          'event.headers.X-NickName': 'spark',
          'event.headers.x-nickname': null,
          'event.multiValueHeaders.X-NickName': ['spark'],
        },
      },
      source: PROXY,
    },
    {
      id: 'rest-header-names',
      rule: 'writes Host, User-Agent and Authorization its own way, and hands on neither Connection nor Content-Length',
      request: {
        path: '/echo',
        headers: {
          'user-agent': 'spark',
          authorization: 'Basic c3Bhcms6MTU=',
          Connection: 'close',
        },
      },
      expected: {
        status: 200,
        json: {
          'event.headers.User-Agent': 'spark',
          'event.headers.user-agent': null,
          'event.headers.Authorization': 'Basic c3Bhcms6MTU=',
          'event.headers.Connection': null,
          'event.headers.Content-Length': null,
        },
        matches: {
          'event.headers.Host': '.',
          'event.headers.X-Amzn-Trace-Id': '^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$',
        },
      },
      source: PROXY,
    },
    {
      id: 'rest-slash-too-many',
      rule: 'takes two slashes for one',
      request: { path: '//echo' },
      expected: { status: 200, json: { 'event.path': '/echo' } },
      source: PROXY,
    },
    {
      id: 'rest-policy-colons',
      rule: 'does not let a star of a policy cross the colons of an ARN',
      request: {
        path: '/me',
        ...bearing(
          'json:{"principalId":"spark","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*/GET/me"}]}}',
        ),
      },
      expected: IMPLICIT_DENY,
      source:
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    },
    {
      id: 'rest-respond-base64',
      rule: 'leaves a base64 body as it is, as no binaryMediaTypes are declared',
      request: respond('{"statusCode":200,"body":"dGVh","isBase64Encoded":true}'),
      expected: { status: 200, body: 'dGVh' },
      source: PROXY,
    },
    {
      id: 'rest-respond-merged-headers',
      rule: 'merges headers and multiValueHeaders into one list',
      request: respond(
        '{"statusCode":200,"headers":{"X-Rank":"15"},"multiValueHeaders":{"X-Rank":["20"]},"body":""}',
      ),
      expected: { status: 200, headers: { 'x-rank': '15, 20' } },
      source: PROXY,
    },
    {
      id: 'rest-query',
      rule: 'keeps the last value of a query parameter, and all of them beside it',
      request: { path: '/echo?rank=15&rank=20' },
      expected: {
        status: 200,
        json: {
          'event.queryStringParameters.rank': '20',
          'event.multiValueQueryStringParameters.rank': ['15', '20'],
        },
      },
      source: PROXY,
    },
    {
      id: 'rest-paths',
      rule: 'leaves the stage out of the path, and writes it in requestContext.path',
      request: { path: '/echo' },
      expected: {
        status: 200,
        json: {
          'event.path': '/echo',
          'event.resource': '/echo',
          'event.requestContext.path': '/dev/echo',
          'event.requestContext.stage': 'dev',
        },
      },
      source: PROXY,
    },
    {
      id: 'rest-respond',
      rule: 'answers with the status, headers and body that the function returns',
      request: respond('{"statusCode":418,"headers":{"X-Rank":"15"},"body":"tea"}'),
      expected: {
        status: 418,
        headers: { 'x-rank': '15', 'content-type': 'application/json' },
        body: 'tea',
      },
      source: PROXY,
    },
    {
      id: 'rest-respond-remapped',
      rule: "renames a function's WWW-Authenticate",
      request: respond('{"statusCode":401,"headers":{"WWW-Authenticate":"Bearer"},"body":""}'),
      expected: {
        status: 401,
        headers: { 'www-authenticate': null, 'x-amzn-remapped-www-authenticate': 'Bearer' },
      },
      source: NOTES,
    },
    {
      id: 'rest-respond-throws',
      rule: 'answers 502 when the function fails',
      request: respond('throw:no'),
      expected: BAD_GATEWAY,
      source: PROXY,
    },
    {
      id: 'rest-respond-extra-member',
      rule: 'answers 502 to a result with a member that is not of the format',
      request: respond('{"statusCode":200,"body":"","rank":"15"}'),
      expected: BAD_GATEWAY,
      source: PROXY,
    },
    {
      id: 'rest-respond-body-object',
      rule: 'answers 502 to a body that is an object',
      request: respond('{"statusCode":200,"body":{"nickname":"spark"}}'),
      expected: BAD_GATEWAY,
      source: PROXY,
    },
  ] satisfies readonly Omit<ContractCase, 'api'>[]
).map((entry) => ({ api: 'rest', ...entry }));
