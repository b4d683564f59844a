import type {
  Application,
  EnvironmentValue,
  HttpCors,
  LambdaFunction,
  Route,
} from './application.ts';
import { parseHttpIdentitySource, parseRestIdentitySource } from './local/gateway/identity.ts';
import { parseRoute } from './local/gateway/routes.ts';

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
    if (!Number.isInteger(secret.bytes) || secret.bytes < 32 || secret.bytes > 1024) {
      yield `secret "${name}": bytes must be a whole number from 32 to 1024, not ${secret.bytes}`;
    }
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
  { secrets }: Application,
): Iterable<string> {
  if (typeof value === 'string') return;
  if (typeof value !== 'object' || value === null || typeof value.secret !== 'string') {
    yield `${at} must be a text or { secret: name }`;
  } else if (!Object.hasOwn(secrets ?? {}, value.secret)) {
    yield `${at} names the secret "${value.secret}", which the application does not declare`;
  }
}

function sizeOf(value: EnvironmentValue, { secrets }: Application): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return Math.ceil(((secrets?.[value?.secret]?.bytes ?? 0) * 4) / 3);
}

function* httpProblems(application: Application): Iterable<string> {
  const api = application.httpApi;
  if (api === undefined) return;
  const authorizers = api.authorizers ?? {};
  yield* routeProblems('httpApi', api.routes, authorizers, application, true);
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const at = `httpApi authorizer "${name}"`;
    const sources = authorizer.identitySources ?? [];
    if (authorizer.type !== 'REQUEST') yield `${at}: type must be REQUEST`;
    yield* functionReference(at, authorizer.function, application);
    yield* sourceProblems(at, sources, parseHttpIdentitySource);
    yield* wholeNumber(`${at}: ttlSeconds`, authorizer.ttlSeconds, 0, 3600);
    if ((authorizer.ttlSeconds ?? 0) > 0 && sources.length === 0) {
      yield `${at}: a cache (ttlSeconds ${authorizer.ttlSeconds}) needs an identity source as its key`;
    }
    if (authorizer.payloadFormat !== '1.0' && authorizer.payloadFormat !== '2.0') {
      yield `${at}: payloadFormat must be "1.0" or "2.0"`;
    }
    if (authorizer.simpleResponses === true && authorizer.payloadFormat === '1.0') {
      yield `${at}: simpleResponses need payloadFormat "2.0"`;
    }
  }
  if (api.cors) yield* corsProblems(api.cors);
}

function* corsProblems(cors: HttpCors): Iterable<string> {
  if (cors.allowOrigins.length === 0) yield 'httpApi cors: allowOrigins is empty';
  if (cors.allowCredentials === true && cors.allowOrigins.includes('*')) {
    yield 'httpApi cors: allowCredentials cannot go with the origin *';
  }
  yield* wholeNumber('httpApi cors: maxAgeSeconds', cors.maxAgeSeconds, -1, 86_400);
}

function* restProblems(application: Application): Iterable<string> {
  const api = application.restApi;
  if (api === undefined) return;
  const authorizers = api.authorizers ?? {};
  if (api.stage !== undefined && !/^\w{1,128}$/.test(api.stage)) {
    yield `restApi stage "${api.stage}": letters, digits and underscores only`;
  }
  yield* routeProblems('restApi', api.routes, authorizers, application, false);
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const at = `restApi authorizer "${name}"`;
    yield* functionReference(at, authorizer.function, application);
    yield* wholeNumber(`${at}: ttlSeconds`, authorizer.ttlSeconds, 0, 3600);
    if (authorizer.type === 'TOKEN') {
      yield* sourceProblems(at, [authorizer.identitySource], parseRestIdentitySource);
      if (!String(authorizer.identitySource).startsWith('method.request.header.')) {
        yield `${at}: a TOKEN authorizer reads one header, method.request.header.<name>`;
      }
      yield* expressionProblems(at, authorizer.validationExpression);
    } else if (authorizer.type === 'REQUEST') {
      const sources = authorizer.identitySources ?? [];
      yield* sourceProblems(at, sources, parseRestIdentitySource);
      if ((authorizer.ttlSeconds ?? 300) > 0 && sources.length === 0) {
        yield `${at}: needs an identity source as its cache's key, or ttlSeconds: 0`;
      }
    } else {
      yield `${at}: type must be TOKEN or REQUEST`;
    }
  }
}

function* routeProblems(
  at: string,
  routes: readonly Route[],
  authorizers: Readonly<Record<string, unknown>>,
  application: Application,
  allowDefault: boolean,
): Iterable<string> {
  if (routes.length === 0) yield `${at}: routes: there is none`;
  const seen = new Set<string>();
  for (const { route, function: target, authorizer } of routes) {
    const here = `${at} route "${route}"`;
    const parsed = parseRoute(route, allowDefault);
    if (typeof parsed === 'string') yield `${here}: ${parsed}`;
    if (seen.has(route)) yield `${here} is declared twice`;
    seen.add(route);
    yield* functionReference(here, target, application);
    if (authorizer !== undefined && !Object.hasOwn(authorizers, authorizer)) {
      yield `${here}: there is no authorizer "${authorizer}" in ${at}`;
    }
  }
}

function* functionReference(at: string, name: string, application: Application): Iterable<string> {
  if (!Object.hasOwn(application.functions ?? {}, name))
    yield `${at}: there is no function "${name}"`;
}

function* sourceProblems(
  at: string,
  sources: readonly string[],
  parse: (source: string) => unknown,
): Iterable<string> {
  for (const source of sources) {
    if (parse(source) === undefined)
      yield `${at}: identity source "${source}" is not one that AWS knows`;
  }
}

function* expressionProblems(at: string, expression: string | undefined): Iterable<string> {
  if (expression === undefined) return;
  try {
    void new RegExp(expression, 'u');
  } catch {
    yield `${at}: validationExpression is not a regular expression`;
  }
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
