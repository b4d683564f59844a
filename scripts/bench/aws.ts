/**
 * Measures local AWS: how soon it is ready, what a warm call through the SDK takes, and whether
 * 5,000 requests at 50 at a time all get the right answer.
 */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CONTRACT_ROOT } from '#aws/contract/application.ts';
import { startLocalAws, type Application, type LocalAws } from '#aws/local/index.ts';

const MARKS = { readyMs: 400, warmMedianMs: 3 } as const;
const REQUESTS = 5000;
const AT_A_TIME = 50;
const WARM_CALLS = 1000;

const application: Application = {
  name: 'bench',
  functions: {
    echo: { entry: 'echo.ts' },
    authorizer: { entry: 'http-authorizer.ts' },
  },
  httpApi: {
    // A cache would spare the authorizer its work, and the bench its meaning.
    authorizers: {
      door: {
        type: 'REQUEST',
        function: 'authorizer',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: ['$request.header.Authorization'],
      },
    },
    routes: [{ route: 'GET /items', function: 'echo', authorizer: 'door' }],
  },
};

/** A busy machine gives slow answers, and no wrong ones: nothing here runs out of time. */
const PATIENT = {
  startTimer: () => () => {},
  clientTimeouts: { headersMs: 3_600_000, requestMs: 3_600_000 },
};

const failures: string[] = [];
/** Prints what it measures; returns 1 where one of the numbers misses its mark. */
export async function benchAws(): Promise<number> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const startedAt = performance.now();
  const local = await startLocalAws(application, { root: CONTRACT_ROOT, ...PATIENT });
  const readyMs = performance.now() - startedAt;
  try {
    line('ready', `${readyMs.toFixed(0)} ms`, `at most ${MARKS.readyMs}`, readyMs <= MARKS.readyMs);
    await warmCalls(local);
    await throughGateway(local);
    memory(local);
  } finally {
    await local.stop();
  }
  return failures.length > 0 ? 1 : 0;
}

async function warmCalls({ lambda }: LocalAws): Promise<void> {
  Object.assign(process.env, lambda.environment);
  const client = new LambdaClient({});
  const call = () =>
    client.send(new InvokeCommand({ FunctionName: 'echo', Payload: '{"nickname":"spark"}' }));
  const coldMs = await timed(call);
  line('first call, cold', `${coldMs.toFixed(0)} ms`, '-', true);
  const times: number[] = [];
  for (let count = 0; count < WARM_CALLS; count++) times.push(await timed(call));
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.floor(times.length * share)] as number;
  const text = `${at(0.5).toFixed(2)} ms median, ${at(0.95).toFixed(2)} ms at 95 %`;
  const { warmMedianMs: most } = MARKS;
  line('warm call through the SDK', text, `at most ${most}`, at(0.5) <= most);
  client.destroy();
}

/**
 * Every request carries its own number and must get its own answer; every tenth is to be refused. What
 * came instead is printed below, as often as it came.
 */
async function throughGateway({ httpApi }: LocalAws): Promise<void> {
  let next = 0;
  const others = new Map<string, number>();
  const one = async (id: number) => {
    const refused = id % 10 === 0;
    const headers = { authorization: `${refused ? 'deny' : 'allow'}-${id}` };
    const came = await fetch(`${httpApi?.url}/items?id=${id}`, { headers })
      .then(async (response) => `${response.status} ${await response.text()}`)
      .catch((error: Error) => String(error.cause ?? error));
    const isRight = refused ? came === '403 {"message":"Forbidden"}' : isEcho(came, id);
    if (!isRight) others.set(came.slice(0, 100), (others.get(came.slice(0, 100)) ?? 0) + 1);
  };
  const worker = async () => {
    while (next < REQUESTS) await one(next++);
  };
  const totalMs = await timed(() => Promise.all(Array.from({ length: AT_A_TIME }, worker)));
  const wrong = [...others.values()].reduce((sum, count) => sum + count, 0);
  const text = `${REQUESTS - wrong} right, ${wrong} wrong, ${((REQUESTS * 1000) / totalMs).toFixed(0)} a second`;
  line(`${REQUESTS} requests, ${AT_A_TIME} at a time`, text, 'all right', wrong === 0);
  for (const [came, count] of others) console.log(`    ${count} times ${came}`);
}

function isEcho(came: string, id: number): boolean {
  if (!came.startsWith('200 ')) return false;
  const { queryStringParameters, requestContext } = (JSON.parse(came.slice(4)) as Echo).event;
  return (
    queryStringParameters.id === String(id) &&
    requestContext.authorizer.lambda.token === `allow-${id}`
  );
}

interface Echo {
  event: {
    queryStringParameters: { id: string };
    requestContext: { authorizer: { lambda: { token: string } } };
  };
}

function memory(running: LocalAws): void {
  const host = process.memoryUsage.rss() / 1024 ** 2;
  line('memory of the host', `${host.toFixed(0)} MB, bench and SDK included`, '-', true);
  for (const name of Object.keys(application.functions)) {
    const sizes = running.processes(name).map(residentMB);
    const known = sizes.filter((size) => size !== undefined);
    const mean = known.reduce((sum, size) => sum + size, 0) / known.length;
    const text = known.length > 0 ? `${sizes.length} of ${mean.toFixed(0)} MB` : `${sizes.length}`;
    line(`environments of ${name}`, text, '-', true);
  }
}

/** No call of Node's tells of another process; where the system has no such file or tool, no number. */
function residentMB(pid: number): number | undefined {
  try {
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    }
    if (process.platform === 'darwin') {
      return (
        Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
      );
    }
  } catch {
    // It has just ended.
  }
  return undefined;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

function line(what: string, measured: string, mark: string, met: boolean): void {
  if (!met) failures.push(what);
  console.log(`${met ? ' ' : '!'} ${what.padEnd(30)} ${measured.padEnd(44)} ${mark}`);
}
