import type { RequestAuthorizer } from '../../application.ts';
import type { Question, Ruling } from './authorizer.ts';
import { httpAuthorizerEvent, type HttpEventInput } from './event-v2.ts';
import { readIdentity, ROUTE_KEY } from './identity.ts';
import { isObject } from '#text/json.ts';

/**
 * What an HTTP API asks a REQUEST authorizer about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function httpQuestion(
  name: string,
  authorizer: RequestAuthorizer,
  input: HttpEventInput,
): Question {
  return {
    authorizer: name,
    function: authorizer.function,
    identity: authorizer.identitySources.map((source) =>
      source === ROUTE_KEY ? input.routeKey : readIdentity('http', source, input.request.headers),
    ),
    ttlSeconds: authorizer.ttlSeconds ?? 0,
    timeoutMs: AUTHORIZER_TIMEOUT_MS,
    event: (identity) => httpAuthorizerEvent(input, identity),
    rule,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const AUTHORIZER_TIMEOUT_MS = 10_000;

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
