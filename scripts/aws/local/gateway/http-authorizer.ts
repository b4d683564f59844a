import type { HttpAuthorizer } from '../../application.ts';
import type { AuthorizerCache } from './cache.ts';
import { httpAuthorizerEvent, type HttpEventInput } from './event-v2.ts';
import type { Asker, Reply } from './functions.ts';
import { readIdentity, ROUTE_KEY } from './identity.ts';
import type { Authorization, Judgement, Reason, Verdict } from './verdict.ts';
import { isObject } from './is-object.ts';

/**
 * Asks an HTTP API's REQUEST authorizer, or its cache, about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function askHttpAuthorizer(
  name: string,
  authorizer: HttpAuthorizer,
  input: HttpEventInput,
  asker: Asker,
  cache: AuthorizerCache<unknown>,
): Promise<Judgement> {
  const judge = (
    verdict: Verdict,
    asked: Authorization['asked'],
    reason: Reason,
    detail?: string,
  ): Judgement => ({
    verdict,
    authorization: {
      authorizer: name,
      function: authorizer.function,
      verdict: verdict.kind,
      asked,
      reason,
      ...(detail !== undefined && { detail }),
    },
  });
  const identity = authorizer.identitySources.map((source) =>
    source === ROUTE_KEY ? input.routeKey : readIdentity('http', source, input.request.headers),
  );
  if (!identity.every((value) => value !== undefined))
    return judge({ kind: 'unauthorized' }, 'nobody', 'no-identity');

  const ttlSeconds = authorizer.ttlSeconds ?? 0;
  const cached = ttlSeconds > 0 ? cache.get(name, identity) : undefined;
  if (cached !== undefined) {
    const [verdict, ...why] = apply(cached);
    return judge(verdict, 'cache', ...why);
  }
  const event = httpAuthorizerEvent(input, identity);
  const reply = await asker.ask('authorizer', authorizer.function, event, AUTHORIZER_TIMEOUT_MS);
  if (reply.kind !== 'result') return judge(...failure(reply));
  const [verdict, ...why] = apply(reply.value);
  // A refusal is kept as well as a permission.
  if (verdict.kind !== 'failed') cache.set(name, identity, reply.value, ttlSeconds);
  return judge(verdict, 'function', ...why);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const AUTHORIZER_TIMEOUT_MS = 10_000;

function failure(reply: Exclude<Reply, { kind: 'result' }>): [Verdict, 'function', Reason] {
  // unconfirmed: that an HTTP API answers 401 to exactly this error, as a REST API does.
  if (reply.kind === 'error' && reply.errorMessage === 'Unauthorized') {
    return [{ kind: 'unauthorized' }, 'function', 'threw-unauthorized'];
  }
  const reason =
    reply.kind === 'error' ? 'threw' : reply.kind === 'timeout' ? 'timeout' : 'event-too-large';
  return [{ kind: 'failed' }, 'function', reason];
}

function apply(result: unknown): [Verdict, Reason] {
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
