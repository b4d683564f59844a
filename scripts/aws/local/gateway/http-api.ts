import { HTTP_STAGE, type HttpApi, type RequestAuthorizer } from '../../application.ts';
import { isObject } from '#text/json.ts';
import { HTTP_ANSWERS } from './answer.ts';
import { makeApi, type Api, type ApiCall, type Guard, type Surroundings } from './api.ts';
import { askAuthorizer, type Question, type Ruling } from './authorizer.ts';
import { authorizerCache } from './cache.ts';
import { httpAuthorizerEvent, httpEvent } from './event-v2.ts';
import { readIdentity, ROUTE_KEY } from './identity.ts';
import { answerFromV2 } from './integration.ts';
import { jwtGuard } from './jwt-authorizer.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const INTEGRATION_TIMEOUT_MS = 30_000;
const AUTHORIZER_TIMEOUT_MS = 10_000;

/**
 * An HTTP API with payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export function httpApi(declaration: HttpApi, apiId: string, surroundings: Surroundings): Api {
  const { routes, authorizers = {} } = declaration;
  const cache = authorizerCache(surroundings.clock);
  const guards = Object.entries(authorizers).map(([name, authorizer]): [string, Guard] => [
    name,
    authorizer.type === 'JWT'
      ? jwtGuard(name, authorizer, surroundings)
      : (call, asker) => askAuthorizer(questionOf(name, authorizer, call), asker, cache),
  ]);
  return makeApi(
    routes,
    { apiId, stage: HTTP_STAGE },
    {
      kind: 'http',
      answers: HTTP_ANSWERS,
      headers: ({ id }) => ({ 'apigw-requestid': id }),
      guards: Object.fromEntries(guards),
      timeoutMs: INTEGRATION_TIMEOUT_MS,
      locate: (path) => ({ path, declared: path }),
      event: httpEvent,
      answerFrom: answerFromV2,
    },
  );
}

/**
 * What it asks a REQUEST authorizer about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
function questionOf(name: string, authorizer: RequestAuthorizer, call: ApiCall): Question {
  return {
    authorizer: name,
    function: authorizer.function,
    identity: authorizer.identitySources.map((source) =>
      source === ROUTE_KEY ? call.route.route : readIdentity('http', source, call.request.headers),
    ),
    ttlSeconds: authorizer.ttlSeconds ?? 0,
    timeoutMs: AUTHORIZER_TIMEOUT_MS,
    event: (identity) => httpAuthorizerEvent(call, identity),
    rule,
  };
}

function rule(result: unknown): Ruling {
  if (!isObject(result)) return [{ kind: 'failed' }, 'answer-no-object'];
  const { context, isAuthorized } = result;
  if (context !== undefined && context !== null && !isObject(context)) {
    return [{ kind: 'failed' }, 'context-no-object'];
  }
  // unconfirmed: 500 for an isAuthorized that is missing or no boolean, such as "false".
  if (typeof isAuthorized !== 'boolean') return [{ kind: 'failed' }, 'is-authorized-no-boolean'];
  if (!isAuthorized) return [{ kind: 'denied', explicit: true }, 'is-authorized-false'];
  // unconfirmed: numbers, lists and objects in the context reach the function as they are, and no
  // context as null.
  return [{ kind: 'allowed', authorizer: { lambda: context ?? null } }, 'is-authorized-true'];
}
