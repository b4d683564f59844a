/** The identity source that stands for the route, as it is declared. */
export const ROUTE_KEY = '$context.routeKey';

/**
 * The header that an identity source names, in lower case; undefined if it names none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
 */
export function identityHeader(api: 'http' | 'rest', source: string): string | undefined {
  return HEADER_SOURCES[api].exec(source)?.[1]?.toLowerCase();
}

const HEADER_SOURCES = {
  http: /^\$request\.header\.([\w.-]+)$/,
  rest: /^method\.request\.header\.([\w.-]+)$/,
} as const;

/**
 * The value of the header that an identity source names; undefined if it is missing or empty: such
 * a request is answered with 401, and no authorizer is called.
 *
 * @param headers names in lower case
 */
export function readIdentity(
  api: 'http' | 'rest',
  source: string,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const name = identityHeader(api, source) ?? '';
  // A header may be called `constructor`.
  return (Object.hasOwn(headers, name) && headers[name]) || undefined;
}
