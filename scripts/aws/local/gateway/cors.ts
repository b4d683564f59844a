import type { HttpCors, RestCors } from '../../application.ts';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './request.ts';

/**
 * An HTTP API's answer to a preflight; undefined if the request is none. No route, no function and
 * no authorizer is asked. From an origin that is not allowed, it comes without CORS headers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflight(
  cors: HttpCors | undefined,
  { method, headers }: ApiRequest,
): Answer | undefined {
  const { origin } = headers;
  if (!cors || method !== 'OPTIONS' || origin === undefined) return undefined;
  if (headers['access-control-request-method'] === undefined) return undefined;
  const allowed = originHeader(cors, origin);
  return {
    status: 204,
    body: '',
    headers: {
      ...allowed,
      ...(Object.keys(allowed).length > 0
        ? {
            ...list('access-control-allow-methods', cors.allowMethods),
            ...list('access-control-allow-headers', cors.allowHeaders),
            ...(cors.maxAgeSeconds === undefined
              ? {}
              : { 'access-control-max-age': String(cors.maxAgeSeconds) }),
          }
        : {}),
    },
  };
}

/**
 * Puts an HTTP API's CORS headers on an answer, in place of any that the function set.
 * unconfirmed: that the gateway's own 401, 403, 404 and 500 get them as well.
 */
export function withCors(
  answer: Answer,
  cors: HttpCors | undefined,
  origin: string | undefined,
): Answer {
  if (!cors) return answer;
  const own = Object.entries(answer.headers).filter(
    ([name]) => !name.toLowerCase().startsWith('access-control-'),
  );
  const added =
    origin === undefined ? {} : { ...originHeader(cors, origin), ...exposed(cors, origin) };
  return { ...answer, headers: { ...Object.fromEntries(own), ...added } };
}

/**
 * What the OPTIONS method of a REST API's path answers: a mock integration, the same for everybody.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function restPreflight(cors: RestCors): Answer {
  return {
    status: 200,
    body: '',
    headers: {
      'content-type': 'application/json',
      'access-control-allow-origin': cors.allowOrigin,
      ...list('access-control-allow-methods', cors.allowMethods),
      ...list('access-control-allow-headers', cors.allowHeaders),
    },
  };
}

function originHeader(cors: HttpCors, origin: string): Record<string, string> {
  const allowed = cors.allowOrigins.find((pattern) => allows(pattern, origin));
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed === '*' ? '*' : origin,
    ...(cors.allowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

function allows(pattern: string, origin: string): boolean {
  if (pattern === '*') return true;
  // AWS knows two patterns: any origin by http, any by https.
  if (pattern === 'http://*' || pattern === 'https://*')
    return origin.startsWith(pattern.slice(0, -1));
  return pattern === origin;
}

function exposed(cors: HttpCors, origin: string): Record<string, string> {
  return Object.keys(originHeader(cors, origin)).length > 0
    ? list('access-control-expose-headers', cors.exposeHeaders)
    : {};
}

function list(name: string, values: readonly string[] | undefined): Record<string, string> {
  return values === undefined || values.length === 0 ? {} : { [name]: values.join(',') };
}
