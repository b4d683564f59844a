/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

// unconfirmed: the status and the body; that AWS refuses it is documented.
export const HEADERS_TOO_LARGE = httpAnswer(431, 'Request Header Fields Too Large');
export const INTERNAL_ERROR = httpAnswer(500, 'Internal Server Error');
const FORBIDDEN = httpAnswer(403, 'Forbidden');
// unconfirmed: the body of a 413, and that a body which is too large for the function gets one.
const TOO_LARGE = httpAnswer(413, 'Request Entity Too Large');

/**
 * Those of an HTTP API. Bodies as observed in public reports.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export const HTTP_ANSWERS: Answers = {
  unauthorized: httpAnswer(401, 'Unauthorized'),
  forbidden: FORBIDDEN,
  implicitDeny: FORBIDDEN,
  explicitDeny: FORBIDDEN,
  noRoute: httpAnswer(404, 'Not Found'),
  bodyTooLarge: TOO_LARGE,
  eventTooLarge: TOO_LARGE,
  authorizerFailed: INTERNAL_ERROR,
  malformed: INTERNAL_ERROR,
  timeout: httpAnswer(503, 'Service Unavailable'),
};

/**
 * Those of a REST API (gateway responses), each with its type in `x-amzn-ErrorType`.
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
  noRoute: restAnswer(403, 'MissingAuthenticationTokenException', {
    message: 'Missing Authentication Token',
  }),
  forbidden: restAnswer(403, 'ForbiddenException', { message: 'Forbidden' }),
  // unconfirmed: the header of a 413; the text is as in public reports, and is no JSON.
  bodyTooLarge: {
    status: 413,
    headers: { 'content-type': 'text/plain', 'x-amzn-ErrorType': 'RequestTooLargeException' },
    body: 'HTTP content length exceeded 10485760 bytes.',
  },
  eventTooLarge: restAnswer(413, 'RequestTooLargeException', { message: 'Request Too Long' }),
  // With a null in place of a message, as captured.
  authorizerFailed: restAnswer(500, 'AuthorizerConfigurationException', { message: null }),
  malformed: restAnswer(502, 'InternalServerErrorException', { message: 'Internal server error' }),
  timeout: restAnswer(504, 'InternalServerErrorException', {
    message: 'Endpoint request timed out',
  }),
} satisfies Readonly<Record<string, Answer>>;

/** What an API of either kind answers by itself, by the reason. */
export type Answers = Readonly<Record<keyof typeof REST_ANSWERS, Answer>>;

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
