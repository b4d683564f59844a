import { writeSync } from 'node:fs';
import { FENCE, MEMORY_HEADER, RECEIVED, TIME_HEADER, type RuntimeAnswer } from '../protocol.ts';
import type { Ask } from './ask.ts';
import { setClock } from './clock.ts';
import { describeError, RuntimeError } from './errors.ts';

/** One event with its context, as `next` hands it over. */
export interface Work {
  readonly event: unknown;
  readonly context: Context;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface Context {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly clientContext: undefined;
  readonly identity: undefined;
  /** Milliseconds until the function is stopped. */
  getRemainingTimeInMillis(): number;
}

export interface RuntimeClient {
  next(): Promise<Work>;
  respond(requestId: string, result: unknown): Promise<void>;
  error(requestId: string, error: unknown): Promise<void>;
  initError(error: unknown): Promise<void>;
}

/** Speaks the Runtime API by way of `ask`. */
export function runtimeClient(ask: Ask): RuntimeClient {
  const post = (path: string, body: string, headers = {}) =>
    ask({ line: `POST ${RUNTIME}/${path}`, headers, body });

  const finish = async (requestId: string, kind: string, body: string) => {
    const memory = { [MEMORY_HEADER]: String(process.resourceUsage().maxRSS) };
    // The log travels by another pipe than the answer; the fences tell the host when it has it all.
    process.stdout.write(FENCE(requestId));
    process.stderr.write(FENCE(requestId));
    await post(`invocation/${requestId}/${kind}`, body, memory);
  };

  return {
    async next() {
      const line = `GET ${RUNTIME}/invocation/next`;
      const { headers, body } = await ask({ line, headers: {}, body: undefined });
      const time = headers[TIME_HEADER];
      if (time !== undefined) setClock(Number(time));
      const context = makeContext(headers);
      acknowledge(context.awsRequestId);
      process.env['_X_AMZN_TRACE_ID'] = String(headers['lambda-runtime-trace-id']);
      return { event: JSON.parse(body), context };
    },
    respond: async (requestId, result) => finish(requestId, 'response', serialize(result)),
    error: (requestId, error) => finish(requestId, 'error', JSON.stringify(describeError(error))),
    async initError(error) {
      const description = describeError(error);
      await post('init/error', JSON.stringify(description), {
        'lambda-runtime-function-error-type': description.errorType.replaceAll(
          /[^\x20-\x7e]/g,
          '?',
        ),
      });
    },
  };
}

const RUNTIME = '/2018-06-01/runtime';

/** At once, on every system: the handler may end the process in its first line. */
function acknowledge(requestId: string): void {
  try {
    writeSync(process.stdout.fd, RECEIVED(requestId));
  } catch {
    // The pipe is full of what an earlier handler wrote; it will be written when there is room.
    process.stdout.write(RECEIVED(requestId));
  }
}

/** `undefined`, and whatever else JSON has no word for, becomes `null`. */
function serialize(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    // Such as one that holds itself.
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

function makeContext(headers: RuntimeAnswer['headers']): Context {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const { env } = process;
  return {
    awsRequestId: String(headers['lambda-runtime-aws-request-id']),
    invokedFunctionArn: String(headers['lambda-runtime-invoked-function-arn']),
    functionName: String(env['AWS_LAMBDA_FUNCTION_NAME']),
    functionVersion: String(env['AWS_LAMBDA_FUNCTION_VERSION']),
    memoryLimitInMB: String(env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']),
    logGroupName: String(env['AWS_LAMBDA_LOG_GROUP_NAME']),
    logStreamName: String(env['AWS_LAMBDA_LOG_STREAM_NAME']),
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}
