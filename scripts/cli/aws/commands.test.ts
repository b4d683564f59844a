/** The deck's demo by hand, as a learner types it: two terminals, two functions, one token. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startLocalAws } from '#aws/local/index.ts';
import { serve } from '#terminal/loopback.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { freePort, listening } from '#testing/for-test.ts';
import { oneLine, runHere } from '#testing/in-process.ts';
import { application } from '../../../labs/03-issuer-lambda/application.ts';
import { explainer, lostOn } from './target.ts';

/** Every Windows of today has curl, and Wine has none. */
const IS_WITHOUT_CURL =
  process.platform === 'win32' && spawnSync('curl.exe', ['--version']).error !== undefined;

/** Runs one of the commands to its end, as a pipe sees it. */
function run(...args: readonly string[]) {
  return runHere(args);
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/start.cjs', ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, LC_ALL: 'C', NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
    stdio: 'pipe',
  });
}

/** A running `npm run aws`, its ports, and what it has printed so far. */
interface Running {
  readonly child: ChildProcess;
  readonly port: string;
  printed: string;
}

/** Waits until `aws start` is ready; where another program was quicker with a port, tries others. */
async function startLab(lab: string): Promise<Running> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const port = String(await freePort());
    const child = start(['aws', lab, '--solution', '--port', port]);
    const running = { child, port, printed: '' };
    const ready = new Promise<boolean>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        running.printed += chunk.toString();
        if (running.printed.includes('Next:')) resolve(true);
      });
      child.once('exit', () => resolve(false));
    });
    if (await ready) return running;
  }
  throw new Error('no three free ports in a row');
}

async function stop({ child }: Running): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  return (await exit)[0] as number | null;
}

describe('lab 4', () => {
  let lab: Running;
  let token: string;
  beforeAll(async () => {
    lab = await startLab('4');
    const { stdout } = await run('login', '--port', lab.port);
    token = stdout.trim();
  });
  afterAll(() => stop(lab));

  test('says where everything is, and how to try it', async () => {
    const port = Number(lab.port);
    const printed = lab.printed
      .slice(0, lab.printed.indexOf('Next:'))
      .replaceAll(String(port), '9001')
      .replaceAll(String(port + 1), '9002');
    const forBash = printed.replace(/^In PowerShell:\n.*\n/m, '');
    await expect(forBash).toMatchFileSnapshot('./__golden__/ready.txt');
  });

  test.skipIf(IS_WITHOUT_CURL)('the curl that it prints works as pasted', async () => {
    const { stdout } = await shell(lab.printed);
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  });

  test('login into a pipe prints a token and nothing else', () => {
    expect(token).toMatch(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/);
  });

  test('on a terminal it says which lab answered, and what is next', async () => {
    const { stdout } = await runHere(['login', '--port', lab.port], { isTerminal: true });
    expect(stdout).toMatch(/^Lab 4 \(the reference solution\): the issuer says 200\. The\n/);
    expect(stdout).toMatch(new RegExp(`  npm run me -- <token> --port ${lab.port}\n$`));
  });

  test('me says whose token it is', async () => {
    const { code, stdout } = await run('me', token, '--port', lab.port);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Lab 4 (the reference solution): Lambda ran the verifier\n  (200); its answer has statusCode 200',
    );
    expect(stdout).toContain('"email": "spark@rubywave.io"');
  });

  test('one character changed: 401, and exit code 1', async () => {
    const last = token.endsWith('A') ? 'E' : 'A';
    const { code, stdout } = await run('me', token.slice(0, -1) + last, '--port', lab.port);
    expect(code).toBe(1);
    expect(oneLine(stdout)).toContain('its answer has statusCode 401');
    expect(stdout).toContain('WWW-Authenticate: Bearer error="invalid_token"');
  });

  test('a wrong password is told as the issuer tells it, and not repeated', async () => {
    const wrong = ['--email', 'spark@rubywave.io', '--password', 'not-his-password'];
    const { code, stdout, stderr } = await run('login', ...wrong, '--port', lab.port);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(oneLine(stderr)).toContain('Lab 4 (the reference solution): the issuer says no: 401');
    expect(stderr).not.toContain('not-his-password');
  });

  test('invoke shows what a function returned, and its log when asked', async () => {
    const { code, stdout } = await run(
      'invoke',
      'issuer',
      '--event',
      '{}',
      '--log',
      '--port',
      lab.port,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('"statusCode": 400');
    expect(stdout).toContain('START RequestId:');
  });

  test('a function that is not there is 1', async () => {
    const nobody = await run('invoke', 'nobody', '--port', lab.port);
    expect(nobody).toMatchObject({ code: 1, stderr: 'There is no function "nobody" here.\n' });
  });

  test('a second one says who holds the port', async () => {
    const { code, stderr } = await run('aws', '4', '--solution', '--port', lab.port);
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${lab.port} is taken by another run of this workshop`);
    expect(stderr).toContain(`process ${lab.child.pid}.`);
    expect(stderr).toContain('npm run aws 4 -- --solution --port 9100');
  });

  test('what it tells of the requests holds no token and no password', async () => {
    await run('me', token, '--port', lab.port);
    await expect
      .poll(() => lab.printed)
      .toMatch(/^Lambda    invoke verifier -> 200\n(?:.*\n)* {10}its answer: statusCode 200$/m);
    const told = lab.printed.slice(lab.printed.indexOf('Next:'));
    const [, payload, signature] = token.split('.');
    for (const hidden of [token, payload, signature, 'light-the-spark-15', 'not-his-password']) {
      expect(told).not.toContain(hidden);
    }
  });
});

const LOUNGE = ['--path', '/lounge'];
const VIP = ['--path', '/vip'];
const ATTIC = ['--path', '/attic'];

test.each<[string, (readonly [flags: readonly string[], told: string])[], RegExp[]]>([
  [
    '5',
    [
      [[], 'the HTTP API answers GET /me with 200'],
      [['--rest'], 'the REST API answers GET /me with 200'],
      [LOUNGE, 'the HTTP API answers GET /lounge with 200'],
      [[...VIP, '--rest'], 'the REST API answers GET /vip with 403'],
      [ATTIC, 'has no /attic'],
      [[...ATTIC, '--rest'], 'has no /attic'],
    ],
    [/^HTTP API {2}GET \/lounge -> request-authorizer/m, /^REST API {2}GET \/vip -> /m],
  ],
  // Its auth function logs in, and its doors are those of its REST API.
  [
    '8',
    [
      [[], 'the REST API answers GET /me with 200'],
      [VIP, 'the REST API answers GET /vip with 200'],
    ],
    [/\/auth\/login -H /],
  ],
])('lab %s: the token is shown at the doors of its APIs', async (number, doors, traces) => {
  const lab = await startLab(number);
  try {
    const { stdout: token } = await run('login', '--port', lab.port);
    for (const [flags, told] of doors) {
      const { stdout, stderr } = await run('me', token.trim(), '--port', lab.port, ...flags);
      expect(oneLine(stdout + stderr)).toContain(told);
      // It runs already.
      expect(stderr).not.toContain('npm run aws 5');
    }
    for (const trace of traces) await expect.poll(() => lab.printed).toMatch(trace);
  } finally {
    expect(await stop(lab)).toBe(process.platform === 'win32' ? null : 0);
  }
});

describe('a port that is not ours to ask', () => {
  test('where nothing runs, login says what to start', async () => {
    const port = String(await freePort());
    expect(await run('login', '--port', port)).toEqual({
      code: 1,
      stdout: '',
      stderr: `Nothing answers on port ${port} of this machine.\nNext: start it in another terminal\n  npm run aws\n`,
    });
  });

  test.each<[string, (socket: Socket) => void]>([
    ['another program', (socket) => socket.end('220 mail.rubywave.io\r\n')],
    ['a web server', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')],
    ['one that says nothing', () => {}],
    ['one that hangs up', (socket) => socket.destroy()],
  ])('%s: a line, and the command that shows which', async (_, answer) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => {}));
      answer(socket);
    });
    const port = await listening(server);
    const { code, stderr } = await run('me', 'eyJ', '--port', String(port));
    for (const socket of sockets) socket.destroy();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} belongs to another program.`);
    expect(stderr).toContain('npm run aws -- --port 9100');
  });

  test('a server of ours that is not Lambda is told by its name', async () => {
    const server = await serve(() => {}, { purpose: 'jwt-workshop-lab5 HTTP API' });
    const { stderr } = await run('login', '--port', String(server.port));
    await server.close();
    expect(oneLine(stderr)).toContain("is not Lambda's: jwt-workshop-lab5 HTTP API has it");
  });

  test('a connection that breaks off', async () => {
    const server = await serve((incoming) => incoming.socket.destroy(), { purpose: 'a Lambda' });
    const { code, stderr } = await run('login', '--port', String(server.port));
    await server.close();
    expect(code).toBe(1);
    expect(oneLine(stderr)).toContain(
      `The connection to port ${server.port} broke off (ECONNRESET).`,
    );
  });

  test('an answer that does not come is not awaited for long', async () => {
    const explain = explainer(20, lostOn(9001));
    await expect(explain(never)).rejects.toThrow('Port 9001 took the request and gave no answer');
  });
});

/** Lab 3's application, with the learner's files of a lab. */
async function startFiles(lab: string) {
  const root = join(REPOSITORY, 'labs', lab);
  const lambda = await freePort();
  const local = await startLocalAws(application, { root, ports: { lambda, httpApi: lambda + 1 } });
  onTestFinished(() => local.stop());
  return { local, port: String(lambda) };
}

test('lab 3 has no /me, and login on a terminal says which lab and folder answered', async () => {
  const { port } = await startFiles('03-issuer-lambda');
  const { code, stderr } = await run('me', 'eyJ', '--port', port);
  expect(code).toBe(1);
  expect(stderr).toContain('Lab 3 (labs/03-issuer-lambda) has no /me');
  expect(stderr).toContain('npm run aws 4');
  const login = await runHere(['login', '--port', port], { isTerminal: true });
  expect(oneLine(login.stderr)).toContain(
    'Lab 3 (labs/03-issuer-lambda): the issuer failed: Error: TODO 1',
  );
});

test('lab 6 has no /me before its step 5, and sends nobody to another lab', async () => {
  // Until then the application has its issuer's routes, as lab 3's has.
  const { local, port } = await startFiles('06-rs256-jwks');
  const asked: string[] = [];
  local.onTrace(({ api }) => asked.push(api));
  const { stderr } = await run('me', 'eyJ', '--port', port);
  expect(oneLine(stderr)).toContain('has no /me yet: it comes with step 5.');
  expect(stderr).not.toContain('npm run aws 5');
  // No function of lab 4's is looked for, so the other terminal tells of no 404 for one.
  expect(asked).toEqual(['http']);
});

/** An answer that never comes. */
function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** Runs the command that the page prints for this system's shell. */
async function shell(printed: string) {
  const [program, ...flags] = process.platform === 'win32' ? ['cmd.exe', '/c'] : ['bash', '-c'];
  const command = printed.split('\n').find((line) => line.startsWith('  curl '));
  const options = { stdio: 'pipe', windowsVerbatimArguments: true } as const;
  const child = spawn(program, [...flags, command?.trim() ?? ''], options);
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { stdout };
}
