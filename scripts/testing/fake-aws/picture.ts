/**
 * The account's content without what differs from one run to the next: ids, times and secrets. Two
 * accounts hold the same if their pictures are the same.
 */
import type { Account, Json, StoredHttpApi, StoredRestApi } from './account.ts';

/** @param secrets texts to be shown as `<secret>` */
export function pictureOf(account: Account, secrets: readonly string[] = []): unknown {
  const picture = {
    roles: sorted([...account.roles], ([name]) => name).map(
      ([name, { trust, boundary, tags, policies }]) => ({
        name,
        trust: JSON.parse(trust) as unknown,
        boundary,
        tags,
        policies: Object.fromEntries(
          [...policies].map(([key, text]) => [key, JSON.parse(text) as unknown]),
        ),
      }),
    ),
    functions: sorted([...account.functions], ([name]) => name).map(
      ([name, { settings, sha256, tags, statements }]) => ({
        name,
        settings,
        sha256,
        tags,
        invokedBy: [...statements.values()].map(({ sourceArn }) => sourceArn).toSorted(),
      }),
    ),
    logGroups: sorted([...account.logGroups], ([name]) => name).map(
      ([name, { retentionInDays, tags }]) => ({ name, retentionInDays, tags }),
    ),
    httpApis: [...account.httpApis.values()].map(({ name, tags, ...api }) => ({
      id: api.id,
      name,
      tags,
      ...httpContent(api),
    })),
    restApis: [...account.restApis.values()].map((api) => ({
      id: api.id,
      name: api.name,
      tags: api.tags,
      draft: restContent(api),
      deployments: [...api.deployments.values()].map(({ snapshot }) => snapshot),
      stages: [...api.stages.values()].map(({ deploymentId, ...stage }) => ({
        ...stage,
        deployed: api.deployments.get(String(deploymentId))?.snapshot,
      })),
    })),
  };
  let text = JSON.stringify(picture);
  for (const [id, name] of namesOfIds(account)) text = text.replaceAll(id, name);
  for (const secret of secrets) text = text.replaceAll(secret, '<secret>');
  return sortedLists(JSON.parse(text));
}

/** What a deployment keeps a copy of: of the authorizers, those that a method asks. */
export function deployedContent(api: StoredRestApi): unknown {
  const asked = new Set(
    [...api.resources.values()].flatMap(({ methods }) =>
      [...methods.values()].map(({ authorizerId }) => authorizerId),
    ),
  );
  const authorizers = new Map([...api.authorizers].filter(([id]) => asked.has(id)));
  return structuredClone(restContent({ ...api, authorizers }));
}

function restContent({ authorizers, resources }: StoredRestApi): unknown {
  return {
    authorizers: [...authorizers.values()],
    resources: Object.fromEntries(
      [...resources.values()].map(({ path, methods }) => [path, Object.fromEntries(methods)]),
    ),
  };
}

function httpContent({
  cors,
  authorizers,
  integrations,
  routes,
  stages,
}: Omit<StoredHttpApi, 'name' | 'tags'>) {
  return {
    cors,
    authorizers: [...authorizers.values()],
    integrations: [...integrations.values()],
    routes: [...routes.values()],
    stages: [...stages.values()],
  };
}

function namesOfIds(account: Account): [id: string, name: string][] {
  const ids: [string, string][] = [];
  for (const { id, authorizers, integrations, routes } of account.httpApis.values()) {
    ids.push([id, '<http>']);
    for (const [own, { name }] of authorizers) ids.push([own, `<http authorizer ${String(name)}>`]);
    for (const [own, { integrationUri }] of integrations) {
      ids.push([own, `<integration ${String(integrationUri)}>`]);
    }
    for (const [own, { routeKey }] of routes) ids.push([own, `<route ${String(routeKey)}>`]);
  }
  for (const { id, authorizers } of account.restApis.values()) {
    ids.push([id, '<rest>']);
    for (const [own, { name }] of authorizers) ids.push([own, `<rest authorizer ${String(name)}>`]);
  }
  return ids;
}

/** Lists are made in any order. */
function sortedLists(value: unknown): unknown {
  if (Array.isArray(value)) return sorted(value.map(sortedLists), (item) => JSON.stringify(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Json).map(([key, item]) => [key, sortedLists(item)]);
  return Object.fromEntries(sorted(entries, ([key]) => String(key))) as Json;
}

function sorted<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
