import type { ApiCall } from './api.ts';
import { arnOf, sharedContext } from './context.ts';
import { grouped, requestTime } from './request.ts';

/**
 * The event of payload format 2.0 for a route's function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @param authorizer what the authorizer gave for `requestContext.authorizer`
 */
export function httpEvent(call: ApiCall, authorizer: object | undefined) {
  const { request } = call;
  const isText = isTextual(request.headers['content-type']);
  return {
    version: '2.0',
    ...sharedPart(call, authorizer),
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
export function httpAuthorizerEvent(call: ApiCall, identity: readonly string[]) {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: arnOf(call),
    identitySource: identity,
    ...sharedPart(call, undefined),
  };
}

function sharedPart(call: ApiCall, authorizer: object | undefined) {
  const { request } = call;
  const { route: routeKey } = call.route;
  const { cookie, ...headers } = request.headers;
  const query = new URLSearchParams(request.query);
  const queryStringParameters = grouped(query, (values) => values.join(','));
  return {
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    // Format 2.0 leaves out what is empty.
    ...(request.query === '' ? {} : { queryStringParameters }),
    requestContext: {
      ...sharedContext(call, authorizer),
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      routeKey,
      time: requestTime(request.time),
      timeEpoch: request.time,
    },
  };
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
