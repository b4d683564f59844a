/** The commands as a person types them: real processes, real SDK, and the stand-in for AWS. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { startStandIn, type StandIn } from '#testing/fake-aws/server.ts';
import { inFolder, REGION } from '#testing/cloud.ts';

const PREFIX = 'jwt-workshop-class';
const STACK = ['--region', REGION, '--prefix', PREFIX];
const DEPLOY = ['deploy', '--lab', '5', '--solution', ...STACK];

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

async function run(
  args: readonly string[],
  environment = standIn.environment,
  onStart: (child: ChildProcess) => void = () => {},
) {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: REPOSITORY,
    env: { ...withoutAws(process.env), LC_ALL: 'C', NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart(child);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, stdout, stderr };
}

/** Nobody's own credentials, nor where they are kept. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(entries),
    AWS_CONFIG_FILE: join(REPOSITORY, 'no-such-file'),
    AWS_SHARED_CREDENTIALS_FILE: join(REPOSITORY, 'no-such-file'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function secrets(): string[] {
  return [...standIn.account.functions.values()].flatMap(({ settings }) => {
    const { Variables: variables } = settings['Environment'] as {
      readonly Variables: Readonly<Record<string, string>>;
    };
    return variables['JWT_SECRET'] ?? [];
  });
}

describe.each(['en', 'ko'])('in %s', (language) => {
  test('deploy, deploy again, destroy: what is read', async () => {
    for (const [name, args] of [
      ['dry-run', [...DEPLOY, '--dry-run']],
      ['deploy', DEPLOY],
      ['deploy-again', DEPLOY],
      ['destroy', ['destroy', ...STACK]],
      ['destroy-again', ['destroy', ...STACK]],
    ] as const) {
      const { code, stdout, stderr } = await run([...args, '--lang', language]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // The size depends on the versions of the packages that are bundled.
      const seen = stdout.replaceAll(/\d+ KB/g, 'n KB');
      await expect(seen).toMatchFileSnapshot(`./__golden__/${name}.${language}.txt`);
      for (const secret of secrets()) expect(stdout).not.toContain(secret);
    }
    expect(standIn.account.functions.size + standIn.account.logGroups.size).toBe(0);
  });
});

test('the dry run asks nothing, and needs no credentials', async () => {
  const { code } = await run([...DEPLOY, '--dry-run'], {});
  expect(code).toBe(0);
  expect(standIn.calls).toEqual([]);
});

test.each([
  ['deploy', DEPLOY],
  ['destroy', ['destroy', ...STACK]],
  ['probe', ['probe', ...STACK]],
])('without credentials %s says so in a line', async (_, args) => {
  const { code, stderr } = await run(args, {});
  expect(code).toBe(1);
  expect(stderr).toBe(
    'There are no AWS credentials here, or they have expired.\n  Log in as for the AWS CLI, for example: aws sso login\n',
  );
});

test('a profile without credentials is named, as the login needs its name', async () => {
  const { code, stderr } = await run(['destroy', ...STACK], { AWS_PROFILE: 'class' });
  expect(code).toBe(1);
  expect(stderr.replaceAll(/\n +/g, ' ')).toBe(
    'The profile class (AWS_PROFILE) gives no AWS credentials, or they have expired. Log in as for the AWS CLI, for example: aws sso login --profile class\n',
  );
});

/** What a deployment that was stopped says last. */
const HOW_TO_GO_ON = [
  'Next: run it again, and it goes on from here',
  `  npm run deploy -- --lab 5 --region ${REGION} --prefix ${PREFIX} --solution`,
  'Next: or remove what there is',
  `  npm run destroy -- --region ${REGION} --prefix ${PREFIX}`,
  '',
];

function interruptAtFirstWait(child: ChildProcess): void {
  child.stdout?.on('data', (chunk) => {
    if (String(chunk).includes('wait ')) child.kill('SIGINT');
  });
}

test('Ctrl-C ends it, and says how to go on', async () => {
  standIn.fault = ({ name }) => (name === 'CreateRole' ? 'throttle' : undefined);
  const { code, stderr } = await run(DEPLOY, standIn.environment, interruptAtFirstWait);
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: ['Stopped.', ...HOW_TO_GO_ON].join('\n'),
  });
});

test('what the account may not do is told by its name, with what to do next', async () => {
  standIn.fault = ({ name }) => (name === 'CreateRole' ? 'denied' : undefined);
  const { code, stderr } = await run(DEPLOY);
  expect(code).toBe(1);
  expect(stderr).toBe(
    [
      'AWS does not allow you iam:CreateRole on arn:aws:iam::1234',
      '  56789012:role/jwt-workshop-class-ap-northeast-2: the',
      '  README lists what is needed.',
      ...HOW_TO_GO_ON,
    ].join('\n'),
  );
});

test('what AWS repeats of the secret is not shown', async () => {
  await run(DEPLOY);
  const [secret = ''] = secrets();
  standIn.echo = 'UpdateFunctionConfiguration';
  for (const one of standIn.account.functions.values()) one.settings['Timeout'] = 9;
  const { code, stdout, stderr } = await run(DEPLOY);
  expect(code).toBe(1);
  expect(stderr).toContain('"JWT_SECRET":');
  expect(stdout + stderr).not.toContain(secret);
});

test('a destroy that can not remove something says what, and ends with 1', async () => {
  await run(DEPLOY);
  standIn.fault = ({ name }) => (name === 'DeleteRole' ? 'denied' : undefined);
  const { code, stderr } = await run(['destroy', ...STACK]);
  expect(code).toBe(1);
  expect(stderr).toContain('Left, and still yours:\n  role jwt-workshop-class-ap-northeast-2\n');
  expect(stderr).toContain('AWS does not allow you iam:DeleteRole');
  expect(stderr).toContain(`npm run destroy -- --region ${REGION} --prefix ${PREFIX}`);
});

test('a dry destroy tells what there is, and removes nothing', async () => {
  await run(['deploy', '--lab', '3', '--solution', ...STACK]);
  const before = standIn.calls.filter(({ changes }) => changes).length;
  const { code, stdout } = await run(['destroy', ...STACK, '--dry-run']);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: [
      'This would be removed:',
      `  HTTP API ${PREFIX}-http`,
      `  function ${PREFIX}-issuer`,
      `  role ${PREFIX}-${REGION}`,
      `  log group /aws/lambda/${PREFIX}-issuer`,
      '',
    ].join('\n'),
  });
  expect(standIn.calls.filter(({ changes }) => changes)).toHaveLength(before);
});

test('a dry destroy names what it would not touch, too', async () => {
  await run(['deploy', '--lab', '3', '--solution', ...STACK]);
  for (const { tags } of standIn.account.functions.values()) delete tags['jwt-workshop'];
  const { stdout } = await run(['destroy', ...STACK, '--dry-run']);
  expect(stdout).toMatch(/Not touched: [^:]*:\n  function jwt-workshop-class-issuer\n$/);
});

test('an endpoint where nobody is gets a line', async () => {
  await standIn.close();
  const { code, stderr } = await run(['destroy', ...STACK]);
  expect(code).toBe(1);
  expect(stderr).toContain('AWS can not be reached: ECONNREFUSED.\n');
});

test('probe says what to put up where there is nothing to ask', async () => {
  const { code, stderr } = await run(['probe', ...STACK]);
  expect(code).toBe(1);
  expect(stderr).toContain(`npm run deploy -- --lab contract --region ${REGION}`);
});

test('the contract cases can be deployed and removed, too', async () => {
  const { code, stdout } = await run(['deploy', '--lab', 'contract', ...STACK]);
  expect(code).toBe(0);
  expect(stdout).toContain(`npm run probe -- --region ${REGION} --prefix ${PREFIX}`);
  expect((await run(['destroy', ...STACK])).code).toBe(0);
  expect(standIn.account.functions.size).toBe(0);
});

describe('template', () => {
  test('goes to standard output alone', async () => {
    const { code, stdout } = await run(['template', '--lab', '5', '--solution'], {});
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ AWSTemplateFormatVersion: '2010-09-09' });
  });

  test('or to a file, with each zip that it names beside it', async () => {
    await inFolder(join(REPOSITORY, '.workshop', 'template-'), async (folder) => {
      const out = join(folder, 'lab5.json');
      const args = ['template', '--lab', '5', '--solution', '--prefix', PREFIX, '--out', out];
      const { code, stdout } = await run(args, {});
      expect(code).toBe(0);
      const template = readFileSync(out, 'utf8');
      const zips = readdirSync(folder).filter((name) => name.endsWith('.zip'));
      expect(zips).toHaveLength(4);
      for (const zip of zips) {
        expect(template).toContain(zip);
        expect(stdout).toContain(zip);
      }
      expect(stdout).toContain('aws cloudformation deploy --region <region> --template-file');
    });
  });

  test('a file that can not be written is told by its name', async () => {
    await inFolder(join(REPOSITORY, '.workshop', 'template-'), async (folder) => {
      writeFileSync(join(folder, 'file'), '');
      const out = join(folder, 'file', 'lab5.json');
      const { code, stderr } = await run(['template', '--lab', '3', '--solution', '--out', out]);
      expect(code).toBe(1);
      expect(stderr.replaceAll(/\s+/g, '')).toMatch(/^Thefile.*\/filecannotbeopened:/);
    });
  });
});
