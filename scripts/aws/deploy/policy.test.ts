/** The policy in AWS.md and AWS.ko.md: it allows what a deployment asks for, and nothing on what is not ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { SMALL } from '#testing/cloud.ts';
import { planOf } from './plan.ts';
import { BY_TYPE, CALLED, leastPolicy } from './policy.ts';
import { templateOf } from './template/index.ts';

const policy = leastPolicy();
const allowed = policy.Statement.flatMap(({ Action }) => Action);

test.each(['AWS.md', 'AWS.ko.md'])('%s shows this very policy', (file) => {
  const blocks = [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/```json\n(.*?)```/gs)];
  const policies = blocks.filter(([, text = '']) => text.includes('"Statement"'));
  expect(policies).toHaveLength(1);
  for (const [, text = ''] of policies) expect(JSON.parse(text)).toEqual(policy);
});

test('every type of the template is there, and no other', () => {
  const { Resources: resources } = templateOf(planOf(SMALL, 'jwt-workshop-spark', '.'));
  const types = new Set(Object.values(resources).map(({ Type }) => Type));
  expect(Object.keys(BY_TYPE).toSorted()).toEqual([...types].toSorted());
});

test('what a handler is documented to need is allowed, or known not to be needed', () => {
  for (const [type, { needed, unneeded = {} }] of Object.entries(BY_TYPE)) {
    const both = [...needed, ...Object.values(unneeded).flat()];
    expect({ type, twice: both.filter((one, index) => both.indexOf(one) !== index) }).toEqual({
      type,
      twice: [],
    });
    expect(needed.filter((action) => !allowed.includes(action))).toEqual([]);
  }
});

test('nothing more is allowed, and nothing twice', () => {
  const needed = new Set([...CALLED, ...Object.values(BY_TYPE).flatMap((one) => one.needed)]);
  expect(allowed.toSorted()).toEqual([...needed, 'iam:CreateServiceLinkedRole'].toSorted());
});

test('every call of the SDK in this folder is allowed', () => {
  const services: Readonly<Record<string, string>> = {
    'client-cloudformation': 'cloudformation',
    'client-lambda': 'lambda',
  };
  const used = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      return [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/([\w-]+)'/g)].flatMap(
        ([, names = '', client = '']) =>
          [...names.matchAll(/(?:^|[\s,])(\w+)Command\b|paginate(\w+)/g)].flatMap(
            ([, call, paged]) => {
              const service = services[client];
              return service === undefined ? [] : `${service}:${call ?? paged}`;
            },
          ),
      );
    });
  const known = CALLED.filter((action) => !/:(InvokeFunction|TagResource)$/.test(action));
  expect([...new Set(used)].toSorted()).toEqual(known.toSorted());
});

const ACCOUNT = '123456789012';
const OURS = 'jwt-workshop-spark';

test.each([
  ['cloudformation:DeleteStack', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/NAME/1-2`],
  ['cloudformation:DescribeStacks', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/NAME/*`],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:NAME-issuer`],
  ['logs:DeleteLogGroup', `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/NAME-x`],
  ['dynamodb:PutResourcePolicy', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/NAME-sessions`],
  ['iam:DeleteRole', `arn:aws:iam::${ACCOUNT}:role/NAME-eu-west-1`],
])('%s is allowed on what has our name, and on nothing else', (action, resource) => {
  expect(isAllowed(action, resource.replace('NAME', OURS))).toBe(true);
  expect(isAllowed(action, resource.replace('NAME', 'payroll'))).toBe(false);
});

test('it makes nobody more than they are: no role beyond the bounds, nor for another than Lambda', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/${OURS}`;
  const bounds = {
    'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  };
  const bounded = ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'];
  const other = { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/PowerUserAccess' };
  for (const action of bounded) {
    expect(isAllowed(action, role, bounds)).toBe(true);
    expect(isAllowed(action, role, other)).toBe(false);
    expect(isAllowed(action, role)).toBe(false);
  }
  expect(isAllowed('iam:PassRole', role, { 'iam:PassedToService': 'lambda.amazonaws.com' })).toBe(
    true,
  );
  expect(isAllowed('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(
    false,
  );
  for (const action of ['iam:DeleteRolePermissionsBoundary', 'iam:AttachRolePolicy']) {
    expect(isAllowed(action, role, bounds)).toBe(false);
  }
});

/** As IAM reads it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function isAllowed(
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): boolean {
  return policy.Statement.some(
    (statement) =>
      statement.Action.includes(action) &&
      Object.entries(statement.Condition?.StringEquals ?? {}).every(
        ([key, value]) => context[key] === value,
      ) &&
      [statement.Resource].flat().some((pattern) => wildcard(pattern).test(resource)),
  );
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`);
}
