/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/ */
import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteAuthorizerCommand,
  DeleteCorsConfigurationCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  ResetAuthorizersCacheCommand,
  UpdateApiCommand,
  UpdateAuthorizerCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  type Api,
  type ApiGatewayV2Client,
  type Authorizer,
  type Cors,
  type Integration,
} from '@aws-sdk/client-apigatewayv2';
import type { HttpCors, Route } from '../../local/index.ts';
import { say } from '#text/message.ts';
import type { Clients } from '../clients.ts';
import { isOurs, type Tags } from '../names.ts';
import type { Plan, PlannedHttpApi, PlannedHttpAuthorizer } from '../plan.ts';
import { WORDS } from '../words.ts';
import { allOf, persist, type Work } from '../work.ts';
import { invocationUri } from './invocation-uri.ts';
import type { Account } from './role.ts';
import { hasAll } from './same.ts';

/** An API as it stands on AWS. */
export interface EnsuredApi {
  readonly id: string;
  /** Without a slash at the end; a REST API's has its stage. */
  readonly url: string;
  /** By the names that the application gives them. */
  readonly authorizerIds: ReadonlyMap<string, string>;
}

/** What the functions' names stand for. */
export interface Deployed {
  readonly account: Account;
  readonly functionArns: ReadonlyMap<string, string>;
}

export async function ensureHttpApi(
  work: Work,
  plan: Plan,
  api: PlannedHttpApi,
  deployed: Deployed,
): Promise<EnsuredApi> {
  const made = await ensureItself(work, plan, api);
  const ApiId = String(made.ApiId);
  const authorizerIds = await ensureAuthorizers(work, ApiId, api, deployed);
  const integrationIds = await ensureIntegrations(work, ApiId, api, deployed);
  await ensureRoutes(work, ApiId, api, authorizerIds, integrationIds);
  await removeAuthorizers(work, ApiId, new Set(authorizerIds.values()));
  await removeIntegrations(work, ApiId, new Set(integrationIds.values()));
  await ensureStage(work, ApiId, plan, api);
  return { id: ApiId, url: String(made.ApiEndpoint), authorizerIds };
}

/** Forgets what authorizers said before this deployment: an answer may live for an hour. */
export function forgetHttpAnswers(work: Work, { stage }: PlannedHttpApi, ApiId: string) {
  return persist(work, async () => {
    await work.clients.http.send(new ResetAuthorizersCacheCommand({ ApiId, StageName: stage }));
    work.tell('change', say`HTTP API: cached answers forgotten`);
  });
}

/** The HTTP APIs of this name and with our tag; the oldest, which counts, first. */
export async function findHttpApis(
  { http }: Clients,
  name: string,
  isWanted: (tags: Tags) => boolean,
): Promise<Api[]> {
  const apis = await allOf(
    (NextToken) => http.send(new GetApisCommand({ NextToken })),
    ({ Items }) => Items,
    ({ NextToken }) => NextToken,
  );
  return apis
    .filter(({ Name, Tags: tags }) => Name === name && isWanted(tags ?? {}))
    .toSorted((a, b) => ageOf(a) - ageOf(b));
}

function ageOf({ CreatedDate }: Api): number {
  return CreatedDate?.getTime() ?? 0;
}

function ensureItself(
  work: Work,
  plan: Plan,
  { name: Name, cors }: PlannedHttpApi,
): Promise<Partial<Api>> {
  const { http } = work.clients;
  const wanted = cors && corsOf(cors);
  return persist(work, async () => {
    const [found, ...twins] = await findHttpApis(work.clients, Name, (tags) =>
      isOurs(tags, plan.prefix),
    );
    if (!found) {
      const Tags = { ...plan.tags };
      const settings = { Name, ProtocolType: 'HTTP', Tags, CorsConfiguration: wanted } as const;
      const made = await http.send(new CreateApiCommand(settings));
      work.tell('make', WORDS.httpApi());
      return made;
    }
    // AWS allows two of one name: an answer that got lost may have left one.
    for (const { ApiId } of twins) {
      await http.send(new DeleteApiCommand({ ApiId }));
      work.tell('remove', say`HTTP API: a second one of the same name`);
    }
    const { ApiId, CorsConfiguration } = found;
    if (isSameCors(CorsConfiguration, wanted)) {
      work.tell('same', WORDS.httpApi());
    } else {
      await (wanted
        ? http.send(new UpdateApiCommand({ ApiId, CorsConfiguration: wanted }))
        : http.send(new DeleteCorsConfigurationCommand({ ApiId })));
      work.tell('change', say`HTTP API: its CORS settings`);
    }
    return found;
  });
}

function corsOf(cors: HttpCors): Cors {
  return {
    AllowOrigins: [...cors.allowOrigins],
    AllowMethods: cors.allowMethods?.slice(),
    AllowHeaders: cors.allowHeaders?.slice(),
    ExposeHeaders: cors.exposeHeaders?.slice(),
    AllowCredentials: cors.allowCredentials,
    MaxAge: cors.maxAgeSeconds,
  };
}

/** Without regard to order and to the case of header names, which AWS may change. */
function isSameCors(found: Cors | undefined, wanted: Cors | undefined): boolean {
  return comparable(found) === comparable(wanted);
}

function comparable(cors: Cors | undefined): string {
  const texts = Object.entries(cors ?? {}).flatMap(([key, value]) => {
    const list = Array.isArray(value) ? value.toSorted() : value;
    // unconfirmed: that AWS shows a 0 or false where nothing was said.
    const isSilent = !list || (Array.isArray(list) && list.length === 0);
    return isSilent ? [] : `${key} ${JSON.stringify(list)}`.toLowerCase();
  });
  return texts.toSorted().join('\n');
}

function ensureAuthorizers(
  work: Work,
  ApiId: string,
  { authorizers }: PlannedHttpApi,
  deployed: Deployed,
): Promise<ReadonlyMap<string, string>> {
  const { http } = work.clients;
  return persist(work, async () => {
    const found = authorizers.length === 0 ? [] : await listAuthorizers(http, ApiId);
    const ids = new Map<string, string>();
    for (const authorizer of authorizers) {
      const { name } = authorizer;
      const wanted = authorizerOf(authorizer, deployed);
      const there = found.find(({ Name }) => Name === name);
      if (!there) {
        const made = await http.send(new CreateAuthorizerCommand({ ApiId, ...wanted }));
        ids.set(name, String(made.AuthorizerId));
        work.tell('make', WORDS.authorizer(name, authorizer.function));
        continue;
      }
      const AuthorizerId = String(there.AuthorizerId);
      ids.set(name, AuthorizerId);
      if (hasAll({ ...SILENT, ...there }, wanted)) {
        work.tell('same', say`  authorizer ${name}`);
      } else {
        await http.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, ...wanted }));
        work.tell('change', WORDS.authorizer(name, authorizer.function));
      }
    }
    return ids;
  });
}

/** What an authorizer has of which AWS says nothing. unconfirmed: that it says nothing of these. */
const SILENT = {
  EnableSimpleResponses: false,
  IdentitySource: [],
  AuthorizerResultTtlInSeconds: 0,
};

function authorizerOf(authorizer: PlannedHttpAuthorizer, { account, functionArns }: Deployed) {
  const { payloadFormat } = authorizer;
  return {
    Name: authorizer.name,
    AuthorizerType: 'REQUEST' as const,
    AuthorizerUri: invocationUri(account, String(functionArns.get(authorizer.function))),
    AuthorizerPayloadFormatVersion: payloadFormat,
    // Format 1.0 knows no simple responses, and AWS does not take a word on them.
    ...(payloadFormat === '2.0' ? { EnableSimpleResponses: authorizer.simpleResponses } : {}),
    IdentitySource: [...authorizer.identitySources],
    AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
  };
}

function ensureIntegrations(
  work: Work,
  ApiId: string,
  { integrations }: PlannedHttpApi,
  { functionArns }: Deployed,
): Promise<ReadonlyMap<string, string>> {
  const { http } = work.clients;
  return persist(work, async () => {
    const found = await listIntegrations(http, ApiId);
    const ids = new Map<string, string>();
    for (const name of integrations) {
      const wanted = {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: String(functionArns.get(name)),
        PayloadFormatVersion: '2.0',
      } as const;
      const there = found.find((integration) => hasAll(integration, wanted));
      if (there) {
        work.tell('same', WORDS.integration(name));
        ids.set(name, String(there.IntegrationId));
      } else {
        const made = await http.send(new CreateIntegrationCommand({ ApiId, ...wanted }));
        work.tell('make', WORDS.integration(name));
        ids.set(name, String(made.IntegrationId));
      }
    }
    return ids;
  });
}

function ensureRoutes(
  work: Work,
  ApiId: string,
  { routes }: PlannedHttpApi,
  authorizerIds: ReadonlyMap<string, string>,
  integrationIds: ReadonlyMap<string, string>,
): Promise<void> {
  const { http } = work.clients;
  return persist(work, async () => {
    const found = await allOf(
      (NextToken) => http.send(new GetRoutesCommand({ ApiId, NextToken })),
      ({ Items }) => Items,
      ({ NextToken }) => NextToken,
    );
    for (const route of routes) {
      const wanted = routeOf(route, authorizerIds, integrationIds);
      const there = found.find(({ RouteKey }) => RouteKey === route.route);
      if (!there) {
        await http.send(new CreateRouteCommand({ ApiId, ...wanted }));
        work.tell('make', WORDS.route(route));
      } else if (hasAll(there, wanted)) {
        work.tell('same', WORDS.route(route));
      } else {
        await http.send(new UpdateRouteCommand({ ApiId, RouteId: there.RouteId, ...wanted }));
        work.tell('change', WORDS.route(route));
      }
    }
    for (const { RouteKey, RouteId } of found) {
      if (routes.some(({ route }) => route === RouteKey)) continue;
      await http.send(new DeleteRouteCommand({ ApiId, RouteId }));
      work.tell('remove', say`  route ${RouteKey ?? ''}`);
    }
  });
}

/** unconfirmed: that a route which becomes open gives up its authorizer, so that it can be removed. */
function routeOf(
  { route, function: name, authorizer }: Route,
  authorizerIds: ReadonlyMap<string, string>,
  integrationIds: ReadonlyMap<string, string>,
) {
  return {
    RouteKey: route,
    Target: `integrations/${String(integrationIds.get(name))}`,
    ...(authorizer === undefined
      ? { AuthorizationType: 'NONE' as const }
      : { AuthorizationType: 'CUSTOM' as const, AuthorizerId: authorizerIds.get(authorizer) }),
  };
}

function removeAuthorizers(work: Work, ApiId: string, kept: ReadonlySet<string>): Promise<void> {
  const { http } = work.clients;
  return persist(work, async () => {
    for (const { AuthorizerId, Name } of await listAuthorizers(http, ApiId)) {
      if (kept.has(String(AuthorizerId))) continue;
      await http.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }));
      work.tell('remove', say`  authorizer ${Name ?? ''}`);
    }
  });
}

function removeIntegrations(work: Work, ApiId: string, kept: ReadonlySet<string>): Promise<void> {
  const { http } = work.clients;
  return persist(work, async () => {
    for (const { IntegrationId } of await listIntegrations(http, ApiId)) {
      if (kept.has(String(IntegrationId))) continue;
      await http.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }));
      work.tell('remove', say`  an integration that no route leads to`);
    }
  });
}

function ensureStage(work: Work, ApiId: string, plan: Plan, api: PlannedHttpApi): Promise<void> {
  const { http } = work.clients;
  const wanted = {
    StageName: api.stage,
    AutoDeploy: true,
    DefaultRouteSettings: {
      ThrottlingRateLimit: api.throttling.requestsPerSecond,
      ThrottlingBurstLimit: api.throttling.burst,
    },
  };
  return persist(work, async () => {
    const stages = await allOf(
      (NextToken) => http.send(new GetStagesCommand({ ApiId, NextToken })),
      ({ Items }) => Items,
      ({ NextToken }) => NextToken,
    );
    const there = stages.find(({ StageName }) => StageName === api.stage);
    const settings = there?.DefaultRouteSettings ?? {};
    if (!there) {
      await http.send(new CreateStageCommand({ ApiId, ...wanted, Tags: { ...plan.tags } }));
      work.tell('make', WORDS.httpStage());
    } else if (there.AutoDeploy && hasAll(settings, wanted.DefaultRouteSettings)) {
      work.tell('same', say`  stage ${api.stage}`);
    } else {
      await http.send(new UpdateStageCommand({ ApiId, ...wanted }));
      work.tell('change', WORDS.httpStage());
    }
  });
}

function listAuthorizers(http: ApiGatewayV2Client, ApiId: string): Promise<Authorizer[]> {
  return allOf(
    (NextToken) => http.send(new GetAuthorizersCommand({ ApiId, NextToken })),
    ({ Items }) => Items,
    ({ NextToken }) => NextToken,
  );
}

function listIntegrations(http: ApiGatewayV2Client, ApiId: string): Promise<Integration[]> {
  return allOf(
    (NextToken) => http.send(new GetIntegrationsCommand({ ApiId, NextToken })),
    ({ Items }) => Items,
    ({ NextToken }) => NextToken,
  );
}
