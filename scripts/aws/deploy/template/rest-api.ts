/** The REST API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html */
import { createHash } from 'node:crypto';
import { say } from '#text/message.ts';
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
  const methods = methodResources(api);
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
        IdentitySource: authorizer.identitySource,
        AuthorizerUri: invocationUri(functionId(authorizer.function)),
        AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
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
