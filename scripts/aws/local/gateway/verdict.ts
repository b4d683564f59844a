/** What an authorizer, or the lack of an identity, means for one request. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly authorizer: object | undefined }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'denied'; readonly explicit: boolean }
  | { readonly kind: 'failed' };

/** How the gateway came to its verdict, for the trace. */
export interface Authorization {
  readonly authorizer: string;
  readonly function: string;
  readonly verdict: Verdict['kind'];
  /** Whether the function was asked now, answered from the cache, or not asked at all. */
  readonly asked: 'function' | 'cache' | 'nobody';
  readonly reason: Reason;
  /** The name of the context's member, or what is wrong with the policy. */
  readonly detail?: string;
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
  | 'policy-malformed';

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly authorization: Authorization | undefined;
}
