import { DEFAULT_REST_TTL_SECONDS, type RestAuthorizer } from '../../application.ts';
import type { AuthorizerCache } from './cache.ts';
import { methodArn, tokenAuthorizerEvent, type RestEventInput } from './event-v1.ts';
import type { Asker, Reply } from './functions.ts';
import { readIdentity } from './identity.ts';
import { evaluatePolicy, PolicyError } from './policy.ts';
import type { Authorization, Judgement, Reason, Verdict } from './verdict.ts';
import { isObject } from './is-object.ts';

/** An authorizer's answer, checked, as it is kept in the cache: before it is applied to a route. */
export interface RestAuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: unknown;
  /** Every value is a text by now. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Asks a REST API's TOKEN authorizer, or its cache, about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export async function askRestAuthorizer(
  name: string,
  authorizer: RestAuthorizer,
  input: RestEventInput,
  asker: Asker,
  cache: AuthorizerCache<RestAuthorizerResult>,
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
  const token = readIdentity('rest', authorizer.identitySource, input.request.headers);
  if (token === undefined) return judge({ kind: 'unauthorized' }, 'nobody', 'no-identity');

  const ttlSeconds = authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS;
  const cached = ttlSeconds > 0 ? cache.get(name, [token]) : undefined;
  const startedAt = performance.now();
  // The policy is what is kept, and it is read again for every route.
  if (cached) return judge(...apply(cached, 'cache', input, 0));

  const event = tokenAuthorizerEvent(input, token);
  const reply = await asker.ask('authorizer', authorizer.function, event, AUTHORIZER_TIMEOUT_MS);
  if (reply.kind !== 'result') return judge(...failure(reply));
  const result = check(reply.value);
  if (!('policyDocument' in result)) return judge({ kind: 'failed' }, 'function', ...result);
  const judged = apply(result, 'function', input, Math.round(performance.now() - startedAt));
  // A policy that denies is kept as well as one that allows.
  if (judged[0].kind !== 'failed') cache.set(name, [token], result, ttlSeconds);
  return judge(...judged);
}

/** A REST API waits no longer for an authorizer than for an integration. */
const AUTHORIZER_TIMEOUT_MS = 29_000;

function failure(reply: Exclude<Reply, { kind: 'result' }>): [Verdict, 'function', Reason] {
  if (reply.kind === 'error' && reply.errorMessage === 'Unauthorized') {
    return [{ kind: 'unauthorized' }, 'function', 'threw-unauthorized'];
  }
  const reason =
    reply.kind === 'error' ? 'threw' : reply.kind === 'timeout' ? 'timeout' : 'event-too-large';
  return [{ kind: 'failed' }, 'function', reason];
}

/** @returns the answer, or what is wrong with it */
function check(value: unknown): RestAuthorizerResult | readonly [Reason, string?] {
  if (!isObject(value)) return ['answer-no-object'];
  const { principalId, policyDocument, context = {} } = value;
  // unconfirmed: AWS documents principalId as required; reports differ on whether it insists.
  if (typeof principalId !== 'string' || principalId === '') return ['no-principal-id'];
  if (!isObject(policyDocument)) return ['no-policy-document'];
  if (!isObject(context)) return ['context-no-object'];
  const texts: [string, string][] = [];
  for (const [key, item] of Object.entries(context)) {
    if (!['string', 'number', 'boolean'].includes(typeof item)) return ['context-member', key];
    texts.push([key, String(item)]);
  }
  return { principalId, policyDocument, context: Object.fromEntries(texts) };
}

function apply(
  { principalId, policyDocument, context }: RestAuthorizerResult,
  asked: 'function' | 'cache',
  input: RestEventInput,
  integrationLatency: number,
): [Verdict, 'function' | 'cache', Reason, string?] {
  try {
    const decision = evaluatePolicy(policyDocument, methodArn(input));
    if (decision === 'allow') {
      const handedOn = { ...context, principalId, integrationLatency };
      return [{ kind: 'allowed', authorizer: handedOn }, asked, 'policy-allows'];
    }
    return decision === 'explicit-deny'
      ? [{ kind: 'denied', explicit: true }, asked, 'policy-denies']
      : [{ kind: 'denied', explicit: false }, asked, 'policy-silent'];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [{ kind: 'failed' }, asked, 'policy-malformed', error.message];
  }
}
