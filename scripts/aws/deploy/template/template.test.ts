/**
 * The template against the published resource specification of CloudFormation: every type and every
 * property is there, what is required is given, types are right, and what is referred to exists.
 */
import type { PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { assert, pre, property as forAll, string } from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { application as lab3 } from '../../../../labs/03-issuer-lambda/application.ts';
import { application as lab4 } from '../../../../labs/04-verifier-lambda/application.ts';
import { application as lab5 } from '../../../../labs/05-api-gateway-authorizer/application.ts';
import { application as lab6 } from '../../../../labs/06-rs256-jwks/application.ts';
import { application as lab8 } from '../../../../labs/08-refresh-and-revoke/application.ts';
import { CONTRACT_APPLICATION } from '../../contract/index.ts';
import type { Application } from '../../local/index.ts';
import { PREFIX_LENGTH } from '../names.ts';
import { planOf, publicPart } from '../plan.ts';
import { SMALL } from '#testing/cloud.ts';
import { referencesIn } from '#testing/fake-aws/cloud-formation.ts';
import { templateOf, wordsOf, type Template } from './index.ts';
import { logicalId } from './resource.ts';

const spec: SpecDatabase = loadAwsServiceSpecSync();

const APPLICATIONS = {
  'lab 3': lab3,
  'lab 4': lab4,
  'lab 5': lab5,
  'lab 6': lab6,
  'lab 8': lab8,
  'the contract cases': CONTRACT_APPLICATION,
  'all that can be made': SMALL,
};
const PREFIX = 'jwt-workshop-spark';

function make(application: Application, prefix = PREFIX) {
  const plan = planOf(application, prefix);
  return { plan, template: templateOf(plan) };
}

describe.each(Object.entries(APPLICATIONS))('of %s', (_, application) => {
  const { plan, template } = make(application);
  const resources = Object.entries(template.Resources);

  test('every resource is one that CloudFormation knows, as it knows it', () => {
    const problems = resources.flatMap(([id, { Type, Properties }]) => {
      const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
      return resource ? problemsOf(id, Properties, resource) : [`${id}: no type ${Type}`];
    });
    expect(problems).toEqual([]);
  });

  test('whatever is referred to is there', () => {
    const known = new Set([
      ...Object.keys(template.Resources),
      ...Object.keys(template.Parameters),
    ]);
    const wanted = referencesIn(template);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });

  test('it has all that the application has, under the prefix', () => {
    const { functions, tables = {}, httpApi, restApi } = application;
    const [names, all] = [Object.keys(functions), (type: string) => ofType(template, type)];
    const apis = [httpApi, restApi].map(
      (api) => api && [api.routes, Object.values(api.authorizers ?? {})],
    );
    const callers = apis.flat(2).filter((one) => one !== undefined && 'function' in one);
    expect({
      functions: all('AWS::Lambda::Function').map(({ FunctionName }) => FunctionName),
      logs: all('AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName),
      tables: all('AWS::DynamoDB::Table').map(({ TableName }) => TableName),
      apis: [...all('AWS::ApiGatewayV2::Api'), ...all('AWS::ApiGateway::RestApi')].map(
        ({ Name }) => Name,
      ),
      routes: all('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey),
      methods: all('AWS::ApiGateway::Method').length,
      permissions: all('AWS::Lambda::Permission').length,
    }).toEqual({
      functions: names.map((name) => `${PREFIX}-${name}`),
      logs: names.map((name) => `/aws/lambda/${PREFIX}-${name}`),
      tables: Object.keys(tables).map((name) => `${PREFIX}-${name}`),
      apis: [...(httpApi ? [`${PREFIX}-http`] : []), ...(restApi ? [`${PREFIX}-rest`] : [])],
      routes: httpApi?.routes.map(({ route }) => route) ?? [],
      methods: restApi?.routes.length ?? 0,
      permissions: callers.length,
    });
  });

  test('it fits into a call, without a bucket for itself', () => {
    const longest = make(application, 'a'.repeat(PREFIX_LENGTH.most)).template;
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    expect(Buffer.byteLength(JSON.stringify(longest))).toBeLessThanOrEqual(51_200);
  });

  test('logical ids are letters and digits, each with words, and shorter than a secret', () => {
    const ids = resources.map(([id]) => id);
    expect(ids.filter((id) => !/^[A-Za-z0-9]{1,42}$/.test(id))).toEqual([]);
    expect([...wordsOf(plan).keys()]).toEqual(ids);
  });

  test('its public part is one that CloudFormation takes, and guards nothing', () => {
    const open = templateOf(plan, 'public');
    const ids = new Set([...Object.keys(open.Resources), ...Object.keys(open.Parameters)]);
    expect(referencesIn(open).filter((name) => !ids.has(name))).toEqual([]);
    const types = Object.values(open.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.endsWith('Authorizer'))).toEqual([]);
    const { httpApi, restApi } = publicPart(application);
    expect([httpApi?.routes.length, restApi?.routes.length]).not.toContain(0);
  });

  test('a secret is a parameter that nobody is shown, and stands in no resource', () => {
    const secrets = Object.entries(template.Parameters).filter(([name]) =>
      name.startsWith('Secret'),
    );
    expect(secrets).toHaveLength(Object.keys(application.secrets ?? {}).length);
    for (const [, parameter] of secrets) {
      expect(parameter).toMatchObject({ NoEcho: true });
      expect(parameter['MinLength']).toBeGreaterThanOrEqual(43);
      expect(parameter).not.toHaveProperty('Default');
    }
  });
});

test('a table is on demand, forgets what has expired, and is for the functions that name it', () => {
  const { template } = make(SMALL);
  const tables = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::DynamoDB::Table',
  );
  // A resource without a DeletionPolicy goes with its stack.
  for (const table of tables) {
    expect(Object.keys(table)).toEqual(['Type', 'Properties']);
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  }
  const [sessions, unused] = tables.map(({ Properties }) => Properties['ResourcePolicy']);
  expect(unused).toBeUndefined();
  const ours = 'jwt-workshop-spark';
  expect(sessions).toEqual({
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {
            AWS: [
              {
                'Fn::Sub': `arn:\${AWS::Partition}:sts::\${AWS::AccountId}:assumed-role/\${Role}/${ours}-guard`,
              },
            ],
          },
          Action: [
            'dynamodb:BatchGetItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
          ],
          Resource: {
            'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${ours}-sessions`,
          },
        },
      ],
    },
  });
});

test.each([
  ['RestPath', '/me-too', '/me/too'],
  ['RestPath', '/Me', '/me'],
  ['HttpRoute', 'ANY /files', 'GET /files'],
  ['HttpPermission', 'authorizer me', 'route authorizer me'],
  ['Function', 'a-b', 'a_b'],
  ['Secret', 'aB', 'a-b'],
])('%s: %j and %j are two resources', (kind, one, other) => {
  expect(logicalId(kind, one)).not.toBe(logicalId(kind, other));
});

test('whatever two keys are, their ids are two', () => {
  assert(
    forAll(string({ unit: 'binary' }), string({ unit: 'binary' }), (one, other) => {
      pre(one !== other);
      expect(logicalId('RestPath', one)).not.toBe(logicalId('RestPath', other));
      expect(logicalId('RestPath', one)).toMatch(/^[A-Za-z0-9]{1,42}$/);
    }),
  );
});

test('both of two paths that read alike are in the template', () => {
  const routes = ['/me-too', '/me/too'].map((path) => ({
    route: `GET ${path}`,
    function: 'profile',
  }));
  const functions = { profile: { entry: './profile.ts' } };
  const { template } = make({ name: 'twins', functions, httpApi: { routes }, restApi: { routes } });
  expect(ofType(template, 'AWS::ApiGatewayV2::Route')).toHaveLength(2);
  expect(ofType(template, 'AWS::ApiGateway::Method')).toHaveLength(2);
  const paths = ofType(template, 'AWS::ApiGateway::Resource').map(({ PathPart }) => PathPart);
  expect(paths.toSorted()).toEqual(['me', 'me-too', 'too']);
});

test('another API gets another deployment, and the same one keeps its own', () => {
  const before = deploymentOf(make(lab5).template);
  expect(before).toHaveLength(1);
  expect(deploymentOf(make(lab5).template)).toEqual(before);
  expect(deploymentOf(make(SMALL).template)).not.toEqual(before);
});

/** The logical ids of its REST API's deployments. */
function deploymentOf({ Resources: all }: Template): string[] {
  return Object.keys(all).filter((id) => id.startsWith('RestDeployment'));
}

/** The properties of all resources of a type. */
function ofType({ Resources: all }: Template, type: string) {
  return Object.values(all)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

test.each([
  ['an unknown property', { Naem: 'x' }, 'no property Naem'],
  ['a required one that is missing', { LogGroupName: 'x' }, undefined],
  ['a number where a text belongs', { LogGroupName: 15 }, 'LogGroupName: not string'],
])('the check itself sees %s', (_, properties, problem) => {
  const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', 'AWS::Logs::LogGroup');
  const problems = problemsOf('Group', properties, resource as Resource);
  expect(problems).toEqual(problem === undefined ? [] : [`Group: ${problem}`]);
});

test('the check itself sees what is required', () => {
  const [resource] = spec.lookup(
    'resource',
    'cloudFormationType',
    'equals',
    'AWS::Lambda::Permission',
  );
  expect(problemsOf('May', { Action: 'lambda:InvokeFunction' }, resource as Resource)).toEqual([
    'May: FunctionName is missing',
    'May: Principal is missing',
  ]);
});

function problemsOf(
  path: string,
  given: Readonly<Record<string, unknown>>,
  { properties }: Pick<Resource, 'properties'>,
): string[] {
  const unknown = Object.keys(given).filter((name) => !(name in properties));
  const missing = Object.entries(properties).filter(
    ([name, { required }]) => required === true && given[name] === undefined,
  );
  return [
    ...unknown.map((name) => `${path}: no property ${name}`),
    ...missing.map(([name]) => `${path}: ${name} is missing`).toSorted(),
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = properties[name];
      return property ? problemsOfValue(`${path}: ${name}`, value, property.type) : [];
    }),
  ];
}

function problemsOfValue(path: string, value: unknown, type: PropertyType): string[] {
  // A reference becomes a text; where it leads is another test's question.
  if (isReference(value)) return [];
  const wrong = [`${path}: not ${type.type}`];
  switch (type.type) {
    case 'string':
      return typeof value === 'string' ? [] : wrong;
    case 'integer':
      return Number.isInteger(value) ? [] : wrong;
    case 'number':
      return typeof value === 'number' ? [] : wrong;
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'array':
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((item, index) =>
        problemsOfValue(`${path}[${index}]`, item, type.element),
      );
    case 'map':
      if (typeof value !== 'object' || value === null) return wrong;
      return Object.entries(value).flatMap(([name, item]) =>
        problemsOfValue(`${path}.${name}`, item, type.element),
      );
    case 'ref': {
      if (typeof value !== 'object' || value === null) return wrong;
      const definition = spec.get('typeDefinition', type.reference.$ref);
      return problemsOf(path, value as Record<string, unknown>, definition);
    }
    case 'tag':
      return 'Key' in Object(value) && 'Value' in Object(value) ? [] : wrong;
    case 'union': {
      const tried = type.types.map((one) => problemsOfValue(path, value, one));
      return tried.find((problems) => problems.length === 0) ?? tried[0] ?? wrong;
    }
    default:
      return [];
  }
}

function isReference(value: unknown): boolean {
  return ['Ref', 'Fn::GetAtt', 'Fn::Sub'].some((name) => name in Object(value));
}
