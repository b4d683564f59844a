/**
 * The runtime inside a function's process: it loads the handler, then takes one event after the
 * other from the Runtime API, as AWS's own runtime interface client does (observed with version 4).
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { inspect } from 'node:util';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { askByMessage, askOverHttp, type Ask } from './ask.ts';
import { installClock } from './clock.ts';
import { logError, patchConsole, setRequestId } from './console.ts';
import { loadHandler, type Handler } from './handler.ts';
import { runtimeClient, type RuntimeClient } from './runtime-client.ts';
import { importedFirst } from '../protocol.ts';
import { dieWithParent } from './watchdog.ts';

// Not awaited: a handler that waits for nothing then ends the process with status 0, and not with
// Node's own 13 for a module that never finishes. unconfirmed: which of the two AWS reports.
const host = parentPort;
if (host) host.once('message', (variables) => void runInThread(host, variables));
else void runInProcess(requireEnvironment('AWS_LAMBDA_RUNTIME_API'));

/** A thread may have been started before it was known for which function. */
async function runInThread(port: MessagePort, variables: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(variables)) process.env[name] = value;
  process.on('uncaughtExceptionMonitor', logUncaught);
  const first = importedFirst(variables['NODE_OPTIONS'] ?? '');
  if (first !== undefined) await import(first);
  void run(askByMessage(port));
}

async function runInProcess(api: string): Promise<never> {
  // A thread ends with its process anyway.
  dieWithParent(api);
  return run(await askOverHttp(api));
}

async function run(ask: Ask): Promise<never> {
  installClock();
  patchConsole();
  const client = runtimeClient(ask);
  const handler = await load(client);
  for (;;) {
    const { event, context } = await client.next();
    setRequestId(context.awsRequestId);
    await invoke(client, handler, event, context);
  }
}

/** Of what ends a process Node writes itself; of what ends a thread it does not. */
function logUncaught(error: unknown, origin: string): void {
  const inPromise = origin === 'unhandledRejection' ? ' (in promise)' : '';
  process.stderr.write(`Uncaught${inPromise} ${inspect(error)}\n`);
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
    const result = await handler(event, context);
    await turn();
    await client.respond(context.awsRequestId, result);
  } catch (error) {
    await turn();
    logError('Invoke Error', error);
    await client.error(context.awsRequestId, error);
  }
}

/**
 * One turn of the event loop before every answer, as AWS's runtime has it: a promise that was
 * rejected and that nobody awaited ends the environment first, and the call with it.
 */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: this script is started by a Lambda host`);
  return value;
}
