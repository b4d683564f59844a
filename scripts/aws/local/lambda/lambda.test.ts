import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CONTRACT_ROOT } from '../../contract/index.ts';
import type { Application, LambdaFunction, StartOptions } from '../index.ts';
import {
  doorbell,
  makeSources,
  manualTimers,
  send,
  startForTest,
  whenGone,
} from '#testing/local-aws.ts';

const behave = (more: Partial<LambdaFunction> = {}): Application => ({
  name: 'test',
  functions: { behave: { entry: 'behave.ts', ...more } },
});
const root = CONTRACT_ROOT;

/** One function, whose source is given here, or all of its files. */
async function startSource(
  source: string | Readonly<Record<string, string>>,
  more: Partial<LambdaFunction> = {},
  options: StartOptions = {},
) {
  const files = typeof source === 'string' ? { 'issuer.ts': source } : source;
  const sources = await makeSources(files);
  const functions = { issuer: { entry: 'issuer.ts', ...more } };
  const running = startForTest({ name: 'test', functions }, { root: sources.root, ...options });
  return { ...(await running), save: sources.save };
}

describe('environments', () => {
  test('a warm one keeps what its module holds, and only the first call shows an init', async () => {
    const { invoke, records } = await startSource(
      'let count = 0; export const handler = () => ++count;',
    );

    const [first, second] = [await invoke('issuer'), await invoke('issuer')];

    expect([first.payload, second.payload]).toEqual([1, 2]);
    expect(first.log).toContain('Init Duration');
    expect(second.log).not.toContain('Init Duration');
    expect(records.map(({ calls }) => calls[0]?.coldStart)).toEqual([true, false]);
  });

  test('there is one for each request at a time', async () => {
    const { invoke, local } = await startForTest(behave(), { root });

    await Promise.all([1, 2, 3].map((value) => invoke('behave', { value })));

    expect(local.processes('behave')).toHaveLength(3);
  });

  test('at the bound, Lambda refuses with TooManyRequestsException', async () => {
    const { startTimer, running, expire } = manualTimers(3000);
    const { invoke } = await startForTest(behave(), { root, concurrency: 1, startTimer });
    const calls = [invoke('behave', { hang: true }), invoke('behave', { hang: true })];

    await expect(Promise.race(calls)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });

    await running();
    expire();
    await Promise.allSettled(calls);
  });

  test('the context names the function and its remaining time', async () => {
    const { invoke } = await startForTest(behave({ timeoutSeconds: 900, memoryMB: 256 }), { root });

    const { payload } = await invoke('behave', { context: true });

    expect(payload).toMatchObject({
      functionName: 'behave',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:ap-northeast-2:123456789012:function:behave',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/behave',
    });
    expect(payload.remaining).toBeGreaterThan(600_000);
    expect(payload.remaining).toBeLessThanOrEqual(900_000);
  });

  test.each(['processes', 'threads'] as const)(
    'the clock moves on between two calls, as where AWS had frozen the %s',
    async (environments) => {
      const source = `
        const { now } = Date;
        const startedAt = new Date();
        export const handler = (_, context) => ({
          times: [now(), Date.now(), +new Date(), Date.parse(Date())].map((time) => time - startedAt),
          left: context.getRemainingTimeInMillis(),
          day: [new Date(0), new Date(2026, 0).constructor, startedAt].map((one) => one instanceof Date || one === Date),
          variables: Object.keys(process.env).filter((name) => /clock/i.test(name)),
        });`;
      const hour = 3_600_000;
      let passed = 0;
      const clock = () => Date.now() + passed;
      const { invoke } = await startSource(
        source,
        { timeoutSeconds: 900 },
        { environments, clock },
      );

      for (passed of [0, hour]) {
        const { payload } = await invoke('issuer');
        for (const time of payload.times) {
          // Date() tells whole seconds.
          expect(time).toBeGreaterThan(passed - 1000);
          expect(time).toBeLessThan(passed + hour);
        }
        expect(payload.left).toBeGreaterThan(0);
        expect(payload.left).toBeLessThanOrEqual(900_000);
        expect(payload).toMatchObject({ day: [true, true, true], variables: [] });
      }
    },
  );

  test('the id of the answer is the one that the function and its log have', async () => {
    const { client } = await startForTest(behave(), { root });

    const answer = await client.send(
      new InvokeCommand({ FunctionName: 'behave', Payload: '{"context":true}', LogType: 'Tail' }),
    );

    const { requestId } = answer.$metadata;
    expect(requestId).toMatch(/^[\w-]{36}$/);
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toMatchObject({
      awsRequestId: requestId,
    });
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toContain(
      `START RequestId: ${requestId} `,
    );
  });

  test("the process has Lambda's variables and the function's own, and none of the machine's", async () => {
    vi.stubEnv('GITHUB_TOKEN', 'of-the-machine');
    onTestFinished(() => void vi.unstubAllEnvs());
    const application: Application = {
      name: 'test',
      secrets: { jwt: { bytes: 32 } },
      functions: {
        behave: {
          entry: 'behave.ts',
          environment: { GREETING: '안녕', JWT_SECRET: { secret: 'jwt' } },
        },
      },
    };
    const { invoke, local } = await startForTest(application, { root });

    const { payload } = await invoke('behave', { variables: true });

    expect(payload).toMatchObject({
      GREETING: '안녕',
      JWT_SECRET: local.secrets['jwt'],
      AWS_REGION: 'ap-northeast-2',
    });
    const strange = Object.keys(payload).filter((name) => !KNOWN_VARIABLES.test(name));
    expect(strange).toEqual([]);
  });

  test('what console writes is one log event, on whatever level', async () => {
    const { invoke } = await startSource(`export const handler = () => {
      console.error('two\\nlines', { rank: 15 });
      process.stdout.write('without an end');
    };`);

    const { log } = await invoke('issuer');

    expect(log).toMatch(
      /^\S+Z\t[\w-]{36}\tERROR\ttwo\rlines \{ rank: 15 \}\nwithout an end\nEND /m,
    );
  });
});

function bundleFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`local-aws-${process.pid}-`));
}

/** On Windows, every process gets some variables from the system. */
const KNOWN_VARIABLES =
  /^(AWS_\w+|LAMBDA_TASK_ROOT|_HANDLER|_X_AMZN_TRACE_ID|TZ|LANG|PATH|GREETING|JWT_SECRET|HOME(DRIVE|PATH)|LOGONSERVER|SYSTEM(DRIVE|ROOT)|TEMP|TMP|USER(DOMAIN|NAME|PROFILE)|WINDIR|__CF_USER_TEXT_ENCODING|NODE_V8_COVERAGE)$/i;

describe('a handler that does not return', () => {
  test.each(['hang', 'spin'])(
    '%s: is stopped at its time-out, and the next call begins anew',
    async (how) => {
      const { startTimer, running, expire } = manualTimers(3000);
      const { invoke, local } = await startForTest(behave(), { root, startTimer });
      const call = invoke('behave', { [how]: true });
      await running();
      const [pid] = local.processes('behave');

      expire();

      const { failed, payload, log } = await call;
      expect(failed).toBe(true);
      expect(payload.errorType).toBe('Sandbox.Timedout');
      expect(payload.errorMessage).toMatch(
        /^RequestId: [\w-]{36} Error: Task timed out after 3\.00 seconds$/,
      );
      expect(log).toContain('Task timed out after 3.00 seconds');
      expect(log).toContain('Status: timeout');
      await whenGone(pid as number);
      await expect(invoke('behave', { value: 'anew' })).resolves.toMatchObject({ payload: 'anew' });
    },
  );

  test('with nothing left to wait for, the process ends', async () => {
    const { invoke } = await startForTest(behave(), { root });

    const { payload } = await invoke('behave', { idle: true });

    expect(payload.errorType).toBe('Runtime.ExitError');
    expect(payload.errorMessage).toMatch(/Runtime exited without providing a reason$/);
  });

  test.each([
    [0, 'Runtime exited without providing a reason'],
    [3, 'Runtime exited with error: exit status 3'],
  ])('exit %i is reported', async (exit, reason) => {
    const { invoke } = await startForTest(behave(), { root });

    const { payload, log } = await invoke('behave', { exit, log: 'last words' });

    expect(payload.errorMessage).toMatch(new RegExp(`^RequestId: [\\w-]{36} Error: ${reason}$`));
    expect(log).toContain('last words');
  });
});

test('a process that a function has started keeps neither its end nor ours waiting', async () => {
  const { invoke, local } = await startSource(`
    import { spawn } from 'node:child_process';
    export const handler = ({ exit }) => {
      const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'inherit' });
      console.log('started', pid);
      return exit === undefined ? pid : process.exit(exit);
    };`);
  const [answered, ended] = [await invoke('issuer'), await invoke('issuer', { exit: 3 })];
  const pids = [answered, ended].map(({ log }) => Number(/started (\d+)/.exec(log)?.[1]));
  // They are alive: nobody has waited for them, nor will.
  onTestFinished(() => pids.forEach((pid) => process.kill(pid, 'SIGKILL')));

  expect(answered).toMatchObject({ failed: false, payload: pids[0] });
  expect(ended.payload.errorMessage).toMatch(/Runtime exited with error: exit status 3$/);
  await local.stop();
});

describe('a process that is killed', () => {
  test('loses its own request and no other', async () => {
    const bell = await doorbell();
    const { invoke, local } = await startForTest(behave(), { root });
    await invoke('behave', { value: 'warm' });
    const lost = invoke('behave', { ring: bell.url, hang: true });
    await bell.rung;
    const [pid] = local.processes('behave') as [number];
    const others = [1, 2].map((value) => invoke('behave', { value }));

    process.kill(pid, 'SIGKILL');

    const { failed, payload } = await lost;
    expect(failed).toBe(true);
    expect(payload.errorType).toBe('Runtime.ExitError');
    // Windows knows no signals; there it is an exit with status 1.
    expect(payload.errorMessage).toMatch(
      /Runtime exited with error: (signal: killed|exit status 1)$/,
    );
    expect((await Promise.all(others)).map((other) => other.payload)).toEqual([1, 2]);
  });

  test('while it is idle, loses nothing', async () => {
    const { invoke, local } = await startForTest(behave(), { root });
    await invoke('behave', { value: 1 });

    process.kill(local.processes('behave')[0] as number, 'SIGKILL');

    await expect(invoke('behave', { value: 2 })).resolves.toMatchObject({
      payload: 2,
      failed: false,
    });
  });

  test('or that ends itself after its answer, loses nothing', async () => {
    const { invoke } = await startSource(
      'export const handler = async () => { setImmediate(() => process.exit(1)); return 1; };',
    );

    const outcomes = [];
    for (let count = 0; count < 3; count++) outcomes.push(await invoke('issuer'));

    // The answer and the end of the process race each other, but each call gets one of the two.
    for (const { failed, payload } of outcomes) {
      expect(failed ? payload.errorType : payload).toBe(failed ? 'Runtime.ExitError' : 1);
    }
  });
});

describe('a function that cannot be loaded', () => {
  test.each([
    [
      'throws while it loads',
      'class ConfigError extends Error { name = "ConfigError" }\nthrow new ConfigError("JWT_SECRET is missing");\nexport const handler = () => 1;',
      'ConfigError',
      'JWT_SECRET is missing',
    ],
    [
      'has no such export',
      'export const handle = () => 1;',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'exports no function',
      'export const handler = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    [
      'takes a callback',
      'export const handler = (event, context, callback) => callback(null, 1);',
      'Runtime.CallbackHandlerDeprecated',
      /removed support for callback-based function handlers/,
    ],
    [
      'ends the process',
      'process.exit(2);\nexport const handler = () => 1;',
      'Runtime.ExitError',
      /Runtime exited with error: exit status 2$/,
    ],
    [
      'does not compile',
      'export const handler = (',
      'LocalAws.BundleError',
      /issuer\.ts:1:\d+: Unexpected end of file/,
    ],
    [
      'imports what is not there',
      "import { sign } from './missing.ts';\nexport const handler = sign;",
      'LocalAws.BundleError',
      /Could not resolve ".\/missing.ts"/,
    ],
  ])('%s: every call reports it', async (_, source, errorType, errorMessage) => {
    const { invoke } = await startSource(source);

    for (const { failed, payload } of [await invoke('issuer'), await invoke('issuer')]) {
      expect(failed).toBe(true);
      expect(payload.errorType).toBe(errorType);
      expect(payload.errorMessage).toMatch(errorMessage);
    }
  });

  test('takes more than ten seconds to load: is stopped', async () => {
    const { startTimer, running, expire } = manualTimers(10_000);
    const source = 'for (;;);\nexport const handler = () => 1;';
    const { invoke } = await startSource(source, {}, { startTimer });
    const call = invoke('issuer');
    await running();

    expire();

    await expect(call).resolves.toMatchObject({
      failed: true,
      payload: { errorType: 'Sandbox.Timedout' },
    });
  });
});

describe('the code', () => {
  test('a saved file is live on the next call', async () => {
    const { invoke, save } = await startSource({
      'issuer.ts': "import { answer } from './part.ts';\nexport const handler = () => answer;",
      'part.ts': 'export const answer = 1;',
    });
    const answers = [(await invoke('issuer')).payload];

    await save('part.ts', 'export const answer = "two";');
    answers.push((await invoke('issuer')).payload);
    await save('part.ts', 'export const answer = ;');
    answers.push((await invoke('issuer')).payload.errorType);
    await save('part.ts', 'export const answer = 4;');
    answers.push((await invoke('issuer')).payload);

    expect(answers).toEqual([1, 'two', 'LocalAws.BundleError', 4]);
  });

  test('a save leaves the call that is under way alone, and no later one', async () => {
    const bell = await doorbell();
    const { invoke, local, save } = await startSource(
      'export const handler = async (event: any) => { if (event.ring) await fetch(event.ring); return 1; };',
    );
    const underWay = invoke('issuer', { ring: bell.url });
    await bell.rung;

    await save('issuer.ts', 'export const handler = () => "two";');
    const later = await invoke('issuer', {});
    bell.release();
    const answers = [(await underWay).payload, later.payload];
    answers.push(
      ...(await Promise.all([invoke('issuer', {}), invoke('issuer', {})])).map(
        ({ payload }) => payload,
      ),
    );

    expect(answers).toEqual([1, 'two', 'two', 'two']);
    expect(local.processes('issuer').length).toBeLessThanOrEqual(3);
  });

  test('may use CommonJS packages, top-level await and the names of its errors', async () => {
    const jsonwebtoken = fileURLToPath(import.meta.resolve('jsonwebtoken'));
    const source = `import jwt from ${JSON.stringify(jsonwebtoken)};
      const key = await Promise.resolve('a secret of thirty-two bytes, at least');
      export const verify = (event: string) => {
        const token = jwt.sign({ sub: '1234567890' }, key, { expiresIn: -1 });
        return jwt.verify(token, key);
      };`;
    const { invoke } = await startSource(source, { handler: 'verify' });

    const { payload } = await invoke('issuer');

    expect(payload).toMatchObject({ errorType: 'TokenExpiredError', errorMessage: 'jwt expired' });
    expect(payload.trace.join('\n')).toMatch(/issuer\.ts:5:/);
  });
});

describe('the Invoke API', () => {
  test('serves an SDK client that knows it by its environment alone', async () => {
    const { local, invoke } = await startForTest(behave(), { root });
    // A machine that asks for what loopback does not have.
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    await expect(invoke('behave', { value: 9 })).resolves.toMatchObject({ payload: 9 });
    for (const [name, value] of Object.entries(local.lambda.environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const client = new LambdaClient({});
    onTestFinished(() => client.destroy());

    const { Payload } = await client.send(
      new InvokeCommand({ FunctionName: 'behave', Payload: '{"value":15}' }),
    );

    expect(Buffer.from(Payload ?? []).toString()).toBe('15');
  });

  test('takes an event of 6 MB and not a byte more', async () => {
    const { invoke } = await startForTest(behave(), { root });
    const value = 'x'.repeat(6_291_456 - '{"value":""}'.length);

    await expect(invoke('behave', { value: `${value}x` })).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
    const { payload } = await invoke('behave', { value });
    expect(payload).toHaveLength(value.length);
  });

  test('knows no function constructor', async () => {
    const { invoke } = await startForTest(behave(), { root });
    await expect(invoke('constructor', {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    ['an ARN', { FunctionName: 'arn:aws:lambda:ap-northeast-2:123456789012:function:behave' }],
    ['a version', { FunctionName: 'behave:v1' }],
    ['a qualifier', { Qualifier: 'v1' }],
    ['an event', { InvocationType: 'Event' }],
    ['a dry run', { InvocationType: 'DryRun' }],
    ['a client context', { ClientContext: Buffer.from('{}').toString('base64') }],
  ] as const)('refuses %s by name', async (_, more) => {
    const { invoke } = await startForTest(behave(), { root });
    await expect(invoke('behave', {}, more)).rejects.toThrow(/not imitated here$/);
  });

  test.each([
    ['under another name', { Host: 'evil.example' }],
    ['from a page', { Origin: 'https://evil.example' }],
  ])('answers nobody %s', async (_, headers) => {
    const { local } = await startForTest(behave(), { root });
    const url = `${local.lambda.url}/2015-03-31/functions/behave/invocations`;
    const { status } = await send(url, { method: 'POST', headers, body: '{"value":1}' });
    expect(status).toBe(403);
  });

  test('does not repeat a malformed payload, which may hold a password', async () => {
    const { local } = await startForTest(behave(), { root });
    const url = `${local.lambda.url}/2015-03-31/functions/behave/invocations`;
    const { status, body } = await send(url, {
      method: 'POST',
      body: '{"password":"correct horse',
    });
    expect(status).toBe(400);
    expect(body).not.toContain('horse');
  });
});

describe('the end', () => {
  test('stop ends every process and removes the bundles, whatever runs', async () => {
    const before = bundleFolders();
    const { startTimer, running } = manualTimers(3000);
    const { invoke, local } = await startForTest(behave(), { root, startTimer });
    const lost = invoke('behave', { spin: true }).catch(() => 'lost');
    await running();
    const pids = local.processes('behave');
    expect(pids).toHaveLength(1);

    await local.stop();

    expect(await lost).toBe('lost');
    await Promise.all(pids.map(whenGone));
    expect(bundleFolders()).toEqual(before);
  });

  test('a crash of the host ends its processes: one idle, one waiting, one in an endless loop', async () => {
    const script = fileURLToPath(new URL(import.meta.resolve('#testing/crash-host.ts')));
    const host = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(host.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    expect(pids).toHaveLength(3);

    host.kill('SIGKILL');

    await Promise.all(pids.map(whenGone));
  });
});
