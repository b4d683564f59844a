import type { HttpApi, Route } from '../../application.ts';
import type { Answer } from './answer.ts';
import { HTTP_ANSWERS } from './answer.ts';
import type { Api, Handled, Surroundings } from './api.ts';
import { askAuthorizer, OPEN, type Verdict } from './authorizer.ts';
import { AuthorizerCache } from './cache.ts';
import { httpEvent, type HttpApiIdentity, type HttpEventInput } from './event-v2.ts';
import type { Asker } from './functions.ts';
import { httpQuestion } from './http-authorizer.ts';
import { answerFromV2 } from './integration.ts';
import { jwtGuard, type JwtGuard } from './jwt-authorizer.ts';
import type { ApiRequest } from './request.ts';
import { findRoute } from './routes.ts';

/**
 * An HTTP API with payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export function httpApi(
  declaration: HttpApi,
  api: HttpApiIdentity,
  surroundings: Surroundings,
): Api {
  const { routes, authorizers = {} } = declaration;
  const cache = new AuthorizerCache<unknown>(surroundings.clock);
  const guards = new Map<string, JwtGuard>();
  for (const [name, authorizer] of Object.entries(authorizers)) {
    if (authorizer.type === 'JWT') guards.set(name, jwtGuard(name, authorizer, surroundings));
  }

  async function ask({ authorizer: name, scopes }: Route, input: HttpEventInput, asker: Asker) {
    const authorizer = name === undefined ? undefined : authorizers[name];
    if (name === undefined || !authorizer) return undefined;
    return authorizer.type === 'JWT'
      ? (guards.get(name) as JwtGuard)(input.request, scopes)
      : askAuthorizer(httpQuestion(name, authorizer, input), asker, cache);
  }

  async function handle(request: ApiRequest, asker: Asker): Promise<Handled> {
    const route = findRoute(routes, request.method, request.path);
    if (!route) return { answer: HTTP_ANSWERS.notFound };
    const input = { request, api, routeKey: route.route };
    const asked = await ask(route, input, asker);
    const about = { route: route.route, authorization: asked?.authorization };
    const verdict = asked?.verdict ?? OPEN;
    if (verdict.kind !== 'allowed') return { ...about, answer: refusal(verdict) };
    const event = httpEvent(input, verdict.authorizer);
    return { ...about, answer: await integrate(asker, route.function, event) };
  }

  return {
    kind: 'http',
    handle,
    foreignHost: HTTP_ANSWERS.forbidden,
    tooLarge: HTTP_ANSWERS.tooLarge,
    headers: ({ id }) => ({ 'apigw-requestid': id }),
  };
}

function refusal(verdict: Exclude<Verdict, { kind: 'allowed' }>): Answer {
  const answer = REFUSALS[verdict.kind];
  if (verdict.kind !== 'unauthorized' || verdict.challenge === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': verdict.challenge } };
}

const REFUSALS = {
  unauthorized: HTTP_ANSWERS.unauthorized,
  denied: HTTP_ANSWERS.forbidden,
  failed: HTTP_ANSWERS.internalError,
} as const;

async function integrate(asker: Asker, name: string, event: unknown): Promise<Answer> {
  const reply = await asker.ask('integration', name, event, INTEGRATION_TIMEOUT_MS);
  if (reply.kind === 'timeout') return HTTP_ANSWERS.unavailable;
  // unconfirmed: 413 for a body that fits the gateway but not the function's 6 MB.
  if (reply.kind === 'too-large') return HTTP_ANSWERS.tooLarge;
  return (reply.kind === 'result' && answerFromV2(reply.value)) || HTTP_ANSWERS.internalError;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const INTEGRATION_TIMEOUT_MS = 30_000;
