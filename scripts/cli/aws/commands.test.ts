/** The deck's demo by hand, as a learner types it: two terminals, two functions, one token. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOOPBACK } from '#terminal/loopback.ts';
import { REPOSITORY } from '#testing/course-copy.ts';

/** Runs one of the commands to its end, as a pipe sees it. */
async function run(...args: readonly string[]) {
  const child = start(args);
  child.stdin?.end();
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit'),
  ]);
  return { code: code as number, stdout, stderr };
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/start.mjs', ...args], {
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await closed(server);
  return Math.min(port, 65_000);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
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
    const ordered = process.platform === 'win32' ? 'ready.win32.txt' : 'ready.txt';
    await expect(printed).toMatchFileSnapshot(`./__golden__/${ordered}`);
  });

  test('the curl that it prints works as pasted', async () => {
    const { stdout } = await shell(commandIn(lab.printed));
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  });

  test('login into a pipe prints a token and nothing else', () => {
    expect(token).toMatch(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/);
  });

  test('me says whose token it is', async () => {
    const { code, stdout } = await run('me', token, '--port', lab.port);
    expect(code).toBe(0);
    expect(stdout).toContain('The verifier says 200:');
    expect(stdout).toContain('"email": "spark@rubywave.io"');
  });

  test('one character changed: 401, and exit code 1', async () => {
    const last = token.endsWith('A') ? 'E' : 'A';
    const { code, stdout } = await run('me', token.slice(0, -1) + last, '--port', lab.port);
    expect(code).toBe(1);
    expect(stdout).toContain('The verifier says 401:');
    expect(stdout).toContain('WWW-Authenticate: Bearer error="invalid_token"');
  });

  test('a wrong password is told as the issuer tells it, and not repeated', async () => {
    const wrong = ['--email', 'spark@rubywave.io', '--password', 'not-his-password'];
    const { code, stdout, stderr } = await run('login', ...wrong, '--port', lab.port);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('The issuer says no: 401');
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

  test('an event that is no JSON is wrong usage; a function that is not there is 1', async () => {
    const typo = await run('invoke', 'issuer', '--event', '{email:x}', '--port', lab.port);
    expect(typo.code).toBe(2);
    expect(typo.stderr).toContain('--event is neither JSON nor a file');
    const nobody = await run('invoke', 'nobody', '--port', lab.port);
    expect(nobody).toMatchObject({ code: 1, stderr: 'There is no function "nobody" here.\n' });
  });

  test('a second one says who holds the port', async () => {
    const { code, stderr } = await run('aws', '4', '--solution', '--port', lab.port);
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${lab.port} is taken by another run of this workshop`);
    expect(stderr).toContain(`process ${lab.child.pid}.`);
  });

  test('what it tells of the requests holds no token and no password', async () => {
    await run('me', token, '--port', lab.port);
    await expect.poll(() => lab.printed).toContain('invoke verifier -> 200');
    const told = lab.printed.slice(lab.printed.indexOf('Next:'));
    const [, payload, signature] = token.split('.');
    for (const hidden of [token, payload, signature, 'light-the-spark-15', 'not-his-password']) {
      expect(told).not.toContain(hidden);
    }
  });
});

test('lab 5: the token is shown at the doors of both APIs', async () => {
  const lab = await startLab('5');
  try {
    const { stdout: token } = await run('login', '--port', lab.port);
    for (const [flags, who] of [
      [[], 'The HTTP API'],
      [['--rest'], 'The REST API'],
    ] as const) {
      const { code, stdout } = await run('me', token.trim(), '--port', lab.port, ...flags);
      expect({ code, stdout: stdout.slice(0, who.length + 9) }).toEqual({
        code: 0,
        stdout: `${who} says 200`,
      });
    }
  } finally {
    expect(await stop(lab)).toBe(process.platform === 'win32' ? null : 0);
  }
});

test('where nothing runs, login says what to start', async () => {
  const port = String(await freePort());
  expect(await run('login', '--port', port)).toEqual({
    code: 1,
    stdout: '',
    stderr: `Nothing answers on port ${port} of this machine.\nNext: start it in another terminal\n  npm run aws\n`,
  });
});

/** The command that the page prints for this system's shell. */
function commandIn(printed: string): string {
  const line = printed.split('\n').find((candidate) => candidate.trim().startsWith('echo '));
  if (line === undefined) throw new Error('no curl was printed');
  return line.trim();
}

async function shell(command: string) {
  const [program, flag] =
    process.platform === 'win32' ? ['powershell.exe', '-Command'] : ['bash', '-c'];
  const child = spawn(program, [flag, command], { stdio: 'pipe' });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { stdout };
}
