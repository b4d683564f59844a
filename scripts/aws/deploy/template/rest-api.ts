/** The REST API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html */
import { createHash } from 'node:crypto';
import { say } from '#text/message.ts';
import { DEFAULT_REST_STAGE, DEFAULT_REST_TTL_SECONDS, type RestApi } from '../../application.ts';
import { deployedName } from '../names.ts';
import { functionId, permissionResources } from './functions.ts';
import {
  attribute,
  invocationUri,
  logicalId,
  ref,
  THROTTLING,
  type Reference,
  type Resource,
} from './resource.ts';

/** The logical ids of the API and of its stage. */
export const REST_API = 'RestApi';
export const REST_STAGE = 'RestStage';

export function restApiResources(prefix: string, api: RestApi): Resource[] {
  const { stage = DEFAULT_REST_STAGE, authorizers = {} } = api;
  const parts = [
    ...Object.entries(authorizers).map(([name, authorizer]) => ({
      id: authorizerId(name),
      type: 'AWS::ApiGateway::Authorizer',
      properties: {
        RestApiId: ref(REST_API),
        Name: name,
        Type: authorizer.type,
        IdentitySource: authorizer.identitySource,
        AuthorizerUri: invocationUri(functionId(authorizer.function)),
        AuthorizerResultTtlInSeconds: authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS,
      },
      words: say`REST API: authorizer ${name}, asks ${authorizer.function}`,
    })),
    ...pathResources(api),
  ];
  const methods = methodResources(api);
  const deploymentId = `RestDeployment${versionOf([...parts, ...methods])}`;
  return [
    {
      id: REST_API,
      type: 'AWS::ApiGateway::RestApi',
      properties: {
        Name: deployedName(prefix, 'rest'),
        EndpointConfiguration: { Types: ['REGIONAL'] },
      },
      words: say`REST API`,
    },
    ...parts,
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
        StageName: stage,
        MethodSettings: [
          {
            ResourcePath: '/*',
            HttpMethod: '*',
            ThrottlingRateLimit: THROTTLING.requestsPerSecond,
            ThrottlingBurstLimit: THROTTLING.burst,
          },
        ],
      },
      words: say`REST API: stage ${stage}`,
    },
    ...permissionResources('rest', REST_API, api, stage, authorizerId),
  ];
}

/** Every path but `/`, parents first. */
function pathResources({ routes }: RestApi): Resource[] {
  const resources = new Map<string, Resource>();
  for (const { route } of routes) {
    let parent = '';
    for (const part of route.split('/').slice(1).filter(Boolean)) {
      const path = `${parent}/${part}`;
      resources.set(path, {
        id: resourceId(path),
        type: 'AWS::ApiGateway::Resource',
        properties: { RestApiId: ref(REST_API), ParentId: resourceRef(parent), PathPart: part },
        words: say`REST API: path ${path}`,
      });
      parent = path;
    }
  }
  return [...resources.values()];
}

function methodResources({ routes }: RestApi): Resource[] {
  const methods = routes.map(({ route, ...rest }) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path, ...rest };
  });
  return methods.map(({ path, method, function: name, authorizer }) => ({
    id: logicalId('RestMethod', `${method} ${path}`),
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
  return path === '' || path === '/'
    ? attribute(REST_API, 'RootResourceId')
    : ref(resourceId(path));
}

function resourceId(path: string): string {
  return logicalId('RestPath', path);
}

function authorizerId(name: string): string {
  return logicalId('RestAuthorizer', name);
}

/** Eight letters and digits that tell of all that a deployment is a snapshot of. */
function versionOf(parts: readonly Resource[]): string {
  const text = JSON.stringify(parts.map(({ properties }) => properties));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
