/** CloudFormation would make what the SDK's calls made, under the same names. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '#testing/fake-aws/account.ts';
import { codeFor, PREFIX, REGION, SMALL, TestBed } from '#testing/cloud.ts';
import { planOf } from '../plan.ts';
import { templateOf } from './index.ts';

const plan = planOf(SMALL, PREFIX, '.');
const resources = Object.values(templateOf(plan, codeFor(plan)).Resources);

let bed: TestBed;
beforeAll(async () => {
  bed = await TestBed.start();
  await bed.deploy(SMALL);
});
afterAll(() => bed.stop());

/** The values of a property of all resources of a type, in order. */
function inTemplate(type: string, property: string): string[] {
  const found = resources.filter(({ Type }) => Type === `AWS::${type}`);
  return found.map(({ Properties }) => textOf(Properties[property])).toSorted();
}

function textOf(value: unknown): string {
  const { 'Fn::Sub': text } = Object(value) as { readonly 'Fn::Sub'?: string };
  return String(text ?? value).replaceAll('${AWS::Region}', REGION);
}

/** The end of an ARN, behind the API's id; an authorizer's id is another here and there. */
function ends(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1).replace(/authorizers\/.*/, 'authorizer');
}

function on(items: Iterable<Json>, member: string): string[] {
  return [...items].map((item) => String(item[member])).toSorted();
}

test('the same names', () => {
  const { functions, roles, logGroups, httpApis, restApis } = bed.standIn.account;
  const [http] = httpApis.values();
  const [rest] = restApis.values();
  expect(inTemplate('Lambda::Function', 'FunctionName')).toEqual([...functions.keys()].toSorted());
  expect(inTemplate('IAM::Role', 'RoleName')).toEqual([...roles.keys()]);
  expect(inTemplate('Logs::LogGroup', 'LogGroupName')).toEqual([...logGroups.keys()].toSorted());
  expect(inTemplate('ApiGatewayV2::Api', 'Name')).toEqual([http!.name]);
  const { authorizers, integrations, routes, stages } = http!;
  expect(inTemplate('ApiGatewayV2::Authorizer', 'Name')).toEqual(on(authorizers.values(), 'name'));
  expect(inTemplate('ApiGatewayV2::Integration', 'ApiId')).toHaveLength(integrations.size);
  expect(inTemplate('ApiGatewayV2::Route', 'RouteKey')).toEqual(on(routes.values(), 'routeKey'));
  expect(inTemplate('ApiGatewayV2::Stage', 'StageName')).toEqual(on(stages.values(), 'stageName'));
  expect(inTemplate('ApiGateway::RestApi', 'Name')).toEqual([rest!.name]);
  expect(inTemplate('ApiGateway::Authorizer', 'Name')).toEqual(
    on(rest!.authorizers.values(), 'name'),
  );
  const paths = [...rest!.resources.values()].filter(({ path }) => path !== '/');
  expect(inTemplate('ApiGateway::Resource', 'PathPart')).toEqual(
    paths.map(({ pathPart }) => pathPart).toSorted(),
  );
  const methods = paths.flatMap((resource) => [...resource.methods.keys()]);
  expect(inTemplate('ApiGateway::Method', 'HttpMethod')).toEqual(methods.toSorted());
  expect(inTemplate('ApiGateway::Deployment', 'RestApiId')).toHaveLength(rest!.deployments.size);
  expect(inTemplate('ApiGateway::Stage', 'StageName')).toEqual(
    on(rest!.stages.values(), 'stageName'),
  );
});

test('as many may invoke each function, and from the same places', () => {
  const granted = [...bed.standIn.account.functions.values()].flatMap(({ statements }) =>
    [...statements.values()].map(({ sourceArn }) => ends(sourceArn)),
  );
  expect(inTemplate('Lambda::Permission', 'SourceArn').map(ends).toSorted()).toEqual(
    granted.toSorted(),
  );
});

test('with the same settings', () => {
  const settings = [...bed.standIn.account.functions.values()].map((one) => one.settings);
  for (const name of ['Handler', 'Runtime', 'Timeout', 'MemorySize']) {
    expect(inTemplate('Lambda::Function', name)).toEqual(on(settings, name));
  }
});
