/** What an application becomes on AWS, as data: every resource with its name and settings. */
import { resolve } from 'node:path';
import {
  DEFAULT_REST_STAGE,
  DEFAULT_REST_TTL_SECONDS,
  DEFAULT_RUNTIME,
  FUNCTION_DEFAULTS,
  type Application,
  type EnvironmentValue,
  type HttpAuthorizer,
  type JwtAuthorizer,
  type RequestAuthorizer,
  type RestAuthorizer,
  type Route,
  type Runtime,
  type Secret,
  type Table,
} from '../application.ts';
import { BUNDLE_FILE } from '../local/index.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { validateApplication } from '../validate.ts';
import {
  apiName,
  FUNCTION_NAME_LENGTH,
  functionName,
  logGroupName,
  tableName,
  type ApiKind,
} from './names.ts';

export interface Plan {
  readonly prefix: string;
  /**
   * What the stack is brought to, one update after the other. An authorizer that reads its issuer's
   * documents while it is made needs `public` first, where the application is that issuer itself.
   */
  readonly phases: readonly Phase[];
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly tables: readonly PlannedTable[];
  readonly functions: readonly PlannedFunction[];
  readonly http: PlannedHttpApi | undefined;
  readonly rest: PlannedRestApi | undefined;
  /** Who may invoke which function: the gateway alone, and for one route or authorizer each. */
  readonly permissions: readonly PlannedPermission[];
}

/** `public`: the functions, and the routes that name no authorizer. */
export type Phase = 'public' | 'whole';

export interface PlannedTable extends Table {
  /** As the application declares it. */
  readonly name: string;
  /** As DynamoDB knows it. */
  readonly deployedName: string;
  /** The functions that have its name in their environment, by their deployed names. */
  readonly users: readonly string[];
}

export interface PlannedFunction {
  /** As the application declares it; unique, and what the other parts of the plan call it. */
  readonly name: string;
  /** As Lambda knows it. */
  readonly deployedName: string;
  readonly logGroup: string;
  /** The source file, absolute. */
  readonly entry: string;
  /** `index.handler`: the bundle's file and the export. */
  readonly handler: string;
  readonly runtime: Runtime;
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  readonly environment: Readonly<Record<string, EnvironmentValue>>;
}

/** A stage's limit, so that neither a loop nor a stranger runs up a bill. */
export interface Throttling {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

export interface PlannedHttpApi {
  readonly name: string;
  /** The functions that routes lead to: one integration each. */
  readonly integrations: readonly string[];
  readonly authorizers: readonly PlannedHttpAuthorizer[];
  readonly routes: readonly Route[];
  readonly throttling: Throttling;
}

export type PlannedHttpAuthorizer = PlannedRequestAuthorizer | PlannedJwtAuthorizer;

export interface PlannedRequestAuthorizer extends RequestAuthorizer {
  readonly name: string;
  readonly ttlSeconds: number;
}

export interface PlannedJwtAuthorizer extends JwtAuthorizer {
  readonly name: string;
}

export interface PlannedRestApi {
  readonly name: string;
  /** Every path but `/`, parents first. */
  readonly resources: readonly PlannedResource[];
  readonly authorizers: readonly PlannedRestAuthorizer[];
  readonly methods: readonly PlannedMethod[];
  readonly stage: string;
  readonly throttling: Throttling;
}

export interface PlannedResource {
  /** `/auth/login` */
  readonly path: string;
  /** `/auth` */
  readonly parent: string;
  /** `login` */
  readonly part: string;
}

export interface PlannedMethod {
  readonly path: string;
  /** `GET`, or `ANY`. */
  readonly method: string;
  readonly function: string;
  readonly authorizer: string | undefined;
}

export interface PlannedRestAuthorizer extends RestAuthorizer {
  readonly name: string;
  readonly ttlSeconds: number;
}

/** That an API may invoke a function: for one route, or for one authorizer. */
export interface PlannedPermission {
  readonly function: string;
  readonly api: ApiKind;
  readonly by: 'route' | 'authorizer';
  /** `GET /me`; an authorizer's name. */
  readonly key: string;
}

/**
 * Lays an application out under a prefix.
 *
 * @param root what relative entries are relative to
 * @throws ApplicationError for a declaration that AWS would refuse
 * @throws ExplainedError where a name gets too long under this prefix
 */
export function planOf(application: Application, prefix: string, root: string): Plan {
  validateApplication(application);
  return {
    prefix,
    phases: Object.values(application.httpApi?.authorizers ?? {}).some(isOwnIssuer)
      ? ['public', 'whole']
      : ['whole'],
    secrets: application.secrets ?? {},
    tables: planTables(application, prefix),
    functions: planFunctions(application, prefix, root),
    http: planHttpApi(application, prefix),
    rest: planRestApi(application, prefix),
    permissions: [...planPermissions('http', application), ...planPermissions('rest', application)],
  };
}

/**
 * The part of a plan that guards nothing: the functions, and the routes that name no authorizer. An
 * API without such a route is left out, as AWS deploys none that is empty.
 */
export function publicPart(plan: Plan): Plan {
  const routes = plan.http?.routes.filter(isPublic) ?? [];
  const methods = plan.rest?.methods.filter(isPublic) ?? [];
  const paths = [...new Set(methods.map(({ path }) => path))];
  const keys = {
    http: routes.map(({ route }) => route),
    rest: methods.map(({ method, path }) => `${method} ${path}`),
  };
  return {
    ...plan,
    http:
      plan.http && routes.length > 0
        ? { ...plan.http, routes, authorizers: [], integrations: functionsOf(routes) }
        : undefined,
    rest:
      plan.rest && methods.length > 0
        ? { ...plan.rest, methods, authorizers: [], resources: resourcesFor(paths) }
        : undefined,
    permissions: plan.permissions.filter(
      ({ api, by, key }) => by === 'route' && keys[api].includes(key),
    ),
  };
}

/** Whether an authorizer reads, while it is made, what a function of the same application answers. */
export function isOwnIssuer(authorizer: HttpAuthorizer): boolean {
  return authorizer.type === 'JWT' && typeof authorizer.issuer === 'object';
}

function isPublic({ authorizer }: { readonly authorizer?: string | undefined }): boolean {
  return authorizer === undefined;
}

/** The only stage of an HTTP API: it answers without a stage's name in the path. */
export const HTTP_STAGE = '$default';

/** Days that logs are kept; without a number AWS keeps them, and charges for them, for ever. */
export const LOG_RETENTION_DAYS = 7;

/** Far above what a class sends, far below what costs money. */
const THROTTLING: Throttling = { requestsPerSecond: 50, burst: 100 };

function planTables({ tables = {}, functions }: Application, prefix: string): PlannedTable[] {
  return Object.entries(tables).map(([name, table]) => ({
    ...table,
    name,
    deployedName: tableName(prefix, name),
    users: Object.entries(functions).flatMap(([user, { environment = {} }]) =>
      Object.values(environment).some(
        (value) => typeof value === 'object' && 'table' in value && value.table === name,
      )
        ? functionName(prefix, user)
        : [],
    ),
  }));
}

function planFunctions(application: Application, prefix: string, root: string): PlannedFunction[] {
  return Object.entries(application.functions).map(([name, definition]) => {
    const deployedName = functionName(prefix, name);
    if (deployedName.length > FUNCTION_NAME_LENGTH) {
      throw new ExplainedError(
        say`"${deployedName}" is ${deployedName.length} characters long, and Lambda takes ${FUNCTION_NAME_LENGTH}: choose a shorter --prefix.`,
      );
    }
    return {
      name,
      deployedName,
      logGroup: logGroupName(prefix, name),
      entry: resolve(root, definition.entry),
      handler: `${BUNDLE_FILE.split('.')[0]}.${definition.handler ?? FUNCTION_DEFAULTS.handler}`,
      runtime: application.runtime ?? DEFAULT_RUNTIME,
      timeoutSeconds: definition.timeoutSeconds ?? FUNCTION_DEFAULTS.timeoutSeconds,
      memoryMB: definition.memoryMB ?? FUNCTION_DEFAULTS.memoryMB,
      environment: definition.environment ?? {},
    };
  });
}

function planHttpApi({ httpApi }: Application, prefix: string): PlannedHttpApi | undefined {
  if (!httpApi) return undefined;
  return {
    name: apiName(prefix, 'http'),
    integrations: functionsOf(httpApi.routes),
    authorizers: Object.entries(httpApi.authorizers ?? {}).map(([name, authorizer]) =>
      authorizer.type === 'JWT'
        ? planJwtAuthorizer(name, authorizer)
        : { ...authorizer, name, ttlSeconds: authorizer.ttlSeconds ?? 0 },
    ),
    routes: httpApi.routes,
    throttling: THROTTLING,
  };
}

/** Here an issuer may be on loopback; AWS reads https only. */
function planJwtAuthorizer(name: string, authorizer: JwtAuthorizer): PlannedJwtAuthorizer {
  const { issuer } = authorizer;
  if (typeof issuer === 'string' && !issuer.startsWith('https://')) {
    throw new ExplainedError(
      say`AWS reads the keys of an issuer over https only, and the authorizer "${name}" names ${issuer}.`,
    );
  }
  return { ...authorizer, name };
}

function planRestApi({ restApi }: Application, prefix: string): PlannedRestApi | undefined {
  if (!restApi) return undefined;
  const methods = restApi.routes.map(({ route, function: name, authorizer }) => {
    const [method = '', path = ''] = route.split(' ');
    return { path, method, function: name, authorizer };
  });
  const paths = [...new Set(methods.map(({ path }) => path))];
  return {
    name: apiName(prefix, 'rest'),
    resources: resourcesFor(paths),
    authorizers: Object.entries(restApi.authorizers ?? {}).map(([name, authorizer]) => ({
      ...authorizer,
      name,
      ttlSeconds: authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS,
    })),
    methods,
    stage: restApi.stage ?? DEFAULT_REST_STAGE,
    throttling: THROTTLING,
  };
}

function resourcesFor(paths: readonly string[]): PlannedResource[] {
  const resources = new Map<string, PlannedResource>();
  for (const path of paths) {
    let parent = '/';
    for (const part of path.split('/').filter(Boolean)) {
      const own = parent === '/' ? `/${part}` : `${parent}/${part}`;
      resources.set(own, { path: own, parent, part });
      parent = own;
    }
  }
  return [...resources.values()];
}

function functionsOf(routes: readonly Route[]): string[] {
  return [...new Set(routes.map((route) => route.function))];
}

function planPermissions(api: ApiKind, application: Application): PlannedPermission[] {
  const declared = api === 'http' ? application.httpApi : application.restApi;
  return [
    ...Object.entries(declared?.authorizers ?? {}).flatMap(([key, authorizer]) =>
      'function' in authorizer
        ? [{ function: authorizer.function, api, by: 'authorizer' as const, key }]
        : [],
    ),
    ...(declared?.routes ?? []).map(({ route, function: name }) => ({
      function: name,
      api,
      by: 'route' as const,
      key: route,
    })),
  ];
}
