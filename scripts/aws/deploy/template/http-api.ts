/** The HTTP API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
import type { HttpCors } from '../../local/index.ts';
import { sourceOf, type PlannedHttpApi, type PlannedPermission } from '../plan.ts';
import { functionId } from './functions.ts';
import { permissionResource } from './permission.ts';
import { attribute, invocationUri, logicalId, ref, sub, type Resources } from './reference.ts';

/** Its logical id. */
export const HTTP_API = 'HttpApi';

export function httpApiResources(
  api: PlannedHttpApi,
  permissions: readonly PlannedPermission[],
  tags: Readonly<Record<string, string>>,
): Resources {
  const resources: Resources = {
    [HTTP_API]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: api.name,
        ProtocolType: 'HTTP',
        ...(api.cors && { CorsConfiguration: corsOf(api.cors) }),
        Tags: tags,
      },
    },
  };
  for (const { name, ...authorizer } of api.authorizers) {
    resources[authorizerId(name)] = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: ref(HTTP_API),
        Name: name,
        AuthorizerType: 'REQUEST',
        AuthorizerUri: invocationUri(functionId(authorizer.function)),
        AuthorizerPayloadFormatVersion: authorizer.payloadFormat,
        ...(authorizer.payloadFormat === '2.0' && {
          EnableSimpleResponses: authorizer.simpleResponses,
        }),
        IdentitySource: authorizer.identitySources,
        AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
      },
    };
  }
  for (const name of api.integrations) {
    resources[integrationId(name)] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref(HTTP_API),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: attribute(functionId(name), 'Arn'),
        PayloadFormatVersion: '2.0',
      },
    };
  }
  for (const { route, function: name, authorizer } of api.routes) {
    resources[logicalId('Http', 'Route', route)] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref(HTTP_API),
        RouteKey: route,
        Target: sub(`integrations/\${${integrationId(name)}}`),
        ...(authorizer === undefined
          ? { AuthorizationType: 'NONE' }
          : { AuthorizationType: 'CUSTOM', AuthorizerId: ref(authorizerId(authorizer)) }),
      },
    };
  }
  resources[logicalId('Http', 'Stage')] = {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: ref(HTTP_API),
      StageName: api.stage,
      AutoDeploy: true,
      DefaultRouteSettings: {
        ThrottlingRateLimit: api.throttling.requestsPerSecond,
        ThrottlingBurstLimit: api.throttling.burst,
      },
      Tags: tags,
    },
  };
  for (const permission of permissions.filter((one) => one.api === 'http')) {
    const { authorizer } = permission;
    const id = authorizer === undefined ? undefined : `\${${authorizerId(authorizer)}}`;
    Object.assign(
      resources,
      permissionResource(permission, HTTP_API, sourceOf(permission, '', id)),
    );
  }
  return resources;
}

function authorizerId(name: string): string {
  return logicalId('Http', 'Authorizer', name);
}

function integrationId(name: string): string {
  return logicalId('Http', 'Integration', name);
}

function corsOf(cors: HttpCors) {
  return {
    AllowOrigins: cors.allowOrigins,
    ...(cors.allowMethods && { AllowMethods: cors.allowMethods }),
    ...(cors.allowHeaders && { AllowHeaders: cors.allowHeaders }),
    ...(cors.exposeHeaders && { ExposeHeaders: cors.exposeHeaders }),
    ...(cors.allowCredentials !== undefined && { AllowCredentials: cors.allowCredentials }),
    ...(cors.maxAgeSeconds !== undefined && { MaxAge: cors.maxAgeSeconds }),
  };
}
