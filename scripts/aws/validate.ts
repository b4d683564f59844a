import type {
  Application,
  EnvironmentValue,
  JwtAuthorizer,
  LambdaFunction,
  RequestAuthorizer,
  Route,
} from './application.ts';
import { identityHeader, ROUTE_KEY } from './local/gateway/identity.ts';
import { secretLength } from './secrets.ts';

/** An application that AWS would refuse, or that cannot mean what it says; all problems at once. */
export class ApplicationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The application cannot be used:\n${problems.map((text) => `- ${text}`).join('\n')}`);
    this.name = 'ApplicationError';
    this.problems = problems;
  }
}

/**
 * Checks an application before anything is started or deployed, so that a slip is found here and
 * not half-way through a deployment.
 *
 * @throws ApplicationError with one line for every problem
 */
export function validateApplication(application: Application): void {
  const problems = [
    ...basics(application),
    ...tableProblems(application),
    ...Object.entries(application.functions ?? {}).flatMap(([name, definition]) => [
      ...functionProblems(name, definition, application),
    ]),
    ...httpProblems(application),
    ...restProblems(application),
  ];
  if (problems.length > 0) throw new ApplicationError(problems);
}

function* basics(application: Application): Iterable<string> {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(application.name)) {
    yield `name "${application.name}": a letter, then letters, digits and hyphens, at most 32`;
  }
  if (Object.keys(application.functions ?? {}).length === 0) yield 'functions: there is none';
  for (const [name, secret] of Object.entries(application.secrets ?? {})) {
    if ('rsa' in secret) {
      if (secret.rsa !== 2048) yield `secret "${name}": rsa must be 2048, no other size is made`;
    } else {
      yield* wholeNumber(`secret "${name}": bytes`, secret.bytes ?? Number.NaN, 32, 1024);
    }
  }
}

/** Attribute names that stand in an expression as they are, as long as they are no reserved word. */
const ATTRIBUTE = /^[A-Za-z]\w{0,63}$/;

function* tableProblems({ tables = {} }: Application): Iterable<string> {
  for (const [name, { key, ttl }] of Object.entries(tables)) {
    const at = `table "${name}"`;
    if (!/^[A-Za-z][A-Za-z0-9-]{2,63}$/.test(name)) {
      yield `${at}: a letter, then letters, digits and hyphens, 3 to 64 in all`;
    }
    for (const [member, attribute] of Object.entries({ key, ttl })) {
      if (!ATTRIBUTE.test(attribute)) {
        yield `${at}: ${member} "${attribute}" must be the name of an attribute: a letter, then letters, digits and underscores`;
      }
    }
    if (key === ttl) yield `${at}: key and ttl are one attribute, and the key is a text`;
  }
}

/** Names that Lambda keeps for itself: lambda/latest/dg/configuration-envvars.html. */
const RESERVED =
  /^(_.*|AWS_LAMBDA_.*|AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

/** Lambda's limit for all variables of a function together, in bytes. */
const MAX_ENVIRONMENT_BYTES = 4096;

function* functionProblems(
  name: string,
  definition: LambdaFunction,
  application: Application,
): Iterable<string> {
  const at = `function "${name}"`;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    yield `${at}: a name has 1 to 64 letters, digits, hyphens and underscores`;
  }
  if (typeof definition.entry !== 'string' || definition.entry === '')
    yield `${at}: entry is missing`;
  if (definition.handler !== undefined && !/^[A-Za-z_$][\w$]*$/.test(definition.handler)) {
    yield `${at}: handler "${definition.handler}" is not the name of an export (only the export, without a file)`;
  }
  yield* wholeNumber(`${at}: timeoutSeconds`, definition.timeoutSeconds, 1, 900);
  yield* wholeNumber(`${at}: memoryMB`, definition.memoryMB, 128, 10_240);
  const environment = Object.entries(definition.environment ?? {});
  for (const [key, value] of environment) {
    if (!/^[A-Za-z]\w+$/.test(key)) {
      yield `${at}: environment "${key}": a letter first, then letters, digits and underscores, at least 2 in all`;
    } else if (RESERVED.test(key)) {
      yield `${at}: environment "${key}" is a name that Lambda keeps for itself`;
    }
    yield* valueProblems(`${at}: environment "${key}"`, value, application);
  }
  const bytes = environment.reduce(
    (sum, [key, value]) => sum + key.length + sizeOf(value, application),
    0,
  );
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    yield `${at}: environment holds ${bytes} bytes, Lambda takes ${MAX_ENVIRONMENT_BYTES}`;
  }
}

function* valueProblems(
  at: string,
  value: EnvironmentValue,
  { secrets = {}, tables = {}, httpApi }: Application,
): Iterable<string> {
  if (typeof value === 'string') return;
  if (Object(value).address === 'httpApi') {
    if (httpApi === undefined) yield `${at} is the address of an httpApi, and there is none`;
    return;
  }
  for (const [kind, declared] of Object.entries({ secret: secrets, table: tables })) {
    const name: unknown = Object(value)[kind];
    if (typeof name !== 'string') continue;
    if (Object.hasOwn(declared, name)) return;
    return yield `${at} names the ${kind} "${name}", which the application does not declare`;
  }
  yield `${at} must be a text, { secret: name }, { table: name } or { address: 'httpApi' }`;
}

/** In characters: what a deployment can make of a table's name. */
const MAX_TABLE_NAME = 255;

function sizeOf(value: EnvironmentValue, { secrets }: Application): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if ('table' in Object(value)) return MAX_TABLE_NAME;
  if ('address' in Object(value)) return ADDRESS_BYTES;
  const secret = secrets?.[Object(value).secret];
  return secret ? secretLength(secret) : 0;
}

/** More than any address of an API has. */
const ADDRESS_BYTES = 100;

function* httpProblems(application: Application): Iterable<string> {
  const api = application.httpApi;
  if (api === undefined) return;
  const { authorizers = {} } = api;
  yield* notImitated('httpApi', api, 'cors');
  yield* routeProblems('httpApi', api.routes, authorizers, application);
  for (const { route, authorizer = '', scopes } of api.routes) {
    if (scopes === undefined) continue;
    const at = `httpApi route "${route}": scopes`;
    if (authorizers[authorizer]?.type !== 'JWT') yield `${at} need a JWT authorizer`;
    yield* wordProblems(at, scopes, MOST.scopes);
  }
  const all = Object.entries(authorizers);
  if (all.length > MOST.authorizers) {
    yield `httpApi: ${all.length} authorizers, API Gateway takes ${MOST.authorizers}`;
  }
  for (const [name, authorizer] of all) {
    const at = `httpApi authorizer "${name}"`;
    if (authorizer.type === 'JWT') yield* jwtProblems(at, authorizer, api.routes);
    else yield* requestProblems(at, authorizer, application);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MOST = { authorizers: 10, audiences: 50, scopes: 10 } as const;

function* requestProblems(
  at: string,
  authorizer: RequestAuthorizer,
  application: Application,
): Iterable<string> {
  const { type, payloadFormat, simpleResponses, identitySources = [] } = authorizer;
  if (type !== 'REQUEST') yield `${at}: type must be REQUEST or JWT`;
  if (payloadFormat !== '2.0') yield `${at}: payloadFormat must be "2.0", no other is imitated`;
  if (simpleResponses !== true) yield `${at}: simpleResponses must be true, no policy is imitated`;
  yield* functionReference(at, authorizer.function, application);
  yield* wholeNumber(`${at}: ttlSeconds`, authorizer.ttlSeconds, 0, 3600);
  if (identitySources.length === 0) yield `${at}: needs an identity source`;
  for (const source of identitySources) {
    if (source !== ROUTE_KEY && identityHeader('http', source) === undefined) {
      yield `${at}: identity source "${source}" is neither $request.header.<name> nor ${ROUTE_KEY}`;
    }
  }
}

function* jwtProblems(
  at: string,
  { identitySource, issuer, audience }: JwtAuthorizer,
  routes: readonly Route[],
): Iterable<string> {
  if (identityHeader('http', identitySource) === undefined) {
    yield `${at}: identity source "${identitySource}" is not $request.header.<name>`;
  }
  yield* wordProblems(`${at}: audience`, audience, MOST.audiences);
  if (Object(issuer).address === 'httpApi') {
    if (!routes.some((route) => route.route === DISCOVERY && route.authorizer === undefined)) {
      yield `${at}: the application is its own issuer, and needs a route "${DISCOVERY}" that is open to all`;
    }
  } else if (
    typeof issuer !== 'string' ||
    !/^(https:\/\/|http:\/\/127\.0\.0\.1:)\S+$/.test(issuer)
  ) {
    yield `${at}: issuer must be an address with https:// or { address: 'httpApi' }, not ${JSON.stringify(issuer)}`;
  }
}

/** Where an issuer says which keys it signs with: OpenID Connect Discovery 1.0 §4. */
const DISCOVERY = 'GET /.well-known/openid-configuration';

function* wordProblems(at: string, words: unknown, most: number): Iterable<string> {
  if (!Array.isArray(words)) {
    yield `${at} must be a list of words`;
    return;
  }
  if (words.length === 0 || words.length > most) {
    yield `${at}: 1 to ${most} words, and there are ${words.length}`;
  }
  for (const word of words) {
    if (typeof word !== 'string' || !/^\S+$/.test(word)) {
      yield `${at}: ${JSON.stringify(word)} is no word: a text without blanks`;
    }
  }
}

function* restProblems(application: Application): Iterable<string> {
  const api = application.restApi;
  if (api === undefined) return;
  const { authorizers = {}, stage } = api;
  if (stage !== undefined && !/^\w{1,128}$/.test(stage)) {
    yield `restApi stage "${stage}": letters, digits and underscores only`;
  }
  yield* notImitated('restApi', api, 'cors');
  yield* routeProblems('restApi', api.routes, authorizers, application);
  for (const route of api.routes) {
    yield* notImitated(`restApi route "${route.route}"`, route, 'scopes');
  }
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const at = `restApi authorizer "${name}"`;
    const { type, identitySource } = authorizer;
    if ((type as string) === 'JWT') {
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-jwt-authorizer.html:
      // neither the event nor the answers are documented.
      yield `${at}: REST APIs have JWT authorizers since 2026-11; they are not imitated and not deployed here: put its routes into the httpApi`;
      continue;
    }
    if (type !== 'TOKEN') yield `${at}: type must be TOKEN, no other is imitated`;
    yield* notImitated(at, authorizer, 'validationExpression');
    yield* functionReference(at, authorizer.function, application);
    yield* wholeNumber(`${at}: ttlSeconds`, authorizer.ttlSeconds, 0, 3600);
    if (identityHeader('rest', identitySource) === undefined) {
      yield `${at}: identity source "${identitySource}" is not method.request.header.<name>`;
    }
  }
}

/** AWS has these settings. No lab uses them, so nothing imitates them. */
function* notImitated(at: string, declared: object, setting: string): Iterable<string> {
  if (Object.hasOwn(declared, setting)) yield `${at}: ${setting} is not imitated`;
}

function* routeProblems(
  at: string,
  routes: readonly Route[],
  authorizers: Readonly<Record<string, unknown>>,
  application: Application,
): Iterable<string> {
  if (routes.length === 0) yield `${at}: routes: there is none`;
  const seen = new Set<string>();
  for (const { route, function: target, authorizer } of routes) {
    const here = `${at} route "${route}"`;
    yield* routeKeyProblems(here, route);
    if (seen.has(route)) yield `${here} is declared twice`;
    seen.add(route);
    yield* functionReference(here, target, application);
    if (authorizer !== undefined && !Object.hasOwn(authorizers, authorizer)) {
      yield `${here}: there is no authorizer "${authorizer}" in ${at}`;
    }
  }
}

const METHODS = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

function* routeKeyProblems(at: string, route: string): Iterable<string> {
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(route) ?? [];
  if (method === undefined || path === undefined) {
    yield `${at}: write it as "GET /path"; $default is not imitated`;
  } else if (!METHODS.has(method)) {
    yield `${at}: "${method}" is no method that API Gateway knows`;
  } else if (/[{}]/.test(path)) {
    yield `${at}: path variables are not imitated`;
  } else if (!/^\/$|^(\/[\w.~:@!$&'()*,;=-]+)+$/.test(path)) {
    yield `${at}: "${path}" is no path`;
  }
}

function* functionReference(at: string, name: string, application: Application): Iterable<string> {
  if (!Object.hasOwn(application.functions ?? {}, name))
    yield `${at}: there is no function "${name}"`;
}

function* wholeNumber(
  at: string,
  value: number | undefined,
  least: number,
  most: number,
): Iterable<string> {
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most)) {
    yield `${at} must be a whole number from ${least} to ${most}, not ${value}`;
  }
}
