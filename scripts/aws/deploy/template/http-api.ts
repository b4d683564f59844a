/** The HTTP API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
import { say } from '#text/message.ts';
import { HTTP_STAGE, type HttpApi, type HttpAuthorizer } from '../../application.ts';
import { deployedName } from '../names.ts';
import { functionId, permissionResources } from './functions.ts';
import {
  attribute,
  HTTP_API,
  invocationUri,
  logicalId,
  OWN_ADDRESS,
  ref,
  sub,
  THROTTLING,
  type Resource,
} from './resource.ts';

export function httpApiResources(prefix: string, api: HttpApi): Resource[] {
  const { routes, authorizers = {} } = api;
  return [
    {
      id: HTTP_API,
      type: 'AWS::ApiGatewayV2::Api',
      properties: {
        Name: deployedName(prefix, 'http'),
        ProtocolType: 'HTTP',
      },
      words: say`HTTP API`,
    },
    ...Object.entries(authorizers).map(([name, authorizer]) => ({
      id: authorizerId(name),
      type: 'AWS::ApiGatewayV2::Authorizer',
      properties: {
        ApiId: ref(HTTP_API),
        Name: name,
        AuthorizerType: authorizer.type,
        ...authorizerSettings(authorizer),
      },
      words:
        authorizer.type === 'JWT'
          ? say`HTTP API: authorizer ${name}, checks tokens with their issuer's keys`
          : say`HTTP API: authorizer ${name}, asks ${authorizer.function}`,
    })),
    ...[...new Set(routes.map((route) => route.function))].map((name) => ({
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
    ...routes.map(({ route, function: name, authorizer, scopes }) => ({
      id: logicalId('HttpRoute', route),
      type: 'AWS::ApiGatewayV2::Route',
      properties: {
        ApiId: ref(HTTP_API),
        RouteKey: route,
        Target: sub(`integrations/\${${integrationId(name)}}`),
        ...(authorizer === undefined
          ? { AuthorizationType: 'NONE' }
          : {
              AuthorizationType: authorizers[authorizer]?.type === 'JWT' ? 'JWT' : 'CUSTOM',
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
          ThrottlingRateLimit: THROTTLING.requestsPerSecond,
          ThrottlingBurstLimit: THROTTLING.burst,
        },
      },
      words: say`HTTP API: stage ${HTTP_STAGE}, every change is deployed at once`,
    },
    ...permissionResources('http', HTTP_API, api, '*', authorizerId),
  ];
}

function authorizerSettings(authorizer: HttpAuthorizer) {
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
    AuthorizerResultTtlInSeconds: authorizer.ttlSeconds ?? 0,
  };
}

function authorizerId(name: string): string {
  return logicalId('HttpAuthorizer', name);
}

function integrationId(name: string): string {
  return logicalId('HttpIntegration', name);
}
