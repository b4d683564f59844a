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
  /** In words, for people. */
  readonly reason: string;
}

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly authorization: Authorization | undefined;
}
