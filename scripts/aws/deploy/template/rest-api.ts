/** The REST API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html */
import { createHash } from 'node:crypto';
import { say } from '#text/message.ts';
import type { RestCors } from '../../application.ts';
import type { Plan, PlannedRestApi } from '../plan.ts';
import { functionId, permissionResources, routeSource } from './functions.ts';
import {
  attribute,
  invocationUri,
  logicalId,
  ref,
  type Reference,
  type Resource,
} from './resource.ts';

/** The logical ids of the API and of its stage. */
export const REST_API = 'RestApi';
export const REST_STAGE = 'RestStage';

export function restApiResources(api: PlannedRestApi, plan: Plan): Resource[] {
  const methods = [...methodResources(api), ...preflightResources(api)];
  const deploymentId = `RestDeployment${versionOf(api, methods)}`;
  return [
    {
      id: REST_API,
      type: 'AWS::ApiGateway::RestApi',
      properties: { Name: api.name, EndpointConfiguration: { Types: ['REGIONAL'] } },
      words: say`REST API`,
    },
    ...api.authorizers.map((authorizer) => ({
      id: authorizerId(authorizer.name),
      type: 'AWS::ApiGateway::Authorizer',
      properties: {
        RestApiId: ref(REST_API),
        Name: authorizer.name,
        Type: authorizer.type,
        AuthorizerUri: invocationUri(functionId(authorizer.function)),
        AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
        ...(authorizer.type === 'TOKEN'
          ? {
              IdentitySource: authorizer.identitySource,
              ...(authorizer.validationExpression !== undefined && {
                IdentityValidationExpression: authorizer.validationExpression,
              }),
            }
          : authorizer.identitySources && {
              IdentitySource: authorizer.identitySources.join(','),
            }),
      },
      words: say`REST API: authorizer ${authorizer.name}, asks ${authorizer.function}`,
    })),
    ...api.resources.map(({ path, parent, part }) => ({
      id: resourceId(path),
      type: 'AWS::ApiGateway::Resource',
      properties: { RestApiId: ref(REST_API), ParentId: resourceRef(parent), PathPart: part },
      words: say`REST API: path ${path}`,
    })),
    ...methods,
    // A deployment is a snapshot of the API: another API needs another one, and so another name.
    {
      id: deploymentId,
      type: 'AWS::ApiGateway::Deployment',
      dependsOn: methods.map(({ id }) => id),
      properties: { RestApiId: ref(REST_API) },
      words: say`REST API: deployment, the API as it is now`,
    },
    {
      id: REST_STAGE,
      type: 'AWS::ApiGateway::Stage',
      properties: {
        RestApiId: ref(REST_API),
        DeploymentId: ref(deploymentId),
        StageName: api.stage,
        MethodSettings: [
          {
            ResourcePath: '/*',
            HttpMethod: '*',
            ThrottlingRateLimit: api.throttling.requestsPerSecond,
            ThrottlingBurstLimit: api.throttling.burst,
          },
        ],
      },
      words: say`REST API: stage ${api.stage}`,
    },
    ...permissionResources('rest', REST_API, plan, {
      route: (route) => routeSource(api.stage, route),
      authorizer: (name) => `authorizers/\${${authorizerId(name)}}`,
    }),
  ];
}

function methodResources({ methods }: PlannedRestApi): Resource[] {
  return methods.map(({ path, method, function: name, authorizer }) => ({
    id: methodId(method, path),
    type: 'AWS::ApiGateway::Method',
    properties: {
      RestApiId: ref(REST_API),
      ResourceId: resourceRef(path),
      HttpMethod: method,
      ...(authorizer === undefined
        ? { AuthorizationType: 'NONE' }
        : { AuthorizationType: 'CUSTOM', AuthorizerId: ref(authorizerId(authorizer)) }),
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: invocationUri(functionId(name)),
      },
    },
    words:
      authorizer === undefined
        ? say`REST API: ${method} ${path} -> ${name}`
        : say`REST API: ${method} ${path} -> [${authorizer}] -> ${name}`,
  }));
}

/** OPTIONS methods that the gateway answers by itself: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
function preflightResources({ preflights, cors }: PlannedRestApi): Resource[] {
  if (!cors) return [];
  const headers = preflightHeaders(cors).map(
    ([name, value]) => [`method.response.header.${name}`, value] as const,
  );
  return preflights.map((path) => ({
    id: methodId('OPTIONS', path),
    type: 'AWS::ApiGateway::Method',
    properties: {
      RestApiId: ref(REST_API),
      ResourceId: resourceRef(path),
      HttpMethod: 'OPTIONS',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode": 200}' },
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseParameters: Object.fromEntries(
              headers.map(([name, value]) => [name, `'${value}'`]),
            ),
          },
        ],
      },
      MethodResponses: [
        {
          StatusCode: '200',
          ResponseParameters: Object.fromEntries(headers.map(([name]) => [name, false])),
        },
      ],
    },
    words: say`REST API: OPTIONS ${path}, answered by the gateway`,
  }));
}

function preflightHeaders(cors: RestCors): (readonly [name: string, value: string])[] {
  const { allowOrigin, allowMethods = [], allowHeaders = [] } = cors;
  return [
    ['Access-Control-Allow-Origin', allowOrigin] as const,
    ['Access-Control-Allow-Methods', allowMethods.join(',')] as const,
    ['Access-Control-Allow-Headers', allowHeaders.join(',')] as const,
  ].filter(([, value]) => value !== '');
}

function resourceRef(path: string): Reference {
  return path === '/' ? attribute(REST_API, 'RootResourceId') : ref(resourceId(path));
}

function resourceId(path: string): string {
  return logicalId('RestPath', path);
}

function methodId(method: string, path: string): string {
  return logicalId('RestMethod', `${method} ${path}`);
}

function authorizerId(name: string): string {
  return logicalId('RestAuthorizer', name);
}

/** Eight letters and digits that tell of all that a deployment is a snapshot of. */
function versionOf(api: PlannedRestApi, methods: readonly Resource[]): string {
  const settings = methods.map(({ properties }) => properties);
  const text = JSON.stringify([api.authorizers, api.resources, settings]);
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
