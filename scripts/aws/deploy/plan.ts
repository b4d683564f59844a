/**
 * What an application becomes on AWS, as data: every resource with its name and settings, in the
 * order in which they are made. `deploy` makes them by SDK calls and `template` writes them down
 * for CloudFormation; both read this plan and nothing else, so they can't part.
 */
import { resolve } from 'node:path';
import {
  DEFAULT_REST_STAGE,
  DEFAULT_REST_TTL_SECONDS,
  DEFAULT_RUNTIME,
  FUNCTION_DEFAULTS,
  validateApplication,
  type Application,
  type EnvironmentValue,
  type HttpAuthorizer,
  type HttpCors,
  type RestAuthorizer,
  type RestCors,
  type Route,
  type Runtime,
} from '../local/index.ts';
import { BUNDLE_FILE } from '../local/index.ts';
import { say, type Message } from '#text/message.ts';
import {
  apiName,
  FUNCTION_NAME_LENGTH,
  functionName,
  logGroupName,
  roleName,
  tagsOf,
  type ApiKind,
} from './names.ts';

export interface Plan {
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Secrets by name, with the random bytes that each has at least. */
  readonly secrets: Readonly<Record<string, { readonly bytes: number }>>;
  readonly functions: readonly PlannedFunction[];
  readonly http: PlannedHttpApi | undefined;
  readonly rest: PlannedRestApi | undefined;
  /** Who may invoke which function: the gateway alone, and for one route or authorizer each. */
  readonly permissions: readonly PlannedPermission[];
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
  readonly cors: HttpCors | undefined;
  /** The functions that routes lead to: one integration each. */
  readonly integrations: readonly string[];
  readonly authorizers: readonly PlannedHttpAuthorizer[];
  readonly routes: readonly Route[];
  readonly stage: string;
  readonly throttling: Throttling;
}

export interface PlannedHttpAuthorizer extends HttpAuthorizer {
  readonly name: string;
  readonly identitySources: readonly string[];
  readonly ttlSeconds: number;
  readonly simpleResponses: boolean;
}

export interface PlannedRestApi {
  readonly name: string;
  /** Every path but `/`, parents first. */
  readonly resources: readonly PlannedResource[];
  readonly authorizers: readonly PlannedRestAuthorizer[];
  readonly methods: readonly PlannedMethod[];
  /** Paths whose OPTIONS method API Gateway answers by itself, for browsers. */
  readonly preflights: readonly string[];
  readonly cors: RestCors | undefined;
  readonly stage: string;
  readonly throttling: Throttling;
}

export interface PlannedResource {
  /** `/users/{id}` */
  readonly path: string;
  /** `/users` */
  readonly parent: string;
  /** `{id}` */
  readonly part: string;
}

export interface PlannedMethod {
  readonly path: string;
  /** `GET`, or `ANY`. */
  readonly method: string;
  readonly function: string;
  readonly authorizer: string | undefined;
}

export type PlannedRestAuthorizer = RestAuthorizer & {
  readonly name: string;
  readonly ttlSeconds: number;
};

export interface PlannedPermission {
  readonly function: string;
  readonly api: ApiKind;
  /** The authorizer that invokes it; else the route. */
  readonly authorizer?: string;
  readonly route?: string;
}

/** The application does not fit AWS under this prefix. */
export class PlanError extends Error {
  readonly text: Message;

  constructor(text: Message) {
    super(text.text);
    this.name = 'PlanError';
    this.text = text;
  }
}

/**
 * Lays an application out under a prefix.
 *
 * @param root what relative entries are relative to
 * @throws ApplicationError for a declaration that AWS would refuse
 * @throws PlanError where a name gets too long under this prefix
 */
export function planOf(application: Application, prefix: string, root: string): Plan {
  validateApplication(application);
  return {
    prefix,
    tags: tagsOf(prefix),
    secrets: application.secrets ?? {},
    functions: planFunctions(application, prefix, root),
    http: planHttpApi(application, prefix),
    rest: planRestApi(application, prefix),
    permissions: [...planPermissions('http', application), ...planPermissions('rest', application)],
  };
}

/** The only stage of an HTTP API: it answers without a stage's name in the path. */
export const HTTP_STAGE = '$default';

/** Days that logs are kept; without a number AWS keeps them, and charges for them, for ever. */
export const LOG_RETENTION_DAYS = 7;

/** The name of the role's one policy. */
export const ROLE_POLICY = 'write-logs';

/** Far above what a class sends, far below what costs money. */
const THROTTLING: Throttling = { requestsPerSecond: 50, burst: 100 };

/** The role's name, which only the region completes. */
export function plannedRoleName({ prefix }: Plan, region: string): string {
  return roleName(prefix, region);
}

/** Lambda alone may take the role on. */
export const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
} as const;

/**
 * What the functions may do: write to their own log groups. AWS's own AWSLambdaBasicExecutionRole
 * lets a function make log groups, too, and write to any; here they are made first, so that
 * nothing comes back after `destroy` has removed them. unconfirmed: that Lambda makes none by itself
 * for a function that may not, and that the last lines of a function are lost without harm.
 */
export function logPolicy<Arn>(logGroupArns: readonly Arn[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: logGroupArns,
      },
    ],
  };
}

/**
 * The most that the role can ever do, whatever policy it is given: AWS's own list of what writing
 * logs takes. With it, whoever may deploy and nothing else can't make a role that may do more than
 * they themselves may, and run code as that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleBoundary(partition: string): string {
  return `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`;
}

/**
 * What may invoke a function, as the end of an `execute-api` ARN behind the API's id. Path
 * variables become `*`, as AWS's console writes them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 *
 * @param authorizerId where an authorizer invokes it
 */
export function sourceOf<Id extends string | undefined>(
  { route = '', api }: PlannedPermission,
  stage: string,
  authorizerId: Id,
): string {
  if (authorizerId !== undefined) return `authorizers/${authorizerId}`;
  if (route === HTTP_STAGE) return `*/${HTTP_STAGE}`;
  const [method = '', path = ''] = route.split(' ');
  const methods = method === 'ANY' ? '*' : method;
  return `${api === 'http' ? '*' : stage}/${methods}${path.replaceAll(/\{[^}]+\}/g, '*')}`;
}

function planFunctions(application: Application, prefix: string, root: string): PlannedFunction[] {
  return Object.entries(application.functions).map(([name, definition]) => {
    const deployedName = functionName(prefix, name);
    if (deployedName.length > FUNCTION_NAME_LENGTH) {
      throw new PlanError(
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
    cors: httpApi.cors,
    integrations: [...new Set(httpApi.routes.map((route) => route.function))],
    authorizers: Object.entries(httpApi.authorizers ?? {}).map(([name, authorizer]) => ({
      ...authorizer,
      name,
      identitySources: authorizer.identitySources ?? [],
      ttlSeconds: authorizer.ttlSeconds ?? 0,
      simpleResponses: authorizer.simpleResponses ?? false,
    })),
    routes: httpApi.routes,
    stage: HTTP_STAGE,
    throttling: THROTTLING,
  };
}

function planRestApi({ restApi }: Application, prefix: string): PlannedRestApi | undefined {
  if (!restApi) return undefined;
  const methods = restApi.routes.map(({ route, function: name, authorizer }) => {
    const [method = '', path = ''] = route.split(' ');
    return { path, method, function: name, authorizer };
  });
  const paths = [...new Set(methods.map(({ path }) => path))];
  const answered = new Set(
    methods.flatMap(({ method, path }) => (method === 'OPTIONS' ? path : [])),
  );
  return {
    name: apiName(prefix, 'rest'),
    resources: resourcesFor(paths),
    authorizers: Object.entries(restApi.authorizers ?? {}).map(([name, authorizer]) => ({
      ...authorizer,
      name,
      ttlSeconds: authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS,
    })),
    methods,
    preflights: restApi.cors ? paths.filter((path) => !answered.has(path)) : [],
    cors: restApi.cors,
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

function planPermissions(api: ApiKind, application: Application): PlannedPermission[] {
  const declared = api === 'http' ? application.httpApi : application.restApi;
  if (!declared) return [];
  return [
    ...Object.entries(declared.authorizers ?? {}).map(([authorizer, { function: name }]) => ({
      function: name,
      api,
      authorizer,
    })),
    ...declared.routes.map(({ route, function: name }) => ({ function: name, api, route })),
  ];
}
