import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_REST_STAGE, FUNCTION_DEFAULTS, type Application } from '../application.ts';
import { bundleScript, liveBundle, type LiveBundle } from './bundle.ts';
import type { Api } from './gateway/api.ts';
import { httpApi } from './gateway/http-api.ts';
import { restApi } from './gateway/rest-api.ts';
import { gatewayListener } from './gateway/server.ts';
import type { Outcome } from './lambda/environment.ts';
import { FunctionHost } from './lambda/function-host.ts';
import { invokeApi } from './lambda/invoke-api.ts';
import { startProcess, startThread } from './lambda/sandbox.ts';
import { functionVariables, LOOPBACK_ENVIRONMENT, type Known } from './lambda/variables.ts';
import { atExit } from '#terminal/at-exit.ts';
import { LOOPBACK, serve, type ClientTimeouts, type LoopbackServer } from '#terminal/loopback.ts';
import { functionArn } from './place.ts';
import { redactor } from './redact.ts';
import { startTimer as realTimer, type Clock, type StartTimer } from './timers.ts';
import { makeTrace, type TraceListener } from './trace.ts';
import { makeSecret } from '../secrets.ts';
import { validateApplication } from '../validate.ts';
import type { LocalTables } from './tables.ts';
import { makeWorkspace } from './workspace.ts';

export interface StartOptions {
  /** What relative entries are relative to; the current folder is the default. */
  readonly root?: string;
  /** Fixed ports; any free one is the default. */
  readonly ports?: {
    readonly lambda?: number;
    readonly httpApi?: number;
    readonly restApi?: number;
  };
  /** The most environments of one function at a time; 10, which is also a new account's limit. */
  readonly concurrency?: number;
  /**
   * The clock of authorizer caches, events and functions, milliseconds since 1970. A function sees
   * it move on with each invocation, and timers do not: as where AWS had frozen the environment.
   */
  readonly clock?: Clock;
  /** The timer of every time-out. */
  readonly startTimer?: StartTimer;
  readonly clientTimeouts?: ClientTimeouts;
  /**
   * Bundles each function, and the runtime, when they are first needed, and not all of them at the
   * start: cheaper where few are called.
   */
  readonly bundleLate?: boolean;
  /** What each environment is: a process (the default), or a thread, which starts faster; see sandbox.ts. */
  readonly environments?: 'processes' | 'threads';
  /** A script that speaks the Runtime API, AWS's own client for one, in place of our bootstrap. */
  readonly bootstrap?: string;
}

/** A running application. */
export interface LocalAws {
  readonly lambda: {
    readonly url: string;
    /** What makes an AWS SDK, or a program that uses one, talk to this Lambda: for `process.env`. */
    readonly environment: Readonly<Record<string, string>>;
  };
  /**
   * Runs a function once, as the Invoke API does, without a client and HTTP in between.
   *
   * @throws Throttled when all its environments are busy and there may be no more
   */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** Where the HTTP API answers, without a slash at the end. */
  readonly httpApi: { readonly url: string } | undefined;
  /** Where the REST API answers, with its stage and without a slash at the end. */
  readonly restApi: { readonly url: string } | undefined;
  /** Where the tables answer; undefined where the application has none. */
  readonly dynamoDb: { readonly url: string } | undefined;
  /** The values of the secrets, for whoever must sign a token as the functions would. Never print them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Calls `listener` with a record of every request from now on. Returns an unsubscribe function. */
  onTrace(listener: TraceListener): () => void;
  /** The process ids of a function's environments. */
  processes(functionName: string): readonly number[];
  /** Closes the servers and ends every process; what is under way is lost. Can be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts an application's functions and APIs on this machine, on loopback only.
 *
 * @throws ApplicationError for a declaration that AWS would refuse
 * @throws PortInUseError for a port that is taken; its message says by whom, if that can be told
 * @throws RangeError for a concurrency below 1
 */
export async function startLocalAws(
  application: Application,
  options: StartOptions = {},
): Promise<LocalAws> {
  validateApplication(application);
  const { ports = {}, clock = Date.now, startTimer = realTimer, clientTimeouts } = options;
  const { concurrency = DEFAULT_CONCURRENCY } = options;
  if (!(concurrency >= 1)) {
    throw new RangeError(`concurrency must be at least 1, not ${concurrency}`);
  }
  const secrets = makeSecrets(application);
  const trace = makeTrace(redactor(secrets));
  const workspace = await makeWorkspace();
  const tables = await tablesOf(application);
  const addresses = { httpApi: '' };
  const known = { secrets, addresses, tablesUrl: tables?.url };
  const bootstrap = bootstrapOf(options, workspace.directory);
  const hosts = makeHosts(application, options, known, workspace.directory, bootstrap);
  const servers: LoopbackServer[] = [];

  const killAll = () => {
    for (const host of hosts.values()) host.killNow();
  };
  const cancelKill = atExit(killAll);

  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopEverything());
  async function stopEverything(): Promise<void> {
    await Promise.all(servers.map((server) => server.close()));
    await Promise.all([...hosts.values()].map((host) => host.stop()));
    await tables?.stop();
    cancelKill();
    await workspace.remove();
  }

  async function listen(what: string, port = 0, listener: RequestListener) {
    const server = await serve(listener, {
      purpose: `${application.name} ${what}`,
      folder: resolve(options.root ?? '.'),
      port,
      ...(clientTimeouts ? { clientTimeouts } : {}),
    });
    servers.push(server);
    return `http://${LOOPBACK}:${server.port}`;
  }

  function gateway(api: Api): RequestListener {
    return gatewayListener({
      api,
      // The bound on environments is this machine's, not an account's: so a request waits in line.
      call: (name, payload, signal) =>
        (hosts.get(name) as FunctionHost).invoke(payload, { whenBusy: 'wait', signal }),
      clock,
      startTimer,
      onExchange: trace.exchange,
    });
  }

  async function invoke(name: string, event: unknown): Promise<Outcome> {
    const startedAt = performance.now();
    const host = hosts.get(name);
    if (!host) throw new RangeError(`There is no function "${name}"`);
    const outcome = await host.invoke(JSON.stringify(event), { whenBusy: 'refuse' });
    const milliseconds = performance.now() - startedAt;
    trace.invoke({ function: name, event, status: 200, outcome, milliseconds });
    return outcome;
  }

  try {
    const apiId = (kind: string) => makeApiId(`${application.name} ${kind}`);
    const { httpApi: http, restApi: rest } = application;
    const stage = rest?.stage ?? DEFAULT_REST_STAGE;
    const surroundings = { address: () => addresses.httpApi, clock, startTimer };
    const httpListener = http && gateway(httpApi(http, apiId('http'), surroundings));
    const restListener = rest && gateway(restApi(rest, { apiId: apiId('rest'), stage }, clock));
    const lambdaListener = invokeApi({ find: (name) => hosts.get(name), onCall: trace.invoke });
    const [lambdaUrl, httpUrl, restUrl] = await settleAll([
      listen('Lambda', ports.lambda, lambdaListener),
      httpListener &&
        listen('HTTP API', ports.httpApi, httpListener).then((url) => (addresses.httpApi = url)),
      restListener && listen('REST API', ports.restApi, restListener),
      options.bundleLate ? undefined : prepare(hosts.values(), bootstrap),
    ]);
    return {
      lambda: {
        url: lambdaUrl as string,
        environment: { AWS_ENDPOINT_URL_LAMBDA: lambdaUrl as string, ...LOOPBACK_ENVIRONMENT },
      },
      invoke,
      httpApi: httpUrl === undefined ? undefined : { url: httpUrl },
      restApi: restUrl === undefined ? undefined : { url: `${restUrl}/${stage}` },
      dynamoDb: tables && { url: tables.url },
      secrets,
      onTrace: trace.listen,
      processes: (name) => hosts.get(name)?.processes ?? [],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const DEFAULT_CONCURRENCY = 10;

/** Returns the file of the bootstrap; ours is made when it is first asked for. */
function bootstrapOf({ bootstrap }: StartOptions, directory: string): () => Promise<string> {
  if (bootstrap !== undefined) return () => Promise.resolve(bootstrap);
  let written: Promise<string> | undefined;
  const write = async () => {
    const file = join(directory, 'bootstrap.mjs');
    await writeFile(file, await ourBootstrap());
    return file;
  };
  return () => (written ??= write());
}

/**
 * Our runtime as one script. Made once in a process, as it may change with the workshop: a worker of
 * the instructor's check runs many files of checks, and loads this module anew for each.
 */
function ourBootstrap(): Promise<Uint8Array> {
  const kept = globalThis as { [BOOTSTRAP]?: Promise<Uint8Array> };
  return (kept[BOOTSTRAP] ??= bundleScript(
    fileURLToPath(new URL('lambda/bootstrap/index.ts', import.meta.url)),
  ));
}

const BOOTSTRAP = Symbol.for('jwt-workshop.bootstrap');

function makeHosts(
  application: Application,
  options: StartOptions,
  known: Known,
  directory: string,
  bootstrap: () => Promise<string>,
): ReadonlyMap<string, FunctionHost> {
  const { root = '.', concurrency = DEFAULT_CONCURRENCY, startTimer = realTimer } = options;
  const entries = Object.values(application.functions).map(({ entry }) => resolve(root, entry));
  const bundles = new Map([...new Set(entries)].map((entry) => [entry, liveBundle(entry)]));
  return new Map(
    Object.entries(application.functions).map(([name, definition]) => [
      name,
      new FunctionHost({
        ...FUNCTION_DEFAULTS,
        ...definition,
        name,
        functionArn: functionArn(name),
        bundle: bundles.get(resolve(root, definition.entry)) as LiveBundle,
        variables: () => functionVariables(name, definition, application, known),
        concurrency,
        directory,
        bootstrap,
        startSandbox: options.environments === 'threads' ? startThread : startProcess,
        startTimer,
        clock: options.clock,
      }),
    ]),
  );
}

/** Makes ahead what the first calls need. */
async function prepare(
  hosts: Iterable<FunctionHost>,
  bootstrap: () => Promise<string>,
): Promise<undefined> {
  await Promise.all([bootstrap(), ...[...hosts].map((host) => host.prepare())]);
  return undefined;
}

/** Like Promise.all, but rejects only when every promise is settled, so that all can be undone. */
async function settleAll<T extends readonly unknown[]>(promises: [...T]) {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

async function tablesOf({ tables }: Application): Promise<LocalTables | undefined> {
  if (tables === undefined) return undefined;
  // DynamoDB's client weighs, and most applications have no table.
  const { startTables } = await import('./tables.ts');
  return startTables(tables);
}

function makeSecrets({ secrets = {} }: Application): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [name, makeSecret(secret)]),
  );
}

/** Ten letters and digits, as AWS's are, and the same for the same application. */
function makeApiId(text: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`).toString(36);
  return digits.slice(0, 10);
}
