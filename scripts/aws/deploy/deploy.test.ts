import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Application } from '../local/index.ts';
import { english } from '#text/message.ts';
import { planOf } from './plan.ts';
import { codeFor, PREFIX, SMALL, TestBed, TINY } from '#testing/cloud.ts';
import { planWords } from './words.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start();
});
afterEach(() => bed.stop());

describe('a first deployment', () => {
  test('makes what was planned, in the words of the plan', async () => {
    await bed.deploy(SMALL);
    const plan = planOf(SMALL, PREFIX, '.');
    const made = bed.told.filter(({ verb }) => verb === 'make').map(({ text }) => text);
    expect(made).toEqual(planWords(plan, codeFor(plan)).map(english));
    expect(bed.standIn.calls.filter(({ answer }) => answer === 'refused').map(({ name }) => name))
      // Each of them a look for what is not there.
      .toEqual([
        'GetFunction',
        'GetFunction',
        'GetRole',
        'GetRolePolicy',
        'GetFunction',
        'GetFunction',
        'GetFunction',
        'GetPolicy',
        'GetPolicy',
        'GetPolicy',
      ]);
  });

  test('ends as reviewed', async () => {
    await bed.deploy(SMALL);
    await expect(`${JSON.stringify(bed.picture, undefined, 2)}\n`).toMatchFileSnapshot(
      './__golden__/small.json',
    );
  });

  test('makes log groups before the functions that would make them', async () => {
    await bed.deploy(SMALL);
    expect(bed.changes.lastIndexOf('CreateLogGroup')).toBeLessThan(
      bed.changes.indexOf('CreateFunction'),
    );
  });

  test('answers where the APIs are', async () => {
    const { httpUrl, restUrl } = await bed.deploy(SMALL);
    expect(httpUrl).toMatch(/^https:\/\/id\d+\.execute-api\.ap-northeast-2\.amazonaws\.com$/);
    expect(restUrl).toMatch(/^https:\/\/id\d+\.execute-api\.ap-northeast-2\.amazonaws\.com\/dev$/);
    expect(await bed.deploy(TINY, 'jwt-workshop-tiny')).toEqual({
      httpUrl: undefined,
      restUrl: undefined,
    });
  });

  test('waits until Lambda knows the role, and until a function is ready', async () => {
    const slow = await TestBed.start({ roleDelay: 2, busyLooks: 3 });
    try {
      await slow.deploy(SMALL);
      await bed.deploy(SMALL);
      expect(slow.picture).toEqual(bed.picture);
      expect(slow.told).toContainEqual({
        verb: 'wait',
        text: '2 s: Lambda does not know the role yet',
      });
    } finally {
      await slow.stop();
    }
  });

  test('gives up on a role that Lambda never comes to know, after a minute', async () => {
    const slow = await TestBed.start({ roleDelay: 1000 });
    try {
      await expect(slow.deploy(SMALL)).rejects.toThrow('cannot be assumed by Lambda');
      expect(slow.waited).toBeGreaterThan(30);
      expect(slow.waited).toBeLessThan(62);
    } finally {
      await slow.stop();
    }
  });
});

describe('the secret', () => {
  test('is 32 random bytes, the same in every function, and another in another stack', async () => {
    await bed.deploy(SMALL);
    const [secret = '', ...others] = secretsIn(bed);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(others).toEqual([secret]);
    await bed.deploy(TINY, 'jwt-workshop-tiny');
    expect(new Set(secretsIn(bed)).size).toBe(2);
  });

  test('outlives another deployment', async () => {
    await bed.deploy(SMALL);
    const before = secretsIn(bed);
    await bed.deploy(SMALL);
    expect(secretsIn(bed)).toEqual(before);
  });

  test('stays where it can not be read: no other is made', async () => {
    const blind = await TestBed.start({ showsEnvironment: false });
    try {
      await blind.deploy(TINY);
      const before = blind.picture;
      await expect(blind.deploy(TINY)).rejects.toThrow('AWS does not show the environment of');
      expect(blind.picture).toEqual(before);
    } finally {
      await blind.stop();
    }
  });

  test('is told to nobody', async () => {
    await bed.deploy(SMALL);
    await bed.deploy(SMALL);
    for (const secret of secretsIn(bed)) expect(JSON.stringify(bed.told)).not.toContain(secret);
  });

  test('is made anew where somebody has made it too short to sign with', async () => {
    await bed.deploy(TINY);
    const [one] = bed.standIn.account.functions.values();
    one!.settings['Environment'] = { Variables: { JWT_SECRET: 'your-256-bit-secret' } };
    await bed.deploy(TINY);
    expect(Buffer.from(secretsIn(bed)[0]!, 'base64url')).toHaveLength(32);
  });
});

describe('a second deployment', () => {
  test('changes nothing but what the gateway remembers', async () => {
    await bed.deploy(SMALL);
    const before = bed.picture;
    bed.forgetCalls();
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(before);
    expect(bed.changes).toEqual(['ResetAuthorizersCache', 'FlushStageAuthorizersCache']);
  });

  const { httpApi: http, restApi: rest } = SMALL;
  const changed: Readonly<Record<string, Application>> = {
    'a function more, one less, another entry and settings': {
      ...SMALL,
      functions: {
        issuer: { ...SMALL.functions['issuer']!, timeoutSeconds: 9, memoryMB: 256 },
        profile: { entry: './profile.ts', environment: { RANK: '15' } },
        guard: SMALL.functions['guard']!,
        echo: { entry: './echo.ts' },
      },
    },
    'other routes and authorizers': {
      ...SMALL,
      httpApi: {
        authorizers: {
          other: { ...http!.authorizers!['request']!, simpleResponses: false, ttlSeconds: 0 },
        },
        routes: [
          { route: 'GET /me', function: 'issuer', authorizer: 'other' },
          { route: 'GET /vip', function: 'profile', authorizer: 'other' },
          { route: '$default', function: 'profile' },
        ],
      },
      restApi: {
        stage: 'live',
        authorizers: {
          request: {
            type: 'REQUEST',
            function: 'guard',
            identitySources: ['method.request.header.Authorization'],
          },
        },
        routes: [
          { route: 'GET /', function: 'profile' },
          { route: 'POST /a/b/c', function: 'issuer', authorizer: 'request' },
          { route: 'ANY /files/{path+}', function: 'profile' },
        ],
      },
    },
    'the same authorizers with other settings, an open route': {
      ...SMALL,
      httpApi: {
        cors: { allowOrigins: ['*'], maxAgeSeconds: 60 },
        authorizers: { request: { ...http!.authorizers!['request']!, ttlSeconds: 10 } },
        routes: [
          { route: 'POST /login', function: 'issuer', authorizer: 'request' },
          { route: 'GET /me', function: 'profile' },
        ],
      },
      restApi: {
        cors: { allowOrigin: '*' },
        authorizers: {
          token: { ...rest!.authorizers!['token']!, type: 'TOKEN', ...tokenSettings },
        },
        routes: [{ route: 'GET /users/{id}', function: 'profile' }],
      },
    },
    'no REST API': { ...SMALL, restApi: undefined! },
    'one function, no API': TINY,
  };

  for (const [what, application] of Object.entries(changed)) {
    test(`of ${what} ends as a first one would`, async () => {
      const fresh = await TestBed.start();
      try {
        await fresh.deploy(application);
        await bed.deploy(SMALL);
        await bed.deploy(application);
        expect(bed.picture).toEqual(fresh.picture);
        await bed.deploy(SMALL);
        await fresh.destroy();
        await fresh.deploy(SMALL);
        expect(bed.picture).toEqual(fresh.picture);
      } finally {
        await fresh.stop();
      }
    });
  }

  test('uploads code that has changed, and that alone', async () => {
    await bed.deploy(SMALL);
    for (const one of bed.standIn.account.functions.values()) one.busyLooks = 2;
    bed.standIn.account.functions.get(`${PREFIX}-profile`)!.sha256 = 'of something else';
    bed.forgetCalls();
    await bed.deploy(SMALL);
    expect(bed.changes.filter((name) => name.includes('Function'))).toEqual(['UpdateFunctionCode']);
  });

  test('makes functions anew where their role has been made anew, with the secret they had', async () => {
    await bed.deploy(SMALL);
    const before = bed.picture;
    bed.standIn.account.roles.clear();
    bed.forgetCalls();
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(before);
    expect(bed.changes.filter((name) => name === 'DeleteFunction')).toHaveLength(3);
    bed.forgetCalls();
    await bed.deploy(SMALL);
    expect(bed.changes).toEqual(['ResetAuthorizersCache', 'FlushStageAuthorizersCache']);
  });

  test('makes a function anew at whose making Lambda failed', async () => {
    await bed.deploy(SMALL);
    const before = bed.picture;
    bed.standIn.account.functions.get(`${PREFIX}-issuer`)!.hasFailed = true;
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(before);
  });

  test('takes a CORS setting that was never made for none', async () => {
    await bed.deploy(SMALL);
    for (const { cors } of bed.standIn.account.httpApis.values()) {
      Object.assign(cors!, { maxAge: 0, allowCredentials: false, exposeHeaders: [] });
    }
    bed.forgetCalls();
    await bed.deploy(SMALL);
    expect(bed.changes).not.toContain('UpdateApi');
  });

  test('puts right what somebody has changed by hand', async () => {
    await bed.deploy(SMALL);
    const before = bed.picture;
    const { account } = bed.standIn;
    for (const role of account.roles.values()) {
      role.boundary = undefined;
      role.trust = JSON.stringify({ Statement: [{ Principal: { AWS: '*' } }] });
      role.policies.set('write-logs', JSON.stringify({ Statement: [{ Resource: '*' }] }));
    }
    for (const group of account.logGroups.values()) group.retentionInDays = undefined;
    for (const { routes } of account.httpApis.values()) {
      for (const route of routes.values()) route['authorizationType'] = 'NONE';
    }
    for (const { resources } of account.restApis.values()) {
      for (const { methods } of resources.values()) methods.delete('GET');
    }
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(before);
  });
});

const tokenSettings = {
  identitySource: 'method.request.header.X-Token',
  validationExpression: '[^ ]+',
  ttlSeconds: 0,
} as const;

describe('what is not ours', () => {
  test('and may be ours, where the tags are not shown, is not touched', async () => {
    const blind = await TestBed.start({ showsTags: false });
    try {
      await expect(blind.deploy(TINY)).rejects.toThrow('AWS does not show the tags of');
      await expect(blind.deploy(TINY)).rejects.toThrow('AWS does not show the tags of');
      await expect(blind.destroy()).rejects.toThrow('AWS does not show the tags of');
      expect(blind.standIn.account.functions.size).toBe(1);
    } finally {
      await blind.stop();
    }
  });

  test.each([
    ['logGroups', `/aws/lambda/${PREFIX}-issuer`, 'the log group'],
    ['roles', `${PREFIX}-ap-northeast-2`, 'the role'],
    ['functions', `${PREFIX}-issuer`, 'the function'],
  ] as const)('is not touched: %s', async (kind, name, words) => {
    await bed.deploy(SMALL);
    const tags = bed.standIn.account[kind].get(name)!.tags;
    tags['jwt-workshop'] = 'jwt-workshop-of-another';
    const before = bed.picture;
    await expect(bed.deploy(SMALL)).rejects.toThrow(words);
    expect(bed.picture).toEqual(before);
  });

  test('has an API of its own beside it, of the same name', async () => {
    await bed.deploy(SMALL);
    const [api] = bed.standIn.account.httpApis.values();
    api!.tags['jwt-workshop'] = 'jwt-workshop-of-another';
    await bed.deploy(SMALL);
    expect([...bed.standIn.account.httpApis.values()].map(({ tags }) => tags)).toEqual([
      { 'jwt-workshop': 'jwt-workshop-of-another' },
      { 'jwt-workshop': PREFIX },
    ]);
  });
});

/** The value of JWT_SECRET in every function that has one. */
function secretsIn({ standIn }: TestBed): string[] {
  return [...standIn.account.functions.values()].flatMap(({ settings }) => {
    const { Variables: variables } = settings['Environment'] as {
      readonly Variables: Readonly<Record<string, string>>;
    };
    return variables['JWT_SECRET'] ?? [];
  });
}
