/**
 * The runtime inside a function's process: it loads the handler, then takes one event after the
 * other from the Runtime API. AWS's own runtime interface client can stand in its place; where the
 * two do the same, this one does it as that one does (observed with version 4).
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread, parentPort } from 'node:worker_threads';
import { logError, patchConsole, setRequestId } from './console.ts';
import { UnhandledPromiseRejection } from './errors.ts';
import { loadHandler, type Handler } from './handler.ts';
import { connect, type RuntimeClient } from './runtime-client.ts';
import { dieWithParent } from './watchdog.ts';

// Not awaited: a handler that waits for nothing then ends the process with status 0, and not with
// Node's own 13 for a module that never finishes. unconfirmed: which of the two AWS reports.
if (parentPort) parentPort.once('message', runInThread);
else void run();

/** A thread may have been started before it was known for which function. */
function runInThread(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) process.env[name] = value;
  void run();
}

async function run(): Promise<never> {
  const api = requireEnvironment('AWS_LAMBDA_RUNTIME_API');
  const client = connect(api);
  let requestId: string | undefined;
  patchConsole();
  const crash = async (title: string, error: unknown, status: number): Promise<never> => {
    logError(title, error);
    if (requestId === undefined) await client.initError(error);
    else await client.error(requestId, error);
    return process.exit(status);
  };
  process.on('uncaughtException', (error) => void crash('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason) => {
    void crash('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason), 128);
  });

  // A thread ends with its process anyway.
  if (isMainThread) dieWithParent(api);
  const handler = await load(client);
  for (;;) {
    const { event, context } = await client.next();
    requestId = context.awsRequestId;
    setRequestId(requestId);
    await invoke(client, handler, event, context);
    requestId = undefined;
  }
}

async function load(client: RuntimeClient): Promise<Handler> {
  try {
    return await loadHandler(
      requireEnvironment('LAMBDA_TASK_ROOT'),
      requireEnvironment('_HANDLER'),
    );
  } catch (error) {
    logError('Init Error', error);
    await client.initError(error);
    return process.exit(1);
  }
}

async function invoke(
  client: RuntimeClient,
  handler: Handler,
  event: unknown,
  context: { awsRequestId: string },
): Promise<void> {
  try {
    await client.respond(context.awsRequestId, await handler(event, context));
  } catch (error) {
    // One turn, so that a rejection of the same cause is reported as the invocation's own error.
    await wait(0);
    logError('Invoke Error', error);
    await client.error(context.awsRequestId, error);
  }
}

function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: this script is started by a Lambda host`);
  return value;
}
