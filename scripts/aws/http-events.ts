/** What a client of the labs' HTTP APIs sends, as a function gets it. */

/** `POST /login`, or another path, with the e-mail address and the password as JSON. */
export function loginEvent(email: string, password: string, path = '/login'): object {
  const body = loginBody(email, password);
  return httpEvent('POST', path, { 'content-type': 'application/json' }, { body });
}

export function loginBody(email: string, password: string): string {
  return JSON.stringify({ email, password });
}

/** `GET /me` with the token in the Authorization header. */
export function meEvent(token: string): object {
  return httpEvent('GET', '/me', { authorization: `Bearer ${token}` });
}

/** Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function httpEvent(
  method: string,
  path: string,
  headers: object,
  more: object = {},
): object {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
    ...more,
    isBase64Encoded: false,
  };
}
