import type { ApiCall } from './api.ts';
import { arnOf, sharedContext } from './context.ts';
import { grouped, requestTime } from './request.ts';

/**
 * The event of a Lambda proxy integration. Header names keep the client's case, but for three.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * @param authorizer what the authorizer gave for `requestContext.authorizer`
 */
export function restEvent(call: ApiCall, authorizer: object | undefined) {
  const { request, path } = call;
  const resource = declaredPath(call);
  const headers = request.rawHeaders
    .filter(([name]) => name.toLowerCase() !== 'content-length')
    .map(([name, value]) => [CAPITALISED.get(name.toLowerCase()) ?? name, value] as const);
  const query = [...new URLSearchParams(request.query)];
  return {
    resource,
    path,
    httpMethod: request.method,
    headers: orNull(Object.fromEntries(headers)),
    multiValueHeaders: orNull(grouped(headers, all)),
    queryStringParameters: orNull(Object.fromEntries(query)),
    multiValueQueryStringParameters: orNull(grouped(query, all)),
    pathParameters: null,
    stageVariables: null,
    requestContext: requestContext(call, authorizer),
    body: request.body.length === 0 ? null : request.body.toString(),
    isBase64Encoded: false,
  };
}

/**
 * The event of a TOKEN authorizer: these three members and nothing more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function tokenAuthorizerEvent(call: ApiCall, token: string) {
  return { type: 'TOKEN', methodArn: arnOf(call), authorizationToken: token };
}

/** These a REST API writes its own way, however the client did; seen in captured events. */
const CAPITALISED = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

/** The path of the route: without a slash at the end that the client may have written. */
function declaredPath({ route: { route } }: ApiCall): string {
  return route.slice(route.indexOf('/'));
}

function requestContext(call: ApiCall, authorizer: object | undefined) {
  const { request, api, path } = call;
  const resource = declaredPath(call);
  return {
    ...sharedContext(call, authorizer),
    deploymentId: 'local',
    extendedRequestId: request.id,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: `/${api.stage}${path}`,
    protocol: 'HTTP/1.1',
    requestTime: requestTime(request.time),
    requestTimeEpoch: request.time,
    resourceId: resource,
    resourcePath: resource,
  };
}

/** All values of a name. */
function all(values: string[]): string[] {
  return values;
}

/** A REST API sends null in place of an empty map. */
function orNull<T extends object>(map: T): T | null {
  return Object.keys(map).length === 0 ? null : map;
}
