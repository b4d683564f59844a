/** API Gateway v1, as far as a deployment calls it: REST JSON, lists in pages. */
import {
  need,
  pageOf,
  type Account,
  type Action,
  type Json,
  type Operation,
  type ServiceRequest,
  type StoredResource,
  type StoredRestApi,
} from './account.ts';
import { absent, conflict, invalid } from './api-gateway-refusals.ts';
import { isInvocationUri } from './http-api.ts';
import { deployedContent } from './picture.ts';

export function restApis(account: Account, request: ServiceRequest): Operation {
  const { method, path, query, body } = request;
  const [, apiId, collection, id, ...rest] = path;
  const input = JSON.parse(body || '{}') as Json;
  const resource = `arn:aws:apigateway:${account.options.region}::/${path.join('/')}`;
  const actions: Action[] = [{ action: `apigateway:${method}`, resource }];
  if (method === 'POST' && input['tags']) {
    actions.push({ action: 'apigateway:TagResource', resource });
  }
  const api = () => need(account.restApis.get(String(apiId)), () => absent('API'));
  const list = (items: Iterable<unknown>) => {
    const { items: page, next } = pageOf([...items], query.get('position'));
    return { item: page, position: next };
  };
  const resourceOf = () => need(api().resources.get(String(id)), () => absent('Resource'));
  const [, httpMethod = '', part] = rest;
  const statusCode = rest.at(-1) ?? '';
  const methodOf = () => need(resourceOf().methods.get(httpMethod), () => absent('Method'));

  const operations: Readonly<Record<string, readonly [name: string, run: () => unknown]>> = {
    'GET ': ['GetRestApis', () => list([...account.restApis.values()].map(described))],
    'POST ': [
      'CreateRestApi',
      () => {
        const root = {
          id: account.newId(),
          parentId: undefined,
          pathPart: '',
          path: '/',
          methods: new Map<string, Json>(),
        };
        const made: StoredRestApi = {
          id: account.newId(),
          name: String(input['name']),
          createdAt: account.now(),
          tags: { ...(input['tags'] as Record<string, string>) },
          authorizers: new Map(),
          resources: new Map([[root.id, root]]),
          deployments: new Map(),
          stages: new Map(),
        };
        account.restApis.set(made.id, made);
        return described(made);
      },
    ],
    'DELETE api': [
      'DeleteRestApi',
      () => {
        api();
        account.restApis.delete(String(apiId));
        return {};
      },
    ],
    'GET authorizers': ['GetAuthorizers', () => list(api().authorizers.values())],
    'POST authorizers': [
      'CreateAuthorizer',
      () => {
        for (const other of api().authorizers.values()) {
          if (other['name'] === input['name']) throw conflict('Authorizer name must be unique.');
        }
        checkAuthorizer(input);
        const made = { ...input, id: account.newId() };
        api().authorizers.set(made.id, made);
        return made;
      },
    ],
    'PATCH authorizers one': [
      'UpdateAuthorizer',
      () => {
        const there = need(api().authorizers.get(String(id)), () => absent('Authorizer'));
        const changed: Json = { ...there };
        for (const { path: where, value } of operationsIn(input)) {
          const key = where.slice(1);
          changed[key] = key === 'authorizerResultTtlInSeconds' ? Number(value) : value;
          if (value === '') delete changed[key];
        }
        checkAuthorizer(changed);
        api().authorizers.set(String(id), changed);
        return changed;
      },
    ],
    'DELETE authorizers one': [
      'DeleteAuthorizer',
      () => {
        const isUsed = [...api().resources.values()].some(({ methods }) =>
          [...methods.values()].some(({ authorizerId }) => authorizerId === id),
        );
        if (isUsed) throw conflict('Cannot delete authorizer, is referenced in method');
        if (!api().authorizers.delete(String(id))) throw absent('Authorizer');
        return {};
      },
    ],
    'GET resources': [
      'GetResources',
      () => list([...api().resources.values()].map(describedResource)),
    ],
    'POST resources one': [
      'CreateResource',
      () => {
        const parent = resourceOf();
        const pathPart = String(input['pathPart']);
        if (!/^(\{[\w.:-]+\+?\}|[\w.~:@!$&'()*,;=%-]+)$/.test(pathPart)) throw invalid('pathPart');
        for (const other of api().resources.values()) {
          if (other.parentId === id && other.pathPart === pathPart) {
            throw conflict(
              `Another resource with the same parent already has this name: ${pathPart}`,
            );
          }
        }
        const made: StoredResource = {
          id: account.newId(),
          parentId: String(id),
          pathPart,
          path: `${parent.path === '/' ? '' : parent.path}/${pathPart}`,
          methods: new Map(),
        };
        api().resources.set(made.id, made);
        return describedResource(made);
      },
    ],
    'DELETE resources one': [
      'DeleteResource',
      () => {
        const { path: own } = resourceOf();
        if (own === '/') throw invalid('root');
        for (const other of api().resources.values()) {
          if (other.path === own || other.path.startsWith(`${own}/`)) {
            api().resources.delete(other.id);
          }
        }
        return {};
      },
    ],
    'PUT resources methods': [
      'PutMethod',
      () => {
        const { methods } = resourceOf();
        if (methods.has(httpMethod)) throw conflict('Method already exists for this resource');
        const { authorizationType, authorizerId } = input;
        if (authorizationType !== 'NONE' && authorizationType !== 'CUSTOM') {
          throw invalid('authorizationType');
        }
        if (authorizationType === 'CUSTOM' && !api().authorizers.has(String(authorizerId))) {
          throw invalid('Invalid authorizer ID specified');
        }
        const made = { httpMethod, authorizationType, authorizerId };
        methods.set(httpMethod, made);
        return made;
      },
    ],
    'DELETE resources methods': [
      'DeleteMethod',
      () => {
        if (!resourceOf().methods.delete(httpMethod)) throw absent('Method');
        return {};
      },
    ],
    'PUT resources methods responses': [
      'PutMethodResponse',
      () => {
        const there = methodOf();
        const responses = (there['methodResponses'] ?? {}) as Json;
        if (responses[statusCode]) throw conflict('Response already exists for this resource');
        there['methodResponses'] = { ...responses, [statusCode]: { statusCode, ...input } };
        return input;
      },
    ],
    'PUT resources methods integration': [
      'PutIntegration',
      () => {
        const { type, httpMethod: calling, uri } = input;
        const isProxy = type === 'AWS_PROXY' && calling === 'POST' && isInvocationUri(uri);
        if (!isProxy && type !== 'MOCK') throw invalid('Invalid integration');
        methodOf()['methodIntegration'] = input;
        return input;
      },
    ],
    'PUT resources methods integration responses': [
      'PutIntegrationResponse',
      () => {
        const there = methodOf();
        const integration = need(there['methodIntegration'] as Json | undefined, () =>
          absent('Integration'),
        );
        const declared = ((there['methodResponses'] ?? {}) as Record<string, Json>)[statusCode];
        const names = Object.keys((declared?.['responseParameters'] ?? {}) as Json);
        const wanted = Object.keys((input['responseParameters'] ?? {}) as Json);
        if (!wanted.every((name) => names.includes(name))) {
          throw invalid('Invalid mapping expression specified');
        }
        const responses = (integration['integrationResponses'] ?? {}) as Json;
        integration['integrationResponses'] = {
          ...responses,
          [statusCode]: { statusCode, ...input },
        };
        return input;
      },
    ],
    'GET deployments': ['GetDeployments', () => list(api().deployments.values())],
    'POST deployments': [
      'CreateDeployment',
      () => {
        const methods = [...api().resources.values()].flatMap((one) => [...one.methods.values()]);
        if (methods.length === 0) throw invalid("The REST API doesn't contain any methods");
        if (methods.some((one) => !one['methodIntegration'])) {
          throw invalid('No integration defined for method');
        }
        const made = {
          id: account.newId(),
          description: String(input['description']),
          createdAt: account.now(),
          snapshot: deployedContent(api()),
        };
        api().deployments.set(made.id, made);
        return { id: made.id, description: made.description };
      },
    ],
    'DELETE deployments one': [
      'DeleteDeployment',
      () => {
        if ([...api().stages.values()].some(({ deploymentId }) => deploymentId === id)) {
          throw invalid('Active stages pointing to this deployment must be moved or deleted');
        }
        if (!api().deployments.delete(String(id))) throw absent('Deployment');
        return {};
      },
    ],
    'GET stages': ['GetStages', () => ({ item: [...api().stages.values()] })],
    'POST stages': [
      'CreateStage',
      () => {
        const { stageName, deploymentId, tags } = input;
        if (api().stages.has(String(stageName))) throw conflict('Stage already exists');
        need(api().deployments.get(String(deploymentId)), () => absent('Deployment'));
        const made = { stageName, deploymentId, tags, methodSettings: {} };
        api().stages.set(String(stageName), made);
        return made;
      },
    ],
    'PATCH stages one': [
      'UpdateStage',
      () => {
        const there = need(api().stages.get(String(id)), () => absent('Stage'));
        for (const { path: where, value } of operationsIn(input)) {
          if (where === '/deploymentId') {
            need(api().deployments.get(value), () => absent('Deployment'));
            there['deploymentId'] = value;
          } else {
            const key = THROTTLING_PATHS[where];
            if (!key) throw invalid(`Invalid patch path ${where}`);
            const settings = there['methodSettings'] as Record<string, Json>;
            settings['*/*'] = { ...settings['*/*'], [key]: Number(value) };
          }
        }
        return there;
      },
    ],
    'DELETE stages one': [
      'DeleteStage',
      () => {
        if (!api().stages.delete(String(id))) throw absent('Stage');
        return {};
      },
    ],
    'DELETE stages cache': [
      'FlushStageAuthorizersCache',
      () => {
        need(api().stages.get(String(id)), () => absent('Stage'));
        return {};
      },
    ],
  };
  const kind = kindOf(apiId, collection, id, rest[0], part, rest[3]);
  const [name, run] = need(operations[`${method} ${kind}`], () =>
    invalid(`unknown operation: ${method} ${path.join('/')}`),
  );
  return { name, actions, changes: method !== 'GET', run };
}

function kindOf(
  apiId: string | undefined,
  collection: string | undefined,
  id: string | undefined,
  below: string | undefined,
  part: string | undefined,
  last: string | undefined,
): string {
  if (apiId === undefined) return '';
  if (collection === undefined) return 'api';
  if (id === undefined) return collection;
  if (below === undefined) return `${collection} one`;
  if (below === 'cache') return `${collection} cache`;
  if (part === undefined) return `${collection} methods`;
  if (part === 'responses') return `${collection} methods responses`;
  return `${collection} methods integration${last === undefined ? '' : ' responses'}`;
}

const THROTTLING_PATHS: Readonly<Record<string, string>> = {
  '/*/*/throttling/rateLimit': 'throttlingRateLimit',
  '/*/*/throttling/burstLimit': 'throttlingBurstLimit',
};

function operationsIn(input: Json): readonly { readonly path: string; readonly value: string }[] {
  return input['patchOperations'] as { path: string; value: string }[];
}

function checkAuthorizer(input: Json): void {
  if (!isInvocationUri(input['authorizerUri'])) throw invalid('authorizerUri');
  const source = String(input['identitySource'] ?? '');
  if (input['type'] === 'TOKEN' && !source.startsWith('method.request.header.')) {
    throw invalid('identitySource');
  }
  if (input['identityValidationExpression'] === '') throw invalid('empty expression');
  const ttl = Number(input['authorizerResultTtlInSeconds']);
  if (!(ttl >= 0 && ttl <= 3600)) throw invalid('ttl');
  if (ttl > 0 && source === '') throw invalid('a cache needs an identity source');
}

function described({ id, name, createdAt, tags }: StoredRestApi): Json {
  return { id, name, createdDate: createdAt, tags };
}

function describedResource({ id, parentId, pathPart, path, methods }: StoredResource): Json {
  return { id, parentId, pathPart, path, resourceMethods: Object.fromEntries(methods) };
}
