/** The REST API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html */
import { createHash } from 'node:crypto';
import type { RestCors } from '../../local/index.ts';
import { MOCK_TEMPLATES, preflightHeaders } from '../deploy/preflight.ts';
import { sourceOf, type PlannedPermission, type PlannedRestApi } from '../plan.ts';
import { functionId } from './functions.ts';
import { permissionResource } from './permission.ts';
import {
  attribute,
  invocationUri,
  logicalId,
  ref,
  tagList,
  type Reference,
  type Resources,
  type TemplateResource,
} from './reference.ts';

/** Its logical id. */
export const REST_API = 'RestApi';

export function restApiResources(
  api: PlannedRestApi,
  permissions: readonly PlannedPermission[],
  tags: Readonly<Record<string, string>>,
): Resources {
  const resources: Resources = {
    [REST_API]: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Name: api.name,
        EndpointConfiguration: { Types: ['REGIONAL'] },
        Tags: tagList(tags),
      },
    },
  };
  for (const authorizer of api.authorizers) {
    const { name, type, ttlSeconds } = authorizer;
    resources[authorizerId(name)] = {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: ref(REST_API),
        Name: name,
        Type: type,
        AuthorizerUri: invocationUri(functionId(authorizer.function)),
        AuthorizerResultTtlInSeconds: ttlSeconds,
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
    };
  }
  for (const { path, parent, part } of api.resources) {
    resources[resourceId(path)] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: ref(REST_API), ParentId: resourceRef(parent), PathPart: part },
    };
  }
  const methods = methodResources(api);
  const deploymentId = `${logicalId('Rest', 'Deployment')}${versionOf(api, methods)}`;
  return {
    ...resources,
    ...methods,
    // A deployment is a picture of the API: another API needs another one, and so another name.
    [deploymentId]: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: Object.keys(methods),
      Properties: { RestApiId: ref(REST_API) },
    },
    [logicalId('Rest', 'Stage')]: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
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
        Tags: tagList(tags),
      },
    },
    ...permissionsOf(api, permissions),
  };
}

function methodResources({ methods, preflights, cors }: PlannedRestApi): Resources {
  const resources: Resources = {};
  for (const { path, method, function: name, authorizer } of methods) {
    resources[methodId(method, path)] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
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
    };
  }
  if (cors) {
    for (const path of preflights) resources[methodId('OPTIONS', path)] = preflight(path, cors);
  }
  return resources;
}

/** An OPTIONS method that the gateway answers by itself. */
function preflight(path: string, cors: RestCors): TemplateResource {
  const headers = Object.entries(preflightHeaders(cors)).map(
    ([name, value]) => [`method.response.header.${name}`, value] as const,
  );
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref(REST_API),
      ResourceId: resourceRef(path),
      HttpMethod: 'OPTIONS',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        RequestTemplates: MOCK_TEMPLATES,
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
  };
}

function permissionsOf(
  { stage }: PlannedRestApi,
  permissions: readonly PlannedPermission[],
): Resources {
  const resources: Resources = {};
  for (const permission of permissions.filter(({ api }) => api === 'rest')) {
    const { authorizer } = permission;
    const id = authorizer === undefined ? undefined : `\${${authorizerId(authorizer)}}`;
    Object.assign(
      resources,
      permissionResource(permission, REST_API, sourceOf(permission, stage, id)),
    );
  }
  return resources;
}

function resourceRef(path: string): Reference {
  return path === '/' ? attribute(REST_API, 'RootResourceId') : ref(resourceId(path));
}

function resourceId(path: string): string {
  return logicalId('Rest', 'Path', path);
}

function methodId(method: string, path: string): string {
  return logicalId('Rest', 'Method', method, path);
}

function authorizerId(name: string): string {
  return logicalId('Rest', 'Authorizer', name);
}

/** Twelve letters and digits that tell of all that a deployment is a picture of. */
function versionOf(api: PlannedRestApi, methods: Resources): string {
  const text = JSON.stringify([api.authorizers, api.resources, methods]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
