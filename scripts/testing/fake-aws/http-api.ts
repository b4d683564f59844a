/** API Gateway v2, as far as a deployment calls it: REST JSON, lists in pages. */
import {
  need,
  pageOf,
  type Account,
  type Action,
  type Json,
  type Operation,
  type ServiceRequest,
  type StoredHttpApi,
} from './account.ts';
import { absent, conflict, invalid } from './api-gateway-refusals.ts';

export function httpApis(account: Account, request: ServiceRequest): Operation {
  const { method, path, query, body } = request;
  const [, , apiId, collection, id, part] = path;
  const input = JSON.parse(body || '{}') as Json;
  const resource = `arn:aws:apigateway:${account.options.region}::/${path.slice(1).join('/')}`;
  const actions: Action[] = [{ action: `apigateway:${method}`, resource }];
  if (method === 'POST' && input['tags']) {
    actions.push({ action: 'apigateway:TagResource', resource });
  }
  const changes = method !== 'GET';
  const api = () => need(account.httpApis.get(String(apiId)), () => absent('API'));
  const list = (items: Iterable<unknown>) => {
    const { items: page, next } = pageOf([...items], query.get('nextToken'));
    return { items: page, nextToken: next };
  };
  const operation = (name: string, run: () => unknown): Operation => {
    return { name, actions, changes, run };
  };

  if (apiId === undefined) {
    return method === 'GET'
      ? operation('GetApis', () => list([...account.httpApis.values()].map(described)))
      : operation('CreateApi', () => {
          if (input['protocolType'] !== 'HTTP') throw invalid('protocolType');
          checkCors(input['corsConfiguration'] as Json | undefined);
          const made: StoredHttpApi = {
            id: account.newId(),
            name: String(input['name']),
            createdAt: account.now(),
            tags: { ...(input['tags'] as Record<string, string>) },
            cors: input['corsConfiguration'] as Json | undefined,
            authorizers: new Map(),
            integrations: new Map(),
            routes: new Map(),
            stages: new Map(),
          };
          account.httpApis.set(made.id, made);
          return described(made);
        });
  }
  if (collection === undefined) {
    return method === 'DELETE'
      ? operation('DeleteApi', () => {
          api();
          account.httpApis.delete(apiId);
          return {};
        })
      : operation('UpdateApi', () => {
          const found = api();
          checkCors(input['corsConfiguration'] as Json | undefined);
          found.cors = input['corsConfiguration'] as Json;
          return described(found);
        });
  }
  if (collection === 'cors') {
    return operation('DeleteCorsConfiguration', () => {
      api().cors = undefined;
      return {};
    });
  }
  if (part === 'cache') {
    return operation('ResetAuthorizersCache', () => {
      need(api().stages.get(String(id)), () => absent('stage'));
      return {};
    });
  }
  const { noun, idMember, check, inUse } = need(COLLECTIONS[collection], () =>
    invalid(`collection ${collection}`),
  );
  const items = () => api()[collection as 'routes'];
  const item = () => need(items().get(String(id)), () => absent(noun));
  if (id === undefined) {
    return method === 'GET'
      ? operation(`Get${noun}s`, () => list(items().values()))
      : operation(`Create${noun}`, () => {
          check(api(), input, undefined);
          const own = collection === 'stages' ? String(input['stageName']) : account.newId();
          const made = { ...input, [idMember]: own };
          items().set(own, made);
          return made;
        });
  }
  return method === 'DELETE'
    ? operation(`Delete${noun}`, () => {
        item();
        if (inUse?.(api(), id)) throw conflict(`${noun} ${id} is in use`);
        items().delete(id);
        return {};
      })
    : operation(`Update${noun}`, () => {
        const changed = { ...item(), ...input };
        check(api(), changed, id);
        if (changed.authorizationType === 'NONE') delete changed.authorizerId;
        items().set(id, changed);
        return changed;
      });
}

interface Collection {
  readonly noun: string;
  readonly idMember: string;
  /** Throws a Refusal; `id` is the item that is changed, undefined for a new one. */
  readonly check: (api: StoredHttpApi, input: ItemInput, id: string | undefined) => void;
  readonly inUse?: (api: StoredHttpApi, id: string) => boolean;
}

type ItemInput = Json & { authorizationType?: unknown; authorizerId?: unknown };

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  authorizers: {
    noun: 'Authorizer',
    idMember: 'authorizerId',
    check(_, input) {
      if (!isInvocationUri(input['authorizerUri'])) throw invalid('authorizerUri');
      const version = input['authorizerPayloadFormatVersion'];
      if (version !== '1.0' && version !== '2.0') throw invalid('payload format');
      if (version === '1.0' && 'enableSimpleResponses' in input) throw invalid('simple responses');
      const sources = input['identitySource'] as unknown[];
      if (Number(input['authorizerResultTtlInSeconds']) > 0 && sources.length === 0) {
        throw invalid('a cache needs an identity source');
      }
    },
    inUse: (api, id) => [...api.routes.values()].some((route) => route['authorizerId'] === id),
  },
  integrations: {
    noun: 'Integration',
    idMember: 'integrationId',
    check(_, input) {
      if (input['integrationType'] !== 'AWS_PROXY') throw invalid('integrationType');
      if (input['payloadFormatVersion'] !== '2.0') throw invalid('payloadFormatVersion');
      if (!/^arn:aws:lambda:\S+:function:[\w-]+$/.test(String(input['integrationUri']))) {
        throw invalid('integrationUri');
      }
    },
    inUse: (api, id) =>
      [...api.routes.values()].some((route) => route['target'] === `integrations/${id}`),
  },
  routes: {
    noun: 'Route',
    idMember: 'routeId',
    check(api, input, id) {
      const key = String(input['routeKey']);
      if (!/^(\$default|[A-Z]+ \/\S*)$/.test(key)) throw invalid('routeKey');
      for (const [other, route] of api.routes) {
        if (other !== id && route['routeKey'] === key) {
          throw conflict(`Route with key ${key} already exists for this API`);
        }
      }
      const [, integration = ''] = String(input['target']).split('/');
      if (!api.integrations.has(integration)) throw invalid(`Invalid integration ${integration}`);
      const isAsked = input.authorizationType === 'CUSTOM';
      if (isAsked && !api.authorizers.has(String(input.authorizerId))) {
        throw invalid('Invalid authorizer');
      }
    },
  },
  stages: {
    noun: 'Stage',
    idMember: 'stageName',
    check(api, input, id) {
      const name = String(input['stageName']);
      if (!/^(\$default|[\w-]{1,128})$/.test(name)) throw invalid('stageName');
      if (id === undefined && api.stages.has(name)) throw conflict('Stage already exists');
      const settings = input['defaultRouteSettings'] as Json;
      if (!(Number(settings['throttlingRateLimit']) > 0)) throw invalid('throttling');
    },
  },
};

export function isInvocationUri(uri: unknown): boolean {
  return /^arn:aws:apigateway:[a-z0-9-]+:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:\S+:function:[\w-]+\/invocations$/.test(
    String(uri),
  );
}

function described({ id, name, createdAt, tags, cors }: StoredHttpApi): Json {
  return {
    apiId: id,
    name,
    protocolType: 'HTTP',
    apiEndpoint: `https://${id}.execute-api.ap-northeast-2.amazonaws.com`,
    createdDate: new Date(createdAt * 1000).toISOString(),
    tags,
    // Header names come back in lower case.
    corsConfiguration: cors && {
      ...cors,
      allowHeaders: (cors['allowHeaders'] as string[] | undefined)?.map((text) =>
        text.toLowerCase(),
      ),
    },
  };
}

function checkCors(cors: Json | undefined): void {
  const { allowOrigins = [], allowCredentials } = (cors ?? {}) as {
    readonly allowOrigins?: readonly string[];
    readonly allowCredentials?: boolean;
  };
  if (allowCredentials && allowOrigins.includes('*')) throw invalid('allowCredentials');
}
