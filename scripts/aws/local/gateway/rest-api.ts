import type { RestApi } from '../../application.ts';
import { REST_ANSWERS, type Answer } from './answer.ts';
import type { Api, Handled } from './api.ts';
import { askAuthorizer, OPEN, type Verdict } from './authorizer.ts';
import type { Clock } from '../timers.ts';
import { AuthorizerCache } from './cache.ts';
import { restEvent, type RestApiIdentity } from './event-v1.ts';
import type { Asker } from './functions.ts';
import { answerFromV1 } from './integration.ts';
import type { ApiRequest } from './request.ts';
import { restQuestion } from './rest-authorizer.ts';
import { findRoute } from './routes.ts';

/**
 * A REST API with Lambda proxy integrations.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export function restApi(declaration: RestApi, api: RestApiIdentity, clock: Clock): Api {
  const { routes, authorizers = {} } = declaration;
  const cache = new AuthorizerCache<unknown>(clock);

  async function handle(request: ApiRequest, asker: Asker): Promise<Handled> {
    // A slash too many is none: //dev/me and /dev//me are found.
    const path = withoutStage(request.path.replaceAll(/\/{2,}/g, '/'), api.stage);
    if (path === undefined) return { answer: REST_ANSWERS.forbidden };
    const resource = withoutLastSlash(path);
    const route = findRoute(routes, request.method, resource);
    if (!route) return { answer: REST_ANSWERS.missingToken };
    const input = { request, api, path, resource };
    const authorizer = route.authorizer === undefined ? undefined : authorizers[route.authorizer];
    const asked =
      route.authorizer !== undefined && authorizer
        ? await askAuthorizer(restQuestion(route.authorizer, authorizer, input), asker, cache)
        : undefined;
    const about = { route: route.route, authorization: asked?.authorization };
    const verdict = asked?.verdict ?? OPEN;
    if (verdict.kind !== 'allowed') return { ...about, answer: refusal(verdict) };
    const event = restEvent(input, verdict.authorizer);
    return { ...about, answer: await integrate(asker, route.function, event) };
  }

  return {
    kind: 'rest',
    handle,
    foreignHost: REST_ANSWERS.forbidden,
    tooLarge: REST_ANSWERS.tooLarge,
    headers: ({ id }) => ({ 'x-amzn-RequestId': id, 'x-amz-apigw-id': id.slice(0, 16) }),
  };
}

function withoutStage(path: string, stage: string): string | undefined {
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
}

function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function refusal(verdict: Exclude<Verdict, { kind: 'allowed' }>): Answer {
  if (verdict.kind === 'unauthorized') return REST_ANSWERS.unauthorized;
  if (verdict.kind === 'failed') return REST_ANSWERS.authorizerFailure;
  return verdict.explicit ? REST_ANSWERS.explicitDeny : REST_ANSWERS.implicitDeny;
}

async function integrate(asker: Asker, name: string, event: unknown): Promise<Answer> {
  const reply = await asker.ask('integration', name, event, INTEGRATION_TIMEOUT_MS);
  if (reply.kind === 'timeout') return REST_ANSWERS.timeout;
  if (reply.kind === 'too-large') return REST_ANSWERS.tooLong;
  return (reply.kind === 'result' && answerFromV1(reply.value)) || REST_ANSWERS.badGateway;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const INTEGRATION_TIMEOUT_MS = 29_000;
