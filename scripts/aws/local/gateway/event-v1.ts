import type { ApiCall } from './api.ts';
import { arnOf, sharedContext } from './context.ts';
import { requestTime } from './request.ts';

/**
 * The event of a Lambda proxy integration. Header names keep the client's case, but for three.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * @param authorizer what the authorizer gave for `requestContext.authorizer`
 */
export function restEvent(call: ApiCall, authorizer: object | undefined) {
  const { request, path } = call;
  const resource = declaredPath(call);
  const headers = group(
    request.rawHeaders
      .filter(([name]) => name.toLowerCase() !== 'content-length')
      .map(([name, value]) => [CAPITALISED.get(name.toLowerCase()) ?? name, value] as const),
  );
  const query = group([...new URLSearchParams(request.query)]);
  return {
    resource,
    path,
    httpMethod: request.method,
    headers: orNull(last(headers)),
    multiValueHeaders: orNull(headers),
    queryStringParameters: orNull(last(query)),
    multiValueQueryStringParameters: orNull(query),
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

/** A REST API sends null in place of an empty map. */
function orNull<T extends object>(map: T): T | null {
  return Object.keys(map).length === 0 ? null : map;
}

function group(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = groups.get(name);
    if (values) values.push(value);
    else groups.set(name, [value]);
  }
  return Object.fromEntries(groups);
}

function last(groups: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, values]) => [name, values.at(-1) as string]),
  );
}
