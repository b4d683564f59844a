/** The HTTP API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
import { say } from '#text/message.ts';
import { HTTP_STAGE, type Plan, type PlannedHttpApi, type PlannedHttpAuthorizer } from '../plan.ts';
import { functionId, permissionResources, routeSource } from './functions.ts';
import {
  attribute,
  HTTP_API,
  invocationUri,
  logicalId,
  OWN_ADDRESS,
  ref,
  sub,
  type Resource,
} from './resource.ts';

export function httpApiResources(api: PlannedHttpApi, plan: Plan): Resource[] {
  const jwt = new Set(api.authorizers.filter(({ type }) => type === 'JWT').map(({ name }) => name));
  return [
    {
      id: HTTP_API,
      type: 'AWS::ApiGatewayV2::Api',
      properties: {
        Name: api.name,
        ProtocolType: 'HTTP',
      },
      words: say`HTTP API`,
    },
    ...api.authorizers.map((authorizer) => ({
      id: authorizerId(authorizer.name),
      type: 'AWS::ApiGatewayV2::Authorizer',
      properties: {
        ApiId: ref(HTTP_API),
        Name: authorizer.name,
        AuthorizerType: authorizer.type,
        ...authorizerSettings(authorizer),
      },
      words:
        authorizer.type === 'JWT'
          ? say`HTTP API: authorizer ${authorizer.name}, checks tokens with their issuer's keys`
          : say`HTTP API: authorizer ${authorizer.name}, asks ${authorizer.function}`,
    })),
    ...api.integrations.map((name) => ({
      id: integrationId(name),
      type: 'AWS::ApiGatewayV2::Integration',
      properties: {
        ApiId: ref(HTTP_API),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: attribute(functionId(name), 'Arn'),
        PayloadFormatVersion: '2.0',
      },
      words: say`HTTP API: integration, calls ${name}`,
    })),
    ...api.routes.map(({ route, function: name, authorizer, scopes }) => ({
      id: logicalId('HttpRoute', route),
      type: 'AWS::ApiGatewayV2::Route',
      properties: {
        ApiId: ref(HTTP_API),
        RouteKey: route,
        Target: sub(`integrations/\${${integrationId(name)}}`),
        ...(authorizer === undefined
          ? { AuthorizationType: 'NONE' }
          : {
              AuthorizationType: jwt.has(authorizer) ? 'JWT' : 'CUSTOM',
              AuthorizerId: ref(authorizerId(authorizer)),
              ...(scopes && { AuthorizationScopes: scopes }),
            }),
      },
      words:
        authorizer === undefined
          ? say`HTTP API: ${route} -> ${name}`
          : say`HTTP API: ${route} -> [${authorizer}] -> ${name}`,
    })),
    {
      id: 'HttpStage',
      type: 'AWS::ApiGatewayV2::Stage',
      properties: {
        ApiId: ref(HTTP_API),
        StageName: HTTP_STAGE,
        AutoDeploy: true,
        DefaultRouteSettings: {
          ThrottlingRateLimit: api.throttling.requestsPerSecond,
          ThrottlingBurstLimit: api.throttling.burst,
        },
      },
      words: say`HTTP API: stage ${HTTP_STAGE}, every change is deployed at once`,
    },
    ...permissionResources('http', HTTP_API, plan, {
      route: (route) => routeSource('*', route),
      authorizer: (name) => `authorizers/\${${authorizerId(name)}}`,
    }),
  ];
}

function authorizerSettings(authorizer: PlannedHttpAuthorizer) {
  if (authorizer.type === 'JWT') {
    const { audience, identitySource, issuer } = authorizer;
    return {
      IdentitySource: [identitySource],
      JwtConfiguration: {
        Issuer: typeof issuer === 'string' ? issuer : OWN_ADDRESS,
        Audience: audience,
      },
    };
  }
  return {
    AuthorizerUri: invocationUri(functionId(authorizer.function)),
    AuthorizerPayloadFormatVersion: authorizer.payloadFormat,
    EnableSimpleResponses: authorizer.simpleResponses,
    IdentitySource: authorizer.identitySources,
    AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
  };
}

function authorizerId(name: string): string {
  return logicalId('HttpAuthorizer', name);
}

function integrationId(name: string): string {
  return logicalId('HttpIntegration', name);
}
