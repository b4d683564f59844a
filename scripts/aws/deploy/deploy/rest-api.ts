/** https://docs.aws.amazon.com/apigateway/latest/api/ */
import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteAuthorizerCommand,
  DeleteDeploymentCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  FlushStageAuthorizersCacheCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateAuthorizerCommand,
  UpdateStageCommand,
  type APIGatewayClient,
  type Authorizer,
  type Deployment,
  type PatchOperation,
  type Resource,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import { createHash } from 'node:crypto';
import { say } from '#text/message.ts';
import type { Clients } from '../clients.ts';
import { isOurs, TAG_KEY, type Tags } from '../names.ts';
import { partitionOf } from '../partition.ts';
import type {
  Plan,
  PlannedMethod,
  PlannedRestApi,
  PlannedRestAuthorizer,
  Throttling,
} from '../plan.ts';
import { asRoute, WORDS } from '../words.ts';
import { allOf, persist, type Work } from '../work.ts';
import type { Deployed, EnsuredApi } from './http-api.ts';
import { invocationUri } from './invocation-uri.ts';
import { MOCK_TEMPLATES, preflightHeaders } from './preflight.ts';
import { hasAll } from './same.ts';

/**
 * What is changed here is a draft: clients see it when it is deployed to the stage, all at once. So
 * a method may be taken away and made anew without anybody missing it.
 */
export async function ensureRestApi(
  work: Work,
  plan: Plan,
  api: PlannedRestApi,
  deployed: Deployed,
): Promise<EnsuredApi> {
  const restApiId = String((await ensureItself(work, plan, api)).id);
  const authorizerIds = await ensureAuthorizers(work, restApiId, api, deployed);
  await ensureResources(work, restApiId, api);
  await ensureMethods(work, restApiId, api, authorizerIds, deployed);
  const draft = versionOf(api, authorizerIds, deployed);
  const deploymentId = await ensureDeployment(work, restApiId, draft);
  await ensureStage(work, restApiId, plan, api, deploymentId);
  await removeRest(work, restApiId, api, deploymentId, new Set(authorizerIds.values()));
  return { id: restApiId, url: restUrl(work.clients, restApiId, api.stage), authorizerIds };
}

/** Forgets what authorizers said before this deployment: an answer lives for five minutes. */
export function forgetRestAnswers(work: Work, { stage }: PlannedRestApi, restApiId: string) {
  return persist(work, async () => {
    const flush = { restApiId, stageName: stage };
    await work.clients.rest.send(new FlushStageAuthorizersCacheCommand(flush));
    work.tell('change', say`REST API: cached answers forgotten`);
  });
}

/** Where a REST API answers; its stage is the first part of every path. */
export function restUrl({ region }: Pick<Clients, 'region'>, id: string, stage: string): string {
  return `https://${id}.execute-api.${region}.${partitionOf(region).domain}/${stage}`;
}

/** The REST APIs of this name and with our tag; the oldest, which counts, first. */
export async function findRestApis(
  { rest }: Clients,
  name: string,
  isWanted: (tags: Tags) => boolean,
): Promise<RestApi[]> {
  const apis = await allOf(
    (position) => rest.send(new GetRestApisCommand({ position })),
    ({ items }) => items,
    ({ position }) => position,
  );
  return apis
    .filter((api) => api.name === name && isWanted(api.tags ?? {}))
    .toSorted((a, b) => ageOf(a) - ageOf(b));
}

export async function stagesOf({ rest }: Clients, restApiId: string): Promise<Stage[]> {
  return (await rest.send(new GetStagesCommand({ restApiId }))).item ?? [];
}

function ageOf({ createdDate }: RestApi): number {
  return createdDate?.getTime() ?? 0;
}

function ensureItself(work: Work, plan: Plan, { name }: PlannedRestApi): Promise<RestApi> {
  const { rest } = work.clients;
  return persist(work, async () => {
    const [found, ...twins] = await findRestApis(work.clients, name, (tags) =>
      isOurs(tags, plan.prefix),
    );
    if (!found) {
      const settings = {
        name,
        // In this region only: no content delivery network before it, whose caches would be one more.
        endpointConfiguration: { types: ['REGIONAL' as const] },
        tags: { ...plan.tags },
      };
      const made = await rest.send(new CreateRestApiCommand(settings));
      work.tell('make', WORDS.restApi());
      return made;
    }
    // AWS allows two of one name: an answer that got lost may have left one.
    for (const { id } of twins) {
      await rest.send(new DeleteRestApiCommand({ restApiId: id }));
      work.tell('remove', say`REST API: a second one of the same name`);
    }
    work.tell('same', WORDS.restApi());
    return found;
  });
}

function ensureAuthorizers(
  work: Work,
  restApiId: string,
  { authorizers }: PlannedRestApi,
  deployed: Deployed,
): Promise<ReadonlyMap<string, string>> {
  const { rest } = work.clients;
  return persist(work, async () => {
    const found = authorizers.length === 0 ? [] : await listAuthorizers(rest, restApiId);
    const ids = new Map<string, string>();
    for (const authorizer of authorizers) {
      const { name } = authorizer;
      const wanted = authorizerOf(authorizer, deployed);
      const there = found.find((candidate) => candidate.name === name);
      if (!there) {
        const settings = { restApiId, ...withoutEmpty(wanted) };
        const made = await rest.send(new CreateAuthorizerCommand(settings));
        ids.set(name, String(made.id));
        work.tell('make', WORDS.authorizer(name, authorizer.function));
        continue;
      }
      ids.set(name, String(there.id));
      const patchOperations = Object.entries(wanted).flatMap(([key, value]) =>
        hasAll({ identitySource: '', identityValidationExpression: '', ...there }, { [key]: value })
          ? []
          : { op: 'replace' as const, path: `/${key}`, value: String(value) },
      );
      if (patchOperations.length === 0) {
        work.tell('same', say`  authorizer ${name}`);
      } else {
        const change = { restApiId, authorizerId: there.id, patchOperations };
        await rest.send(new UpdateAuthorizerCommand(change));
        work.tell('change', WORDS.authorizer(name, authorizer.function));
      }
    }
    return ids;
  });
}

function authorizerOf(authorizer: PlannedRestAuthorizer, { account, functionArns }: Deployed) {
  const { type } = authorizer;
  const common = {
    name: authorizer.name,
    type,
    authorizerUri: invocationUri(account, String(functionArns.get(authorizer.function))),
    authorizerResultTtlInSeconds: authorizer.ttlSeconds,
  };
  return type === 'TOKEN'
    ? {
        ...common,
        identitySource: authorizer.identitySource,
        identityValidationExpression: authorizer.validationExpression ?? '',
      }
    : { ...common, identitySource: (authorizer.identitySources ?? []).join(',') };
}

/**
 * What is not said is left out; an authorizer that has it needs an empty text to lose it.
 * unconfirmed: that an empty text does, of which AWS's list of patch operations says nothing.
 */
function withoutEmpty<Settings extends object>(settings: Settings): Settings {
  const entries = Object.entries(settings).filter(([, value]) => value !== '');
  return Object.fromEntries(entries) as Settings;
}

function ensureResources(
  work: Work,
  restApiId: string,
  { resources }: PlannedRestApi,
): Promise<void> {
  const { rest } = work.clients;
  return persist(work, async () => {
    const found = await listResources(rest, restApiId);
    const ids = new Map(found.map(({ path, id }) => [String(path), String(id)]));
    for (const { path, parent, part: pathPart } of resources) {
      if (ids.has(path)) {
        work.tell('same', WORDS.path(path));
        continue;
      }
      const parentId = ids.get(parent);
      const made = await rest.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
      ids.set(path, String(made.id));
      work.tell('make', WORDS.path(path));
    }
    const wanted = new Set(['/', ...resources.map(({ path }) => path)]);
    for (const { id: resourceId, path = '', parentId } of found) {
      // With a path go all those below it.
      const isTop = found.some(({ id, path: above }) => id === parentId && wanted.has(above ?? ''));
      if (wanted.has(path) || !isTop) continue;
      await rest.send(new DeleteResourceCommand({ restApiId, resourceId }));
      work.tell('remove', say`  path ${path}`);
    }
  });
}

function ensureMethods(
  work: Work,
  restApiId: string,
  api: PlannedRestApi,
  authorizerIds: ReadonlyMap<string, string>,
  deployed: Deployed,
): Promise<void> {
  return persist(work, async () => {
    const found = await listResources(work.clients.rest, restApiId);
    for (const path of ['/', ...api.resources.map((resource) => resource.path)]) {
      const there = found.find((resource) => resource.path === path);
      const { id, resourceMethods = {} } = there ?? {};
      const resource = { restApiId, resourceId: String(id) };
      const methods = api.methods.filter((method) => method.path === path);
      for (const method of methods) {
        const present = resourceMethods[method.method];
        const authorizerId = authorizerIds.get(method.authorizer ?? '');
        await ensureMethod(work, resource, method, authorizerId, deployed, present);
      }
      const hasPreflight = api.preflights.includes(path);
      if (hasPreflight)
        await ensurePreflight(work, resource, api, path, resourceMethods['OPTIONS']);
      for (const httpMethod of Object.keys(resourceMethods)) {
        const isWanted = methods.some(({ method }) => method === httpMethod);
        if (isWanted || (hasPreflight && httpMethod === 'OPTIONS')) continue;
        await work.clients.rest.send(new DeleteMethodCommand({ ...resource, httpMethod }));
        work.tell('remove', say`  ${httpMethod} ${path}`);
      }
    }
  });
}

/** Where in an API something stands. */
interface At {
  readonly restApiId: string;
  readonly resourceId: string;
}

type Method = NonNullable<Resource['resourceMethods']>[string];

async function ensureMethod(
  work: Work,
  resource: At,
  method: PlannedMethod,
  authorizerId: string | undefined,
  { account, functionArns }: Deployed,
  there: Method | undefined,
): Promise<void> {
  const { rest } = work.clients;
  const { method: httpMethod, function: name } = method;
  const at = { ...resource, httpMethod };
  const words = WORDS.route(asRoute(method));
  const wanted = authorizerId
    ? { authorizationType: 'CUSTOM', authorizerId }
    : { authorizationType: 'NONE' };
  const isAsked = there !== undefined && hasAll(there, wanted);
  if (there && !isAsked) await rest.send(new DeleteMethodCommand(at));
  if (!isAsked) {
    await rest.send(new PutMethodCommand({ ...at, ...wanted }));
    work.tell(there ? 'change' : 'make', words);
  }
  const uri = invocationUri(account, String(functionArns.get(name)));
  const isCalled = isAsked && hasAll(there.methodIntegration ?? {}, { type: 'AWS_PROXY', uri });
  if (isCalled) {
    work.tell('same', words);
    return;
  }
  await rest.send(
    new PutIntegrationCommand({ ...at, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
  );
  work.tell(there ? 'change' : 'make', WORDS.methodIntegration(name));
}

/**
 * OPTIONS, answered by API Gateway itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
async function ensurePreflight(
  work: Work,
  resource: At,
  { cors }: PlannedRestApi,
  path: string,
  there: Method | undefined,
): Promise<void> {
  const { rest } = work.clients;
  const at = { ...resource, httpMethod: 'OPTIONS' };
  const headers = cors ? preflightHeaders(cors) : {};
  const names = Object.fromEntries(
    Object.keys(headers).map((name) => [`method.response.header.${name}`, true]),
  );
  const values = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `method.response.header.${name}`,
      `'${value}'`,
    ]),
  );
  const integration = there?.methodIntegration;
  const isSame =
    there?.authorizationType === 'NONE' &&
    hasAll(there.methodResponses?.['200'] ?? {}, { responseParameters: names }) &&
    hasAll(integration ?? {}, { type: 'MOCK', requestTemplates: MOCK_TEMPLATES }) &&
    hasAll(integration?.integrationResponses?.['200'] ?? {}, { responseParameters: values });
  if (isSame) {
    work.tell('same', WORDS.preflight(path));
    return;
  }
  const verb = there ? 'change' : 'make';
  if (there) await rest.send(new DeleteMethodCommand(at));
  await rest.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }));
  work.tell(verb, WORDS.preflight(path));
  const status = { ...at, statusCode: '200' };
  await rest.send(new PutMethodResponseCommand({ ...status, responseParameters: names }));
  const mock = { type: 'MOCK', requestTemplates: { ...MOCK_TEMPLATES } } as const;
  await rest.send(new PutIntegrationCommand({ ...at, ...mock }));
  await rest.send(new PutIntegrationResponseCommand({ ...status, responseParameters: values }));
  work.tell(verb, WORDS.preflightHeaders());
}

/**
 * Names what a deployment holds, so that the same is not deployed twice. A stage keeps a copy of
 * the API's authorizers, too.
 */
function versionOf(
  api: PlannedRestApi,
  authorizerIds: ReadonlyMap<string, string>,
  { account, functionArns }: Deployed,
): string {
  const { resources, authorizers, methods, preflights, cors } = api;
  const all = [
    resources,
    authorizers,
    methods,
    preflights,
    cors ?? null,
    [...authorizerIds],
    [...functionArns],
    account,
  ];
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
  return `${TAG_KEY} ${hash}`;
}

function ensureDeployment(work: Work, restApiId: string, description: string): Promise<string> {
  const { rest } = work.clients;
  return persist(work, async () => {
    const found = await listDeployments(rest, restApiId);
    const there = found.find((deployment) => deployment.description === description);
    if (there) {
      work.tell('same', say`  deployment`);
      return String(there.id);
    }
    const made = await rest.send(new CreateDeploymentCommand({ restApiId, description }));
    work.tell('make', WORDS.deployment());
    return String(made.id);
  });
}

function ensureStage(
  work: Work,
  restApiId: string,
  plan: Plan,
  { stage: stageName, throttling }: PlannedRestApi,
  deploymentId: string,
): Promise<void> {
  const { rest } = work.clients;
  return persist(work, async () => {
    const stages = await stagesOf(work.clients, restApiId);
    const there = stages.find((stage) => stage.stageName === stageName);
    if (!there) {
      const settings = { restApiId, stageName, deploymentId, tags: { ...plan.tags } };
      await rest.send(new CreateStageCommand(settings));
      work.tell('make', WORDS.restStage(stageName));
    }
    const patchOperations = [
      ...(there && there.deploymentId !== deploymentId
        ? [{ op: 'replace' as const, path: '/deploymentId', value: deploymentId }]
        : []),
      ...throttlingChanges(there, throttling),
    ];
    if (patchOperations.length === 0) {
      work.tell('same', WORDS.restStage(stageName));
      return;
    }
    await rest.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    work.tell(
      there ? 'change' : 'make',
      there ? say`  stage ${stageName}: its deployment or its limits` : WORDS.limits(),
    );
  });
}

/** For all methods of all paths, which a setting's path calls `*` and `*`. */
function throttlingChanges(
  stage: Stage | undefined,
  { requestsPerSecond, burst }: Throttling,
): PatchOperation[] {
  const found = stage?.methodSettings?.['*/*'] ?? {};
  const wanted = { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst };
  if (hasAll(found, wanted)) return [];
  return [
    { op: 'replace', path: '/*/*/throttling/rateLimit', value: String(requestsPerSecond) },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: String(burst) },
  ];
}

/** What an earlier deployment left that this one no longer has. */
function removeRest(
  work: Work,
  restApiId: string,
  { stage: kept }: PlannedRestApi,
  deploymentId: string,
  authorizerIds: ReadonlySet<string>,
): Promise<void> {
  const { rest } = work.clients;
  return persist(work, async () => {
    for (const { stageName } of await stagesOf(work.clients, restApiId)) {
      if (stageName === kept) continue;
      await rest.send(new DeleteStageCommand({ restApiId, stageName }));
      work.tell('remove', say`  stage ${stageName ?? ''}`);
    }
    for (const { id } of await listDeployments(rest, restApiId)) {
      if (id === deploymentId) continue;
      await rest.send(new DeleteDeploymentCommand({ restApiId, deploymentId: id }));
      work.tell('remove', say`  an earlier deployment`);
    }
    for (const { id, name } of await listAuthorizers(rest, restApiId)) {
      if (authorizerIds.has(String(id))) continue;
      await rest.send(new DeleteAuthorizerCommand({ restApiId, authorizerId: id }));
      work.tell('remove', say`  authorizer ${name ?? ''}`);
    }
  });
}

function listAuthorizers(rest: APIGatewayClient, restApiId: string): Promise<Authorizer[]> {
  return allOf(
    (position) => rest.send(new GetAuthorizersCommand({ restApiId, position })),
    ({ items }) => items,
    ({ position }) => position,
  );
}

function listResources(rest: APIGatewayClient, restApiId: string): Promise<Resource[]> {
  return allOf(
    (position) => rest.send(new GetResourcesCommand({ restApiId, position, embed: ['methods'] })),
    ({ items }) => items,
    ({ position }) => position,
  );
}

function listDeployments(rest: APIGatewayClient, restApiId: string): Promise<Deployment[]> {
  return allOf(
    (position) => rest.send(new GetDeploymentsCommand({ restApiId, position })),
    ({ items }) => items,
    ({ position }) => position,
  );
}
