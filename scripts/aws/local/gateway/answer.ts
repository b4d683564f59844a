/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

/**
 * An answer that an HTTP API makes itself. Bodies as observed in public reports.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export const HTTP_ANSWERS = {
  unauthorized: httpAnswer(401, 'Unauthorized'),
  forbidden: httpAnswer(403, 'Forbidden'),
  notFound: httpAnswer(404, 'Not Found'),
  // unconfirmed: the body of a 413.
  tooLarge: httpAnswer(413, 'Request Entity Too Large'),
  // unconfirmed: the status and the body; that AWS refuses it is documented.
  headersTooLarge: httpAnswer(431, 'Request Header Fields Too Large'),
  internalError: httpAnswer(500, 'Internal Server Error'),
  // Also where an integration takes longer than 30 seconds.
  unavailable: httpAnswer(503, 'Service Unavailable'),
} as const;

/**
 * An answer that a REST API makes itself (a gateway response), with its type in `x-amzn-ErrorType`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const REST_ANSWERS = {
  unauthorized: restAnswer(401, 'UnauthorizedException', { message: 'Unauthorized' }),
  // unconfirmed: both messages, with a capital M unlike all others, are from public reports.
  implicitDeny: restAnswer(403, 'AccessDeniedException', {
    Message: 'User is not authorized to access this resource',
  }),
  explicitDeny: restAnswer(403, 'AccessDeniedException', {
    Message:
      'User is not authorized to access this resource with an explicit deny in an identity-based policy',
  }),
  // A path or a method that does not exist: REST APIs take it for a call to AWS without a signature.
  missingToken: restAnswer(403, 'MissingAuthenticationTokenException', {
    message: 'Missing Authentication Token',
  }),
  forbidden: restAnswer(403, 'ForbiddenException', { message: 'Forbidden' }),
  // unconfirmed: the header of a 413; the text is as in public reports, and is no JSON.
  tooLarge: {
    status: 413,
    headers: { 'content-type': 'text/plain', 'x-amzn-ErrorType': 'RequestTooLargeException' },
    body: 'HTTP content length exceeded 10485760 bytes.',
  },
  // A body that fits the gateway but not the function's 6 MB.
  tooLong: restAnswer(413, 'RequestTooLargeException', { message: 'Request Too Long' }),
  // With a null in place of a message, as captured.
  authorizerFailure: restAnswer(500, 'AuthorizerConfigurationException', { message: null }),
  badGateway: restAnswer(502, 'InternalServerErrorException', { message: 'Internal server error' }),
  timeout: restAnswer(504, 'InternalServerErrorException', {
    message: 'Endpoint request timed out',
  }),
} as const;

function httpAnswer(status: number, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}

function restAnswer(status: number, errorType: string, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': errorType },
    body: JSON.stringify(body),
  };
}
