import { ACCOUNT_ID, REGION } from '../place.ts';
import { requestTime, type ApiRequest } from './request.ts';

/** What the events of one REST API have in common. */
export interface RestApiIdentity {
  readonly apiId: string;
  readonly stage: string;
}

export interface RestEventInput {
  readonly request: ApiRequest;
  readonly api: RestApiIdentity;
  /** The path without the stage. */
  readonly path: string;
  /** The path as it was declared. */
  readonly resource: string;
}

/**
 * The event of a Lambda proxy integration. Header names keep the client's case, but for three.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * @param authorizer what the authorizer gave for `requestContext.authorizer`
 */
export function restEvent(input: RestEventInput, authorizer: object | undefined) {
  const { request, path, resource } = input;
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
    requestContext: requestContext(input, authorizer),
    body: request.body.length === 0 ? null : request.body.toString(),
    isBase64Encoded: false,
  };
}

/**
 * The event of a TOKEN authorizer: these three members and nothing more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function tokenAuthorizerEvent(input: RestEventInput, token: string) {
  return { type: 'TOKEN', methodArn: methodArn(input), authorizationToken: token };
}

/** The ARN that a policy must allow for this request. */
export function methodArn({ request, api, path }: RestEventInput): string {
  return `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.apiId}/${api.stage}/${request.method}${path}`;
}

/** These a REST API writes its own way, however the client did; seen in captured events. */
const CAPITALISED = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

function requestContext(
  { request, api, path, resource }: RestEventInput,
  authorizer: object | undefined,
) {
  return {
    accountId: ACCOUNT_ID,
    apiId: api.apiId,
    ...(authorizer === undefined ? {} : { authorizer }),
    deploymentId: 'local',
    domainName: `${api.apiId}.execute-api.${REGION}.amazonaws.com`,
    domainPrefix: api.apiId,
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
    requestId: request.id,
    requestTime: requestTime(request.time),
    requestTimeEpoch: request.time,
    resourceId: resource,
    resourcePath: resource,
    stage: api.stage,
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
