/**
 * The requests of the deck's demo, as an HTTP API hands them to a function (payload format 2.0):
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */

/** `POST /login` with the e-mail address and the password as JSON. */
export function loginEvent(email: string, password: string): object {
  return {
    ...httpEvent('POST', '/login', { 'content-type': 'application/json' }),
    body: loginBody(email, password),
    isBase64Encoded: false,
  };
}

export function loginBody(email: string, password: string): string {
  return JSON.stringify({ email, password });
}

/** `GET /me` with the token in the Authorization header. */
export function meEvent(token: string): object {
  return {
    ...httpEvent('GET', '/me', { authorization: `Bearer ${token}` }),
    isBase64Encoded: false,
  };
}

function httpEvent(method: string, path: string, headers: Readonly<Record<string, string>>) {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
  };
}
