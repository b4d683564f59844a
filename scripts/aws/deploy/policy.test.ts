/**
 * The least that an account must be allowed in order to deploy, as AWS.md and AWS.ko.md print it: it
 * allows what a deployment asks for, and nothing on what is not ours.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { SMALL } from '#testing/cloud.ts';
import permissions from './permissions.json' with { type: 'json' };
import { planOf } from './plan.ts';
import { templateOf } from './template/index.ts';

/**
 * By type of resource, what CloudFormation does in the name of whoever deploys, and which of that
 * nothing in our templates asks for, by the reason. It stands in the type's published schema, under
 * `handlers`: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html,
 * printed by `aws cloudformation describe-type --type RESOURCE --type-name AWS::Lambda::Function`.
 * Read in the schemas of 2026-08-07; those of `list` are left out, as a stack lists nothing.
 * unconfirmed: the table's was read in an older copy of its schema; that a newer one asks for no more.
 */
const BY_TYPE: Readonly<
  Record<
    string,
    {
      readonly needed: readonly string[];
      readonly unneeded?: Readonly<Record<string, readonly string[]>>;
    }
  >
> = permissions.byType;

/**
 * What the commands call themselves, by the SDK's names; `login`, `me` and `probe` invoke.
 * unconfirmed: that a change set with tags asks for cloudformation:TagResource, as the list has it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
const CALLED: readonly string[] = permissions.called;

interface Policy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
  }[];
}

const policy = policyIn('AWS.md');
const allowed = policy.Statement.flatMap(({ Action }) => Action);

/** The one policy that a page shows. */
function policyIn(file: string): Policy {
  const blocks = [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/```json\n(.*?)```/gs)];
  const [text = '', ...more] = blocks.flatMap(([, one = '']) =>
    one.includes('"Statement"') ? [one] : [],
  );
  expect(more).toEqual([]);
  return JSON.parse(text) as Policy;
}

test('the Korean page shows the same policy; it allows, and denies nothing', () => {
  expect(policyIn('AWS.ko.md')).toEqual(policy);
  expect(policy).toMatchObject({ Version: '2012-10-17' });
  expect(new Set(policy.Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Allow']));
});

test('every type of the template is there, and no other', () => {
  const { Resources: resources } = templateOf(planOf(SMALL, 'jwt-workshop-spark'));
  const types = new Set(Object.values(resources).map(({ Type }) => Type));
  expect(Object.keys(BY_TYPE).toSorted()).toEqual([...types].toSorted());
});

test('what a handler is documented to need is needed, or known not to be', () => {
  for (const [type, { needed, unneeded = {} }] of Object.entries(BY_TYPE)) {
    const both = [...needed, ...Object.values(unneeded).flat()];
    const twice = both.filter((one, index) => both.indexOf(one) !== index);
    expect({ type, twice }).toEqual({ type, twice: [] });
  }
});

test('what is needed is allowed, nothing more, and nothing twice', () => {
  const needed = new Set([...CALLED, ...Object.values(BY_TYPE).flatMap((one) => one.needed)]);
  // API Gateway does that in the name of whoever makes an account's first API:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
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
/** With its bounds the role can't be given more than to write logs, whoever changes it. */
const BOUNDS = {
  'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
};
const TO_LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' };
const FIRST_API = { 'iam:AWSServiceName': 'ops.apigateway.amazonaws.com' };

/** What each service's actions are done to, and what they must not be done to. */
const PLACES: Readonly<Record<string, readonly [ours: string, other: string]>> = {
  cloudformation: named(`arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/NAME/1-2`),
  lambda: named(`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:NAME-issuer`),
  iam: named(`arn:aws:iam::${ACCOUNT}:role/NAME-eu-west-1`),
  logs: named(`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/NAME-issuer`),
  dynamodb: named(`arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/NAME-sessions`),
  apigateway: ['arn:aws:apigateway:eu-west-1::/apis/x', 'arn:aws:apigateway:eu-west-1::/account'],
  'iam:CreateServiceLinkedRole': [
    `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway`,
    `arn:aws:iam::${ACCOUNT}:role/${OURS}`,
  ],
};

function named(arn: string) {
  return [arn.replace('NAME', OURS), arn.replace('NAME', 'payroll')] as const;
}

/** These two know no single log group: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
const LISTS = new Set(['logs:DescribeLogGroups', 'logs:DescribeResourcePolicies']);

test.each(allowed)('%s is allowed on what has our name, and on nothing else', (action) => {
  const [ours, other] = PLACES[action] ?? PLACES[action.split(':')[0] ?? ''] ?? ['', ''];
  const context = { ...BOUNDS, ...TO_LAMBDA, ...FIRST_API };
  expect(isAllowed(action, ours, context)).toBe(true);
  expect(isAllowed(action, other, context)).toBe(LISTS.has(action));
});

test('it makes nobody more than they are: no role beyond the bounds, nor for another than Lambda', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/${OURS}`;
  const bounded = ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'];
  const other = { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/PowerUserAccess' };
  for (const action of bounded) {
    expect(isAllowed(action, role, BOUNDS)).toBe(true);
    expect(isAllowed(action, role, other)).toBe(false);
    expect(isAllowed(action, role)).toBe(false);
  }
  expect(isAllowed('iam:PassRole', role, TO_LAMBDA)).toBe(true);
  expect(isAllowed('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(
    false,
  );
  for (const action of ['iam:DeleteRolePermissionsBoundary', 'iam:AttachRolePolicy']) {
    expect(isAllowed(action, role, BOUNDS)).toBe(false);
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
