import type { Place } from '../place.ts';
import { orIfEmpty, requestTime, type ApiRequest } from './request.ts';

/** What the events of one HTTP API have in common. */
export interface HttpApiIdentity {
  readonly apiId: string;
  readonly place: Place;
}

export interface HttpEventInput {
  readonly request: ApiRequest;
  readonly api: HttpApiIdentity;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** An HTTP API always answers at its root: the stage `$default` is no part of the path. */
export const HTTP_STAGE = '$default';

/**
 * The event of payload format 2.0 for a route's function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @param authorizer what the authorizer gave for `requestContext.authorizer`
 */
export function httpEvent(input: HttpEventInput, authorizer: object | undefined) {
  const { request } = input;
  const isText = isTextual(request.headers['content-type']);
  return {
    version: '2.0',
    ...sharedPart(input, authorizer),
    ...(request.body.length === 0
      ? {}
      : { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/**
 * The event of payload format 2.0 for a REQUEST authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function httpAuthorizerEvent(input: HttpEventInput, identity: readonly string[]) {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: routeArn(input),
    identitySource: identity.length === 0 ? null : identity,
    ...sharedPart(input, undefined),
  };
}

/**
 * The event of payload format 1.0 for a REQUEST authorizer of an HTTP API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function httpAuthorizerEventV1(input: HttpEventInput, identity: readonly string[]) {
  const { request, api, routeKey, pathParameters } = input;
  const sources = identity.length === 0 ? null : identity.join(',');
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: routeArn(input),
    identitySource: sources,
    authorizationToken: sources,
    resource: routeKey === '$default' ? '$default' : routeKey.slice(routeKey.indexOf(' ') + 1),
    path: request.path,
    httpMethod: request.method,
    headers: Object.fromEntries(request.rawHeaders),
    queryStringParameters: Object.fromEntries(new URLSearchParams(request.query)),
    pathParameters,
    stageVariables: {},
    requestContext: {
      accountId: api.place.accountId,
      apiId: api.apiId,
      domainName: domainName(api),
      domainPrefix: api.apiId,
      httpMethod: request.method,
      identity: { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? null },
      path: request.path,
      protocol: 'HTTP/1.1',
      requestId: request.id,
      requestTime: requestTime(request.time),
      requestTimeEpoch: request.time,
      resourceId: routeKey,
      resourcePath: routeKey,
      stage: HTTP_STAGE,
    },
  };
}

/**
 * The ARN that a policy must allow for this request.
 * unconfirmed: whether its path is decoded.
 */
export function routeArn({ request, api }: HttpEventInput): string {
  const { region, accountId } = api.place;
  return `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${HTTP_STAGE}/${request.method}${request.path}`;
}

function sharedPart(
  { request, api, routeKey, pathParameters }: HttpEventInput,
  authorizer: object | undefined,
) {
  const { cookie, ...headers } = request.headers;
  return {
    routeKey,
    // Decoded in spite of its name, as captured events of HTTP APIs show; a REST API's path is not.
    rawPath: decodePath(request.path),
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...present('queryStringParameters', queryParameters(request.query)),
    requestContext: {
      accountId: api.place.accountId,
      apiId: api.apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: domainName(api),
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path: decodePath(request.path),
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.id,
      routeKey,
      stage: HTTP_STAGE,
      time: requestTime(request.time),
      timeEpoch: request.time,
    },
    ...present('pathParameters', pathParameters),
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Values of one name are joined by commas. */
export function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** Format 2.0 leaves out what is empty. */
function present<K extends string>(key: K, map: Readonly<Record<string, string>>) {
  const value = orIfEmpty(map, undefined);
  return value === undefined ? {} : ({ [key]: value } as Record<K, typeof value>);
}

function domainName({ apiId, place }: HttpApiIdentity): string {
  return `${apiId}.execute-api.${place.region}.amazonaws.com`;
}

/**
 * These types reach the function as they are, all others as base64: also a form, which is what
 * `curl -d` sends, and a body without a type. AWS's documentation does not list them; the list was
 * measured on a live HTTP API (https://github.com/ministackorg/ministack/pull/766).
 */
function isTextual(contentType = ''): boolean {
  const [type = ''] = contentType.split(';');
  return /^(text\/.+|application\/(json|javascript|xml))$/i.test(type.trim());
}
