import { createPrivateKey } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Application, JwtAuthorizer } from '../application.ts';
import { CONTRACT_APPLICATION } from '../contract/index.ts';
import { deploy } from './deploy.ts';
import { BeyondRepairError } from './explain.ts';
import { packageCode } from './package.ts';
import { wordsOf } from './template/index.ts';
import { english } from '#text/message.ts';
import { codeFor, PREFIX, SMALL, TestBed, TINY } from '#testing/cloud.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start();
});

/** The calls that change something. */
const CHANGING = /^(Create|Execute|Delete|Update|Continue)/;

/** What a deployment did in order: changes of the stack, and of functions' code. */
function steps(): string[] {
  return bed.aws.calls.filter((call) => /^(Execute|UpdateFunctionCode)/.test(call));
}

describe('a first deployment', () => {
  test('says where, then what it will make, then what is made: all of the plan', async () => {
    await bed.deploy(SMALL);
    const words = [...wordsOf(bed.plan(SMALL)).values()].map(english).toSorted();
    expect(bed.reported[0]).toEqual({
      verb: 'place',
      what: `account 123456789012, region ap-northeast-2, stack ${PREFIX}`,
    });
    expect(bed.lines('to make').toSorted()).toEqual(words);
    expect(bed.lines('made').toSorted()).toEqual(words);
    const verbs = bed.reported.map(({ verb }) => verb);
    expect(verbs.lastIndexOf('to make')).toBeLessThan(verbs.indexOf('begun'));
    expect(verbs.indexOf('begun')).toBeLessThan(verbs.indexOf('made'));
  });

  test('tags the stack, and gives every function its code', async () => {
    await bed.deploy(SMALL);
    expect(bed.stack?.tags).toEqual({ 'jwt-workshop': PREFIX });
    const codes = [...bed.aws.functions].map(([name, { sha256 }]) => [name, sha256]);
    expect(Object.fromEntries(codes)).toEqual(
      Object.fromEntries(
        [...codeFor(bed.plan(SMALL))].map(([name, { sha256 }]) => [`${PREFIX}-${name}`, sha256]),
      ),
    );
  });

  test('answers where the APIs are, as the stack says it', async () => {
    expect(await bed.deploy(SMALL)).toMatchObject({
      HttpApiUrl: expect.stringMatching(/^https:\/\/id\d+\.execute-api\..*\.amazonaws\.com$/),
      RestApiUrl: expect.stringMatching(/^https:\/\/id\d+\.execute-api\..*\.amazonaws\.com\/dev$/),
    });
    await bed.destroy();
    expect(await bed.deploy(TINY)).toEqual({});
  });

  test('forgets what authorizers have answered, last of all', async () => {
    await bed.deploy(SMALL);
    expect(bed.aws.calls.slice(-2)).toEqual([
      'ResetAuthorizersCache',
      'FlushStageAuthorizersCache',
    ]);
  });
});

describe('an application that is its own issuer', () => {
  const CODE = Object.keys(CONTRACT_APPLICATION.functions).map(() => 'UpdateFunctionCode');

  test('is made in two updates: what is public first, with its code', async () => {
    await bed.deploy(CONTRACT_APPLICATION);
    expect(steps()).toEqual(['ExecuteChangeSet', ...CODE, 'ExecuteChangeSet']);
    const begun = bed.reported.findLastIndex(({ verb }) => verb === 'begun');
    const [before, after] = [bed.reported.slice(0, begun), bed.reported.slice(begun)].map((lines) =>
      lines.filter(({ verb }) => verb === 'made').map(({ what }) => what),
    );
    expect(before).toContain('HTTP API: GET /.well-known/openid-configuration -> token-issuer');
    expect(before?.filter((what) => /API[:,] authorizer/.test(what))).toEqual([]);
    expect(after).toContain("HTTP API: authorizer jwt, checks tokens with their issuer's keys");
    expect(after).toContain('HTTP API: GET /jwt -> [jwt] -> echo');
  });

  test('is never opened on the way once it is whole', async () => {
    await bed.deploy(CONTRACT_APPLICATION);
    bed.forget();
    await bed.deploy(CONTRACT_APPLICATION);
    expect(bed.aws.calls.filter((call) => CHANGING.test(call))).toEqual([]);
  });

  test('whose keys could not be read gets its new code first, and is tried again', async () => {
    bed.aws.cloudFormation.failing = (deed, type) =>
      deed === 'create' && type === 'AWS::ApiGatewayV2::Authorizer' ? 'no discovery' : undefined;
    await expect(bed.deploy(CONTRACT_APPLICATION)).rejects.toThrow('AWS could not make the change');
    bed.forget();
    bed.aws.cloudFormation.failing = () => undefined;
    const { OwnIssuer, HttpApiUrl } = await bed.deploy(
      CONTRACT_APPLICATION,
      'export const handler = async () => 16;\n',
    );
    expect(steps()).toEqual([...CODE, 'ExecuteChangeSet']);
    expect(OwnIssuer).toBe(HttpApiUrl);
  });

  test('on a stack of another kind begins with what is public as well', async () => {
    await bed.deploy(SMALL);
    bed.forget();
    await bed.deploy(CONTRACT_APPLICATION);
    expect(steps()).toEqual(['ExecuteChangeSet', ...CODE, 'ExecuteChangeSet']);
  });

  test('gets a private key that is kept, and shown to nobody', async () => {
    await bed.deploy(CONTRACT_APPLICATION);
    const before = bed.secrets.find((value) => value.startsWith('-----BEGIN PRIVATE KEY-----'));
    expect(createPrivateKey(before ?? '').asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(before?.length).toBeLessThan(4096);
    expect(JSON.stringify(bed.reported)).not.toContain('PRIVATE KEY');
    await bed.deploy(CONTRACT_APPLICATION, 'export const handler = async () => 16;\n');
    expect(bed.secrets).toContain(before);
  });

  test('an issuer without https is refused before anything is made', async () => {
    const { authorizers, routes } = CONTRACT_APPLICATION.httpApi!;
    const jwt = { ...(authorizers!['jwt'] as JwtAuthorizer), issuer: 'http://127.0.0.1:3000' };
    const application = {
      ...CONTRACT_APPLICATION,
      httpApi: { routes, authorizers: { ...authorizers, jwt } },
    };
    expect(() => bed.plan(application)).toThrow(/over https only.*http:\/\/127\.0\.0\.1:3000/);
    expect(bed.aws.calls).toEqual([]);
  });
});

describe('another deployment', () => {
  test('of the same changes nothing', async () => {
    await bed.deploy(SMALL);
    const { snapshot } = bed;
    bed.forget();
    await bed.deploy(SMALL);
    expect(bed.snapshot).toEqual(snapshot);
    expect(bed.aws.calls.filter((call) => CHANGING.test(call))).toEqual([]);
    expect(bed.lines('same')).toEqual([
      'the stack: nothing to change',
      'code of issuer',
      'code of profile',
      'code of guard',
    ]);
  });

  test('of other code alone does not touch the stack', async () => {
    await bed.deploy(SMALL);
    const events = bed.stack?.events.length;
    bed.forget();
    await bed.deploy(SMALL, 'export const handler = async () => 16;\n');
    expect(bed.aws.calls.filter((call) => CHANGING.test(call))).toEqual(
      Array(3).fill('UpdateFunctionCode'),
    );
    expect(bed.stack?.events).toHaveLength(events ?? 0);
  });

  test('uploads the code that differs, and that alone', async () => {
    await bed.deploy(SMALL);
    bed.forget();
    bed.aws.functions.get(`${PREFIX}-profile`)!.sha256 = 'of something else';
    await bed.deploy(SMALL);
    expect(bed.lines('changed')[0]).toMatch(/^code of profile: \d+ KB$/);
    expect(bed.lines('same')).toContain('code of issuer');
  });

  const { httpApi: http, restApi: rest } = SMALL;
  const changed: Readonly<Record<string, Application>> = {
    'a function more, one less, other settings': {
      ...SMALL,
      functions: {
        issuer: { ...SMALL.functions['issuer']!, timeoutSeconds: 9, memoryMB: 256 },
        profile: { entry: './profile.ts', environment: { RANK: '15' } },
        guard: SMALL.functions['guard']!,
        echo: { entry: './echo.ts' },
      },
      restApi: { ...rest!, stage: 'live' },
    },
    'everything else': CONTRACT_APPLICATION,
    'open routes': {
      ...SMALL,
      httpApi: {
        routes: http!.routes.map(({ route, function: name }) => ({ route, function: name })),
      },
      restApi: {
        routes: rest!.routes.map(({ route, function: name }) => ({ route, function: name })),
      },
    },
    'no REST API': { ...SMALL, restApi: undefined! },
    'one function, no API': TINY,
  };
  for (const [what, application] of Object.entries(changed)) {
    test(`of ${what} ends as a first one would, and says what goes`, async () => {
      await bed.deploy(application);
      const fresh = bed.snapshot;
      await bed.destroy();
      await bed.deploy(SMALL);
      const { snapshot } = bed;
      bed.forget();
      await bed.deploy(application);
      expect(bed.snapshot).toEqual(fresh);
      expect(bed.lines('removed').toSorted()).toEqual(bed.lines('to remove').toSorted());
      expect(bed.lines('made').toSorted()).toEqual(bed.lines('to make').toSorted());
      await bed.deploy(SMALL);
      expect(bed.snapshot).toEqual(snapshot);
    });
  }

  test('asks AWS where an earlier change was taken back, and takes "no changes" for an answer', async () => {
    await bed.deploy(SMALL);
    bed.stack!.status = 'UPDATE_ROLLBACK_COMPLETE';
    bed.forget();
    await bed.deploy(SMALL);
    expect(bed.lines('same')).toContain('the stack: nothing to change');
    expect(bed.aws.calls.filter((call) => CHANGING.test(call))).toEqual([
      'CreateChangeSet',
      'DeleteChangeSet',
    ]);
  });

  test('waits while Lambda is busy with a function, and gives up after two minutes', async () => {
    await bed.deploy(SMALL);
    const profile = bed.aws.functions.get(`${PREFIX}-profile`)!;
    Object.assign(profile, { busyLooks: 100, sha256: 'other' });
    await bed.deploy(SMALL);
    profile.busyLooks = 1000;
    await expect(bed.deploy(SMALL)).rejects.toMatchObject({
      text: { text: 'Lambda has been busy with {0} for {1} seconds.' },
    });
  });

  test('says what Lambda failed with, and that a function is gone', async () => {
    await bed.deploy(SMALL);
    const profile = bed.aws.functions.get(`${PREFIX}-profile`)!;
    profile.failure = 'The code is too large';
    await expect(bed.deploy(SMALL)).rejects.toMatchObject({
      text: { values: [`${PREFIX}-profile`, 'The code is too large'] },
    });
    bed.aws.functions.delete(`${PREFIX}-profile`);
    await expect(bed.deploy(SMALL)).rejects.toThrow(BeyondRepairError);
  });
});

describe('a secret', () => {
  test('is 32 random bytes, the same in every function that has it, and another in another stack', async () => {
    await bed.deploy(SMALL);
    const [secret = ''] = bed.secrets;
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const variables = [...bed.aws.functions.values()].map((one) => one.variables['JWT_SECRET']);
    expect(variables).toEqual([secret, undefined, secret]);
    await bed.destroy();
    await bed.deploy(SMALL);
    expect(bed.secrets).not.toEqual([secret]);
  });

  test('outlives every change, and one that comes later is made then', async () => {
    await bed.deploy(TINY);
    const [secret] = bed.secrets;
    const two = { ...SMALL, secrets: { jwt: { bytes: 32 }, pepper: { bytes: 64 } } };
    await bed.deploy(two);
    expect(bed.secrets).toHaveLength(2);
    expect(bed.secrets[0]).toBe(secret);
    expect(Buffer.from(bed.secrets[1]!, 'base64url')).toHaveLength(64);
  });

  test('is reported by nobody, even where AWS repeats it in a reason', async () => {
    await bed.deploy(SMALL);
    const [secret = ''] = bed.secrets;
    bed.aws.cloudFormation.failing = (deed) =>
      deed === 'update' ? `Invalid environment {"JWT_SECRET":"${secret}"}` : undefined;
    const slower = { ...SMALL.functions['issuer']!, timeoutSeconds: 9 };
    const change = { ...SMALL, functions: { ...SMALL.functions, issuer: slower } };
    await expect(bed.deploy(change)).rejects.toThrow('put back what was before');
    expect(bed.reported).toContainEqual(
      expect.objectContaining({ reason: 'Invalid environment {"JWT_SECRET":"***"}' }),
    );
    bed.aws.functions.get(`${PREFIX}-issuer`)!.failure = `not this: ${secret}`;
    await expect(bed.deploy(SMALL)).rejects.toMatchObject({
      text: { values: [`${PREFIX}-issuer`, 'not this: ***'] },
    });
    expect(JSON.stringify(bed.reported)).not.toContain(secret);
  });
});

test('what is uploaded is the package, byte for byte', async () => {
  const plan = bed.plan(TINY);
  const code = packageCode(Buffer.from('export const handler = async () => 17;\n'));
  await deploy(bed.work, plan, new Map([['issuer', code]]));
  expect(bed.aws.functions.get(`${PREFIX}-issuer`)?.sha256).toBe(code.sha256);
});
