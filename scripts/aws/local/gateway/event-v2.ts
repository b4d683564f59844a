import { HTTP_STAGE } from '../../application.ts';
import { ACCOUNT_ID, REGION } from '../place.ts';
import { requestTime, type ApiRequest } from './request.ts';

/** What the events of one HTTP API have in common. */
export interface HttpApiIdentity {
  readonly apiId: string;
}

export interface HttpEventInput {
  readonly request: ApiRequest;
  readonly api: HttpApiIdentity;
  readonly routeKey: string;
}

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
    identitySource: identity,
    ...sharedPart(input, undefined),
  };
}

function routeArn({ request, api }: HttpEventInput): string {
  return `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.apiId}/${HTTP_STAGE}/${request.method}${request.path}`;
}

function sharedPart({ request, api, routeKey }: HttpEventInput, authorizer: object | undefined) {
  const { cookie, ...headers } = request.headers;
  return {
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    // Format 2.0 leaves out what is empty.
    ...(request.query === '' ? {} : { queryStringParameters: queryParameters(request.query) }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: api.apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: `${api.apiId}.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path: request.path,
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
  };
}

/** Values of one name are joined by commas. */
function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
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
