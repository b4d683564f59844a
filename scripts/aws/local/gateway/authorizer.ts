import type { AuthorizerCache } from './cache.ts';
import type { Asker, Reply } from './functions.ts';

/** What an authorizer, or the lack of an identity, means for one request. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly authorizer: object | undefined }
  /** `challenge`: the value of WWW-Authenticate, where the gateway sets one. */
  | { readonly kind: 'unauthorized'; readonly challenge?: string }
  | { readonly kind: 'denied'; readonly explicit: boolean }
  | { readonly kind: 'failed' };

/** How the gateway came to its verdict, for the trace. */
export interface Authorization {
  readonly authorizer: string;
  /** Undefined for a JWT authorizer, which is the gateway itself. */
  readonly function?: string;
  readonly verdict: Verdict['kind'];
  /** Whether the function was called now, answered from the cache, or nothing was there to look at. */
  readonly asked: 'function' | 'cache' | 'gateway' | 'nobody';
  readonly reason: Reason;
  /** The name of the context's member, what is wrong with the policy, or with the token. */
  readonly detail?: string;
  /** Undefined where answers are not kept, and where there is no identity to keep one under. */
  readonly cache?: CacheUse;
}

/** What the cache had to do with one request. */
export interface CacheUse {
  /** The values of the identity sources, in their order. */
  readonly key: readonly string[];
  readonly ttlSeconds: number;
  /** How old the answer was that it gave; undefined where it had none. */
  readonly ageSeconds: number | undefined;
  /** Whether the function's answer is kept from now on. */
  readonly isKept: boolean;
}

/** Why the gateway came to its verdict: a code, for whoever shows it to put into words. */
export type Reason =
  | 'no-identity'
  | 'threw'
  | 'threw-unauthorized'
  | 'timeout'
  | 'event-too-large'
  | 'answer-no-object'
  | 'context-no-object'
  | 'context-member'
  | 'no-principal-id'
  | 'no-policy-document'
  | 'is-authorized-no-boolean'
  | 'is-authorized-true'
  | 'is-authorized-false'
  | 'policy-allows'
  | 'policy-denies'
  | 'policy-silent'
  | 'policy-malformed'
  | 'token-valid'
  | 'token-refused'
  | 'scope-missing';

/** A verdict with its reason and the detail of that. */
export type Ruling = readonly [verdict: Verdict, reason: Reason, detail?: string];

export interface Judged {
  readonly verdict: Verdict;
  readonly authorization: Authorization;
}

export function judged(
  about: Pick<Authorization, 'authorizer' | 'function' | 'asked' | 'cache'>,
  [verdict, reason, detail]: Ruling,
): Judged {
  const more = detail === undefined ? {} : { detail };
  return { verdict, authorization: { ...about, verdict: verdict.kind, reason, ...more } };
}

/** What is asked of an authorizer about one request. */
export interface Question {
  /** Its name in the application. */
  readonly authorizer: string;
  readonly function: string;
  /** The values of its identity sources, in their order; undefined where one is missing. */
  readonly identity: readonly (string | undefined)[];
  readonly ttlSeconds: number;
  readonly timeoutMs: number;
  event(identity: readonly string[]): object;
  /**
   * Reads the function's answer, also one from the cache: it is kept as it came, and read again for
   * every request.
   *
   * @param milliseconds how long the function took; 0 for an answer from the cache
   */
  rule(answer: unknown, milliseconds: number): Ruling;
}

/** Asks an authorizer's function, or its cache, about one request. */
export async function askAuthorizer(
  question: Question,
  asker: Asker,
  cache: AuthorizerCache,
): Promise<Judged> {
  const { authorizer, function: name, identity, ttlSeconds, timeoutMs } = question;
  const judge = (
    asked: Authorization['asked'],
    ruling: Ruling,
    use?: Pick<CacheUse, 'ageSeconds' | 'isKept'>,
  ) => {
    const kept = use && ttlSeconds > 0 && { key: identity as string[], ttlSeconds, ...use };
    return judged({ authorizer, function: name, asked, ...(kept && { cache: kept }) }, ruling);
  };
  if (!identity.every((value) => value !== undefined))
    return judge('nobody', [{ kind: 'unauthorized' }, 'no-identity']);
  const cached = cache.get(authorizer, identity);
  if (cached) {
    const { value, ageSeconds } = cached;
    return judge('cache', question.rule(value, 0), { ageSeconds, isKept: false });
  }
  const startedAt = performance.now();
  const reply = await asker.ask('authorizer', name, question.event(identity), timeoutMs);
  const notKept = { ageSeconds: undefined, isKept: false };
  if (reply.kind !== 'result') return judge('function', failure(reply), notKept);
  const ruling = question.rule(reply.value, Math.round(performance.now() - startedAt));
  // A refusal is kept as well as a permission.
  if (ruling[0].kind === 'failed') return judge('function', ruling, notKept);
  cache.set(authorizer, identity, reply.value, ttlSeconds);
  return judge('function', ruling, { ...notKept, isKept: true });
}

/** unconfirmed: that an HTTP API answers 401 to exactly "Unauthorized", as a REST API does. */
function failure(reply: Exclude<Reply, { kind: 'result' }>): Ruling {
  if (reply.kind === 'timeout') return [{ kind: 'failed' }, 'timeout'];
  if (reply.kind === 'too-large') return [{ kind: 'failed' }, 'event-too-large'];
  return reply.errorMessage === 'Unauthorized'
    ? [{ kind: 'unauthorized' }, 'threw-unauthorized']
    : [{ kind: 'failed' }, 'threw'];
}
