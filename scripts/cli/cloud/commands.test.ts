/** The commands as a person types them, with the real SDK and a fake of AWS. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { REGION } from '#testing/cloud.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { startFakeAws, type FakeAws } from '#testing/fake-aws/index.ts';
import { temporaryFolder } from '#testing/for-test.ts';
import { oneLine, runHere } from '#testing/in-process.ts';
import { user } from './source.ts';

const PREFIX = 'jwt-workshop-class';
const STACK = ['--region', REGION, '--prefix', PREFIX];
const DEPLOY = ['deploy', '--lab', '3', '--solution', ...STACK];
const AGAIN = `npm run deploy -- --lab 3 ${STACK.join(' ')} --solution`;

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  aws.functions.busyAfterUpdate = 0;
  aws.cloudFormation.stepsPerLook = 1000;
});

function secrets(): string[] {
  return [...aws.cloudFormation.stacks.values()].flatMap(({ parameters }) =>
    Object.values(parameters),
  );
}

/** As it is read, but for the size, which depends on the versions of the packages in the bundle. */
function shown(printed: string): string {
  return printed.replaceAll(/\d+ KB/g, 'n KB');
}

test.each(['en', 'ko'])('deploy: what is read in %s', async (language) => {
  const { code, stdout, stderr } = await runHere([...DEPLOY, '--lang', language]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await expect(shown(stdout)).toMatchFileSnapshot(`./__golden__/deploy.${language}.txt`);
  expect(secrets()).toHaveLength(1);
  for (const secret of secrets()) expect(stdout).not.toContain(secret);
});

test('deploy again, destroy, destroy again', async () => {
  await runHere(DEPLOY);
  const again = await runHere(DEPLOY);
  expect(again.stdout).toContain('as is       the stack: nothing to change\n');
  expect(again.stdout).toContain('Done: 0 made, 0 changed, 2 as they were, 0 removed.');
  const destroyed = await runHere(['destroy', ...STACK]);
  expect(destroyed.code).toBe(0);
  expect(destroyed.stdout).toMatch(/^removed {5}\w+\n/);
  expect(destroyed.stdout.endsWith(`Nothing of ${PREFIX} is left.\n`)).toBe(true);
  expect(aws.functions.size + aws.cloudFormation.stacks.size).toBe(0);
  const { stdout } = await runHere(['destroy', ...STACK]);
  expect(oneLine(stdout)).toBe(`There was nothing of ${PREFIX}, and nothing is left.`);
});

test('the dry run tells every resource, asks nothing, and needs no credentials', async () => {
  for (const name of Object.keys(aws.environment)) vi.stubEnv(name, undefined);
  const args = ['deploy', '--lab', '5', '--solution', ...STACK, '--dry-run'];
  const { code, stdout } = await runHere(args);
  expect(code).toBe(0);
  expect(stdout).toContain('  REST API: GET /vip -> [token] -> profile\n');
  expect(stdout).toContain(`  npm run deploy -- --lab 5 ${STACK.join(' ')} --solution\n`);
  expect(aws.calls).toEqual([]);
});

test.each([
  ['deploy', DEPLOY],
  ['destroy', ['destroy', ...STACK]],
  ['probe', ['probe', ...STACK]],
])('without credentials %s says so in a line', async (_, args) => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
  const { code, stderr } = await runHere(args);
  expect({ code, stderr: oneLine(stderr) }).toEqual({
    code: 1,
    stderr:
      'There are no AWS credentials here, or they have expired. Log in as for the AWS CLI, for example: aws sso login',
  });
});

test('what the account may not do is told by its name, with what to do next', async () => {
  aws.fault = (call) => (call === 'CreateChangeSet' ? 'denied' : undefined);
  const { code, stderr } = await runHere(DEPLOY);
  expect(code).toBe(1);
  expect(oneLine(stderr)).toMatch(
    /^AWS does not allow you cloudformation:CreateChangeSet on \S+ *\S*: AWS.md lists what is needed\. Next:/,
  );
  expect(stderr).toContain(`Next: run it again, and it goes on from here\n  ${AGAIN}\n`);
});

test('a resource that can not be made: what AWS says stands beside what it means', async () => {
  aws.cloudFormation.failing = (deed, type) =>
    deed === 'create' && type.endsWith('Role') ? 'jwt-workshop-class already exists' : undefined;
  const { code, stdout, stderr } = await runHere(DEPLOY);
  expect(code).toBe(1);
  expect(stdout).toContain(
    [
      'failed      role of the functions: may write to these log',
      '            groups, no more',
      '              AWS says: jwt-workshop-class already exists',
      '              That means: Something has this name that is',
      '              not of this stack: choose another --prefix, or',
      '              remove it by hand.',
      'removed     log group of issuer, kept for 7 days',
    ].join('\n'),
  );
  expect(oneLine(stderr)).toContain('has taken back what it had made: what failed stands above.');
});

test('what running again does not mend is for destroy', async () => {
  await runHere(DEPLOY);
  for (const stack of aws.cloudFormation.stacks.values()) {
    aws.cloudFormation.enter(stack, 'UPDATE_FAILED');
  }
  const { stderr } = await runHere(DEPLOY);
  expect(stderr).toContain(`Next: remove what there is\n  npm run destroy -- ${STACK.join(' ')}\n`);
});

/** The command in a process of its own, which gets Ctrl-C at the first call of this name. */
async function interruptAt(call: string) {
  let child: ReturnType<typeof spawn> | undefined;
  aws.fault = (name) => {
    if (name !== call) return undefined;
    child?.kill('SIGINT');
    return 'silence';
  };
  child = spawn(process.execPath, ['scripts/start.cjs', ...DEPLOY], {
    cwd: REPOSITORY,
    env: { ...process.env, LC_ALL: 'C', NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  return { code: code as number, stderr };
}

// Windows ends a process that gets a signal from another one at once.
describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  test('before AWS has begun changes nothing, and says so', async () => {
    expect(await interruptAt('CreateChangeSet')).toEqual({
      code: 130,
      stderr: `Stopped. Nothing was changed.\nNext: run it again, and it goes on from here\n  ${AGAIN}\n`,
    });
  });

  test('afterwards says that AWS goes on by itself', async () => {
    expect(await interruptAt('GetFunctionConfiguration')).toEqual({
      code: 130,
      stderr: `Stopped here. AWS goes on by itself with what it has begun.\nNext: run it again, and it goes on from here\n  ${AGAIN}\n`,
    });
  });
});

test('a dry destroy tells what there is, with its names, and removes nothing', async () => {
  await runHere(DEPLOY);
  const { code, stdout } = await runHere(['destroy', ...STACK, '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^This would be removed:\n {2}\w+/);
  expect(stdout).toMatch(new RegExp(`\\n {2}FunctionIssuer {2,}${PREFIX}-issuer\\n`));
  expect(aws.functions.size).toBe(1);
  await runHere(['destroy', ...STACK]);
  expect((await runHere(['destroy', ...STACK, '--dry-run'])).stdout).toBe(
    'There is nothing to remove here.\n',
  );
});

test('probe says what to put up where there is nothing to ask', async () => {
  const { code, stderr } = await runHere(['probe', ...STACK]);
  expect(code).toBe(1);
  expect(stderr).toContain(`npm run deploy -- --lab contract --region ${REGION}`);
});

test('the contract cases can be deployed and removed, too', async () => {
  const { code, stdout } = await runHere(['deploy', '--lab', 'contract', ...STACK]);
  expect(code).toBe(0);
  expect(stdout).toContain(`npm run probe -- ${STACK.join(' ')}`);
  expect((await runHere(['destroy', ...STACK])).code).toBe(0);
  expect(aws.functions.size).toBe(0);
});

test('me finds the address that the stack tells, and says what keeps it from asking', async () => {
  const me = ['me', 'eyJ', '--aws', ...STACK];
  const none = await runHere([...me, '--rest']);
  expect(none.stderr).toContain(`${PREFIX} in ${REGION} has no REST API`);
  await runHere(DEPLOY);
  aws.fault = (call) => (call === 'DescribeStacks' ? 'expired' : undefined);
  const { code, stderr } = await runHere([...me, '--rest']);
  expect(code).toBe(1);
  expect(stderr).toContain(`AWS does not accept these credentials in ${REGION}`);
});

describe('template', () => {
  let folder: string;
  beforeEach(() => (folder = temporaryFolder()));

  const TEMPLATE = ['template', '--lab', '5', '--solution', '--prefix', PREFIX];

  test('goes to standard output alone, and is the one that deploy sends', async () => {
    await runHere(['deploy', '--lab', '5', '--solution', ...STACK]);
    const { code, stdout } = await runHere(TEMPLATE);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(aws.cloudFormation.stacks.get(PREFIX)?.template);
  });

  test('or to a file, with the code of each function that it names beside it', async () => {
    const out = join(folder, 'lab5.json');
    const { code, stdout } = await runHere([...TEMPLATE, '--out', out]);
    expect(code).toBe(0);
    const template = readFileSync(out, 'utf8');
    const zips = readdirSync(folder).filter((name) => name.endsWith('.zip'));
    expect(zips).toHaveLength(4);
    for (const zip of zips) {
      expect(template).toContain(zip.replace('.zip', ''));
      expect(stdout).toContain(`fileb://${join(folder, zip)}`);
    }
    expect(stdout).toContain(`--tags jwt-workshop=${PREFIX} --capabilities CAPABILITY_NAMED_IAM`);
  });

  test('a file that can not be written is told by its name', async () => {
    writeFileSync(join(folder, 'file'), '');
    const out = join(folder, 'file', 'lab5.json');
    const { code, stderr } = await runHere(['template', '--lab', '3', '--solution', '--out', out]);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, '')).toMatch(/^Thefile.*[/\\]filecannotbeopened:/);
  });
});

test('who is there is the codespace’s owner, where it is one', () => {
  expect(user({ GITHUB_USER: 'spark' })).toBe('spark');
  expect(user({})).not.toBe('spark');
});
