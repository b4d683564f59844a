import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClientGone, isFromPage, isOwnHost, readBody } from '#terminal/loopback.ts';
import { functionArn } from '../place.ts';
import type { Outcome } from './environment.ts';
import { Throttled, type FunctionHost } from './function-host.ts';
import { MAX_REQUEST_BYTES } from './limits.ts';
import { tailOf } from './log.ts';

/** One call of the Invoke API, for the trace. */
export interface InvokeCall {
  readonly function: string;
  /** The event; undefined if the call was refused before it was read. */
  readonly event: unknown;
  /** The HTTP status that the caller got. */
  readonly status: number;
  readonly outcome?: Outcome | undefined;
  /** The service's own error: `ResourceNotFoundException` and so on. */
  readonly errorType?: string;
  readonly milliseconds: number;
}

interface InvokeApiOptions {
  readonly find: (name: string) => FunctionHost | undefined;
  readonly onCall: (call: InvokeCall) => void;
}

/** An error of the service itself, as SDKs read it: type in a header, message in the body. */
class ServiceError extends Error {
  readonly status: number;
  readonly type: string;
  readonly body: Readonly<Record<string, string>>;

  constructor(
    status: number,
    type: string,
    message: string,
    body?: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.body = body ?? { Type: 'User', Message: message };
  }
}

/** What is found out about a call while it is read. */
interface Draft {
  function: string;
  event: unknown;
}

/**
 * Lambda's Invoke operation, as any AWS SDK calls it: a function by its name, and the answer waited
 * for. Signatures are not checked.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function invokeApi(options: InvokeApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const draft: Draft = { function: '', event: undefined };
    const record = (call: Pick<InvokeCall, 'status' | 'outcome' | 'errorType'>) =>
      options.onCall({ ...draft, ...call, milliseconds: performance.now() - startedAt });
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    try {
      const outcome = await answer(request, response, options, draft, requestId);
      record({ status: response.statusCode, outcome });
    } catch (error) {
      if (error instanceof ClientGone || response.headersSent) return void response.destroy();
      const failure = error instanceof ServiceError ? error : ownMistake(error);
      sendError(response, failure);
      record({ status: failure.status, errorType: failure.type });
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: InvokeApiOptions,
  draft: Draft,
  requestId: string,
): Promise<Outcome> {
  if (!isOwnHost(request) || isFromPage(request)) {
    const message = 'Only programs on this machine may call this address';
    throw new ServiceError(403, 'AccessDeniedException', message);
  }
  draft.function = readName(request);
  refuseOtherModes(request);
  const payload = await readPayload(request, response);
  draft.event = parsePayload(payload);
  const host = options.find(draft.function);
  if (!host) {
    const message = `Function not found: ${functionArn(draft.function)}:$LATEST`;
    throw new ServiceError(404, 'ResourceNotFoundException', message);
  }
  const outcome = await host
    .invoke(payload, { whenBusy: 'refuse', requestId })
    .catch((error: unknown) => {
      throw error instanceof Throttled ? tooMany(error) : error;
    });
  sendOutcome(response, outcome, request.headers['x-amz-log-type'] === 'Tail');
  return outcome;
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(\?.*)?$/;

function readName({ method, url }: IncomingMessage): string {
  const [, name, query] = (method === 'POST' && PATH.exec(url ?? '')) || [];
  if (name === undefined) {
    const message = 'Of the Lambda API, only Invoke is served here';
    throw new ServiceError(404, 'UnknownOperationException', message);
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name) || query !== undefined) {
    const message =
      'Call a function by its name alone: ARNs, versions and aliases are not imitated here';
    throw new ServiceError(400, 'ValidationException', message);
  }
  return name;
}

/** @throws ServiceError for what no lab uses */
function refuseOtherModes({ headers }: IncomingMessage): void {
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type !== 'RequestResponse') {
    const message = `The invocation type ${String(type)} is not imitated here`;
    throw new ServiceError(400, 'InvalidParameterValueException', message);
  }
  if (headers['x-amz-client-context'] !== undefined) {
    const message = 'A client context is not imitated here';
    throw new ServiceError(400, 'InvalidRequestContentException', message);
  }
}

async function readPayload(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  const body = await readBody(request, MAX_REQUEST_BYTES);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    // unconfirmed: reports of live calls have this type; the API reference says RequestTooLargeException.
    throw new ServiceError(
      413,
      'RequestEntityTooLargeException',
      `Request must be smaller than ${MAX_REQUEST_BYTES} bytes for the InvokeFunction operation`,
    );
  }
  // Without a payload the handler gets an empty object.
  return body.length === 0 ? Buffer.from('{}') : body;
}

function parsePayload(payload: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(payload));
  } catch {
    // Without the parser's own words, as they quote the payload, and a payload may hold a password.
    throw new ServiceError(
      400,
      'InvalidRequestContentException',
      'Could not parse request body into json: Could not parse payload into json',
    );
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function tooMany({ message }: Throttled): ServiceError {
  return new ServiceError(429, 'TooManyRequestsException', message, {
    Reason: 'ConcurrentInvocationLimitExceeded',
    Type: 'User',
    message,
  });
}

/** What Lambda says of its own failures; here it is one of ours. */
function ownMistake(error: unknown): ServiceError {
  process.emitWarning(error as Error);
  return new ServiceError(500, 'ServiceException', 'The local Lambda failed');
}

function sendOutcome(
  response: ServerResponse,
  { payload, failed, log }: Outcome,
  tail: boolean,
): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'x-amz-executed-version': '$LATEST',
    ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
    ...(tail ? { 'x-amz-log-result': tailOf(log).toString('base64') } : {}),
  });
  response.end(payload);
}

function sendError(response: ServerResponse, { status, type, body }: ServiceError): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify(body));
}
