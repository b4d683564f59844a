/** What is said of each resource: by the plan before it is made, and by the deployment when it is. */
import type { Route } from '../local/index.ts';
import { say, type Message } from '#text/message.ts';
import type { Package } from './package.ts';
import {
  HTTP_STAGE,
  LOG_RETENTION_DAYS,
  type Plan,
  type PlannedFunction,
  type PlannedMethod,
  type PlannedPermission,
  type PlannedRestApi,
} from './plan.ts';

export const WORDS = {
  logGroup: (name: string) => say`log group of ${name}`,
  retention: () => say`  kept for ${LOG_RETENTION_DAYS} days`,
  role: () => say`the role of the functions`,
  rolePolicy: () => say`  its policy: write to these log groups, no more`,
  function: ({ name, runtime }: PlannedFunction, { zip }: Package) =>
    say`function ${name}: ${runtime}, ${kilobytes(zip)} KB of code`,
  httpApi: () => say`HTTP API`,
  restApi: () => say`REST API`,
  authorizer: (name: string, asked: string) => say`  authorizer ${name}: asks ${asked}`,
  integration: (name: string) => say`  integration: calls ${name}`,
  route: ({ route, function: name, authorizer }: Route) =>
    authorizer === undefined
      ? say`  ${route} -> ${name}`
      : say`  ${route} -> [${authorizer}] -> ${name}`,
  httpStage: () => say`  stage ${HTTP_STAGE}: every change is deployed at once`,
  path: (path: string) => say`  path ${path}`,
  methodIntegration: (name: string) => say`    its integration: calls ${name}`,
  preflight: (path: string) => say`  OPTIONS ${path}: answered by the gateway`,
  preflightHeaders: () => say`    with the headers of CORS`,
  deployment: () => say`  deployment: the API as it is now`,
  restStage: (stage: string) => say`  stage ${stage}`,
  limits: () => say`    its limits`,
  permission: ({ function: name, api, authorizer, route = '' }: PlannedPermission) => {
    const where = api === 'http' ? say`HTTP API` : say`REST API`;
    return authorizer === undefined
      ? say`${where}, ${route}: may invoke ${name}`
      : say`${where}, authorizer ${authorizer}: may invoke ${name}`;
  },
} as const;

/** A REST API's method is told as an HTTP API's route is. */
export function asRoute({ method, path, function: name, authorizer }: PlannedMethod): Route {
  const route = { route: `${method} ${path}`, function: name };
  return authorizer === undefined ? route : { ...route, authorizer };
}

/** Rounded up. */
export function kilobytes(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / 1024);
}

function methodWords({ methods, preflights }: PlannedRestApi, path: string): Message[] {
  const own = methods.filter((method) => method.path === path);
  return [
    ...own.flatMap((method) => [
      WORDS.route(asRoute(method)),
      WORDS.methodIntegration(method.function),
    ]),
    ...(preflights.includes(path) ? [WORDS.preflight(path), WORDS.preflightHeaders()] : []),
  ];
}

/** Every change that a first deployment makes, in its order. */
export function planWords(plan: Plan, packages: ReadonlyMap<string, Package>): Message[] {
  const { functions, http, rest, permissions } = plan;
  return [
    ...functions.flatMap(({ name }) => [WORDS.logGroup(name), WORDS.retention()]),
    WORDS.role(),
    WORDS.rolePolicy(),
    ...functions.map((planned) => WORDS.function(planned, packages.get(planned.name) as Package)),
    ...(http
      ? [
          WORDS.httpApi(),
          ...http.authorizers.map((entry) => WORDS.authorizer(entry.name, entry.function)),
          ...http.integrations.map(WORDS.integration),
          ...http.routes.map(WORDS.route),
          WORDS.httpStage(),
        ]
      : []),
    ...(rest
      ? [
          WORDS.restApi(),
          ...rest.authorizers.map((entry) => WORDS.authorizer(entry.name, entry.function)),
          ...rest.resources.map(({ path }) => WORDS.path(path)),
          ...['/', ...rest.resources.map(({ path }) => path)].flatMap((path) =>
            methodWords(rest, path),
          ),
          WORDS.deployment(),
          WORDS.restStage(rest.stage),
          WORDS.limits(),
        ]
      : []),
    ...functions.flatMap(({ name }) =>
      permissions.filter((entry) => entry.function === name).map(WORDS.permission),
    ),
  ];
}
