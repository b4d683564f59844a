/** The policy in the README: what it allows is what is asked for, no less and no more. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import policy from './policy.json' with { type: 'json' };
import type { Action } from '#testing/fake-aws/account.ts';
import { SMALL, TestBed } from '#testing/cloud.ts';

/** Actions that no call of a deployment takes. */
const OTHERS = [
  // `npm run login -- --aws` and `probe` do.
  'lambda:InvokeFunction',
  // API Gateway does, in the name of whoever makes an account's first API:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
  'iam:CreateServiceLinkedRole',
];

let asked: readonly Action[];

beforeAll(async () => {
  const bed = await TestBed.start();
  await bed.deploy(SMALL);
  const { functions, roles } = bed.standIn.account;
  const [api] = bed.standIn.account.httpApis.values();
  // Whatever can be put right has gone wrong.
  for (const one of functions.values()) {
    Object.assign(one, { sha256: 'other' }).settings['Timeout'] = 1;
    one.statements.set('workshop-of-old', { sourceArn: '' });
  }
  for (const role of roles.values())
    Object.assign(role, { trust: '{}', boundary: undefined }).policies.clear();
  api!.cors = undefined;
  await bed.deploy({ ...SMALL, httpApi: { routes: [{ route: 'GET /', function: 'issuer' }] } });
  await bed.destroy();
  asked = bed.standIn.calls.flatMap(({ actions }) => actions);
  await bed.stop();
});

test('every action of the policy is asked for, and no other', () => {
  const allowed = policy.Statement.flatMap((statement) => statement.Action).toSorted();
  const used = new Set([...asked.map(({ action }) => action), ...OTHERS]);
  expect(allowed).toEqual([...used].toSorted());
});

test('it allows each call on what it is made', () => {
  expect(asked.filter((action) => !isAllowed(action))).toEqual([]);
});

test('it allows nothing on what is not ours', () => {
  const foreign = asked
    .filter(({ resource }) => resource.includes('jwt-workshop'))
    .map(({ action, resource }) => ({
      action,
      resource: resource.replaceAll('jwt-workshop', 'payroll'),
    }));
  expect(foreign.length).toBeGreaterThan(50);
  expect(foreign.filter(isAllowed)).toEqual([]);
});

test('it makes nobody more than they are: a role beyond the bounds, or for another than Lambda', () => {
  const bounded = asked.filter(({ context }) => context !== undefined);
  const actions = new Set(bounded.map(({ action }) => action));
  expect([...actions].toSorted()).toEqual([
    'iam:CreateRole',
    'iam:PassRole',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
  ]);
  const beyond = bounded.flatMap(({ action, resource }) => [
    { action, resource },
    {
      action,
      resource,
      context: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/PowerUserAccess' },
    },
    { action, resource, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  ]);
  expect(beyond.filter(isAllowed)).toEqual([]);
});

test.each(['README.md', 'README.ko.md'])('%s shows this very policy', (file) => {
  const blocks = [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/```json\n(.*?)```/gs)];
  const policies = blocks.filter(([, text = '']) => text.includes('"Statement"'));
  expect(policies).toHaveLength(1);
  for (const [, text = ''] of policies) expect(JSON.parse(text)).toEqual(policy);
});

/** As IAM reads it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function isAllowed({ action, resource, context = {} }: Action): boolean {
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
