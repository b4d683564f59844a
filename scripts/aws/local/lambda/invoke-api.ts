import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClientGone, isFromPage, isOwnHost, readBody } from '#terminal/loopback.ts';
import { functionArn, type Place } from '../place.ts';
import type { Outcome } from './environment.ts';
import { Throttled, type FunctionHost } from './function-host.ts';
import { MAX_EVENT_REQUEST_BYTES, MAX_REQUEST_BYTES } from './limits.ts';
import { tailOf } from './log.ts';

/** One call of the Invoke API, for the trace. */
export interface InvokeCall {
  readonly function: string;
  readonly invocationType: string;
  /** The event; undefined if the call was refused before it was read. */
  readonly event: unknown;
  /** The HTTP status that the caller got. */
  readonly status: number;
  readonly outcome?: Outcome | undefined;
  /** The service's own error: `ResourceNotFoundException` and so on. */
  readonly errorType?: string;
  readonly milliseconds: number;
}

export interface InvokeApiOptions {
  readonly place: Place;
  readonly find: (name: string) => FunctionHost | undefined;
  readonly onCall: (call: InvokeCall) => void;
  readonly port: () => number;
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

interface Target {
  readonly name: string;
  readonly arn: string;
  readonly known: boolean;
}

/** What is found out about a call while it is read. */
interface Draft {
  function: string;
  invocationType: string;
  event: unknown;
}

/**
 * Lambda's Invoke operation, as any AWS SDK calls it. Signatures are not checked.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function invokeApi(options: InvokeApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const draft: Draft = { function: '', invocationType: '', event: undefined };
    const record = (call: Pick<InvokeCall, 'status' | 'outcome' | 'errorType'>) =>
      options.onCall({ ...draft, ...call, milliseconds: performance.now() - startedAt });
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    try {
      const outcome = await answer(request, response, options, draft, requestId);
      record({ status: response.statusCode, outcome });
    } catch (error) {
      if (error instanceof ClientGone || response.headersSent) return void response.destroy();
      const told = error instanceof ServiceError ? error : ownMistake(error);
      sendError(response, told);
      record({ status: told.status, errorType: told.type });
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: InvokeApiOptions,
  draft: Draft,
  requestId: string,
): Promise<Outcome | undefined> {
  if (!isOwnHost(request.headers.host, options.port()) || isFromPage(request)) {
    throw new ServiceError(
      403,
      'AccessDeniedException',
      'Only programs on this machine may call this address',
    );
  }
  const target = parseTarget(request, options.place);
  draft.function = target.name;
  draft.invocationType = one(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  const limit = draft.invocationType === 'Event' ? MAX_EVENT_REQUEST_BYTES : MAX_REQUEST_BYTES;
  const payload = await readPayload(request, response, limit);
  draft.event = parsePayload(payload);
  const clientContext = decodeContext(one(request, 'x-amz-client-context'));

  const host = target.known ? options.find(target.name) : undefined;
  if (!host)
    throw new ServiceError(404, 'ResourceNotFoundException', `Function not found: ${target.arn}`);
  const call = {
    requestId,
    payload,
    clientContext,
    tail: one(request, 'x-amz-log-type') === 'Tail',
  };
  const mode = Object.hasOwn(MODES, draft.invocationType) && MODES[draft.invocationType];
  if (!mode) {
    const message = `Unknown invocation type: ${draft.invocationType}`;
    throw new ServiceError(400, 'InvalidParameterValueException', message);
  }
  return mode(host, call, response);
}

interface Call {
  /** The caller's request has the invocation's id. */
  readonly requestId: string;
  readonly payload: Buffer;
  readonly clientContext: string | undefined;
  readonly tail: boolean;
}

type Mode = (
  host: FunctionHost,
  call: Call,
  response: ServerResponse,
) => Promise<Outcome | undefined>;

const MODES: Readonly<Record<string, Mode>> = {
  async RequestResponse(host, { requestId, payload, clientContext, tail }, response) {
    const outcome = await host
      .invoke(payload, { whenBusy: 'refuse', clientContext, requestId })
      .catch((error: unknown) => {
        if (error instanceof Throttled) throw tooMany(error);
        throw error;
      });
    sendOutcome(response, outcome, tail);
    return outcome;
  },

  // Lambda tries a failed event twice more, after one and two minutes; here it does not.
  Event(host, { requestId, payload, clientContext }, response) {
    response.writeHead(202).end();
    // Nobody waits for the answer, so it may stand in line, as in Lambda's own queue.
    return host.invoke(payload, { whenBusy: 'wait', clientContext, requestId });
  },

  async DryRun(_host, _call, response) {
    response.writeHead(204).end();
    return undefined;
  },
};

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?(.*))?$/;

/** The name as the API takes it: `name`, `123456789012:function:name` or the whole ARN, with a qualifier or not. */
const NAME =
  /^(?:(?:arn:aws:lambda:([\w-]+):)?(\d{12}):function:)?([A-Za-z0-9_-]{1,64})(?::(.+))?$/;

function parseTarget({ method, url }: IncomingMessage, place: Place): Target {
  const [, encoded, query] = (method === 'POST' && PATH.exec(url ?? '')) || [];
  if (encoded === undefined) {
    throw new ServiceError(
      404,
      'UnknownOperationException',
      'Of the Lambda API, only Invoke is served here',
    );
  }
  const [, region, account, name, suffix] = NAME.exec(decode(encoded)) ?? [];
  if (name === undefined) {
    throw new ServiceError(
      400,
      'ValidationException',
      'The function name is neither a name nor an ARN',
    );
  }
  const qualifier = suffix ?? new URLSearchParams(query).get('Qualifier') ?? undefined;
  const arn = functionArn(
    { region: region ?? place.region, accountId: account ?? place.accountId },
    `${name}:${qualifier ?? '$LATEST'}`,
  );
  const known =
    (region ?? place.region) === place.region &&
    (account ?? place.accountId) === place.accountId &&
    // There are no versions and no aliases here.
    (qualifier ?? '$LATEST') === '$LATEST';
  return { name, arn, known };
}

async function readPayload(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer> {
  const body = await readBody(request, limit);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    // unconfirmed: reports of live calls have this type; the API reference says RequestTooLargeException.
    throw new ServiceError(
      413,
      'RequestEntityTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
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

function decodeContext(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = Buffer.from(header, 'base64').toString();
  try {
    // Once through the parser: what goes on as a header must be one line of ASCII.
    return JSON.stringify(JSON.parse(text)).replaceAll(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  } catch {
    const message = 'Client context must be a valid Base64-encoded JSON object.';
    throw new ServiceError(400, 'InvalidRequestContentException', message);
  }
}

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

function one({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
