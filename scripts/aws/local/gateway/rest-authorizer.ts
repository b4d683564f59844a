import { DEFAULT_REST_TTL_SECONDS, type RestAuthorizer } from '../../application.ts';
import type { AuthorizerCache } from './cache.ts';
import {
  methodArn,
  restAuthorizerEvent,
  tokenAuthorizerEvent,
  type RestEventInput,
} from './event-v1.ts';
import { queryParameters } from './event-v2.ts';
import type { Asker, Reply } from './functions.ts';
import { parseRestIdentitySource, readIdentity, type IdentitySource } from './identity.ts';
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
 * Asks a REST API's TOKEN or REQUEST authorizer, or its cache, about one request.
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
  const { request } = input;
  // unconfirmed: that a REQUEST authorizer without a cache needs its identity sources, too.
  const identity = readIdentity(sourcesOf(authorizer), {
    headers: request.headers,
    query: queryParameters(request.query),
    context: {
      httpMethod: request.method,
      path: input.path,
      resourcePath: input.resource,
      stage: input.api.stage,
    },
  });
  if (!identity) return judge({ kind: 'unauthorized' }, 'nobody', 'no-identity');
  if (
    authorizer.type === 'TOKEN' &&
    !isValid(authorizer.validationExpression, identity[0] as string)
  ) {
    return judge({ kind: 'unauthorized' }, 'nobody', 'token-mismatch');
  }

  const ttlSeconds = authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS;
  const cached = ttlSeconds > 0 ? cache.get(name, identity) : undefined;
  const startedAt = performance.now();
  // The policy is what is kept, and it is read again for every route.
  if (cached) return judge(...apply(cached, 'cache', input, 0));

  const event =
    authorizer.type === 'TOKEN'
      ? tokenAuthorizerEvent(input, identity[0] as string)
      : restAuthorizerEvent(input);
  const reply = await asker.ask('authorizer', authorizer.function, event, AUTHORIZER_TIMEOUT_MS);
  if (reply.kind !== 'result') return judge(...failure(reply));
  const result = check(reply.value);
  if (!('policyDocument' in result)) return judge({ kind: 'failed' }, 'function', ...result);
  const judged = apply(result, 'function', input, Math.round(performance.now() - startedAt));
  // A policy that denies is kept as well as one that allows.
  if (judged[0].kind !== 'failed') cache.set(name, identity, result, ttlSeconds);
  return judge(...judged);
}

/** A REST API waits no longer for an authorizer than for an integration. */
const AUTHORIZER_TIMEOUT_MS = 29_000;

function sourcesOf(authorizer: RestAuthorizer): readonly IdentitySource[] {
  const texts =
    authorizer.type === 'TOKEN' ? [authorizer.identitySource] : (authorizer.identitySources ?? []);
  return texts.map(parseRestIdentitySource) as IdentitySource[];
}

// unconfirmed: that the expression must match the whole token and not a part of it.
function isValid(expression: string | undefined, token: string): boolean {
  return expression === undefined || new RegExp(`^(?:${expression})$`, 'u').test(token);
}

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
