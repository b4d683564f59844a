/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */

/** Bytes of an event. */
export const MAX_REQUEST_BYTES = 6_291_456;

/** Bytes of a result: 6 MB and some room for the envelope, as Lambda's own error message counts. */
export const MAX_RESPONSE_BYTES = 6_291_556;

/** Bytes at the end of the log that `LogType: Tail` returns. */
export const LOG_TAIL_BYTES = 4096;

/** Milliseconds that a function may take to load. */
export const INIT_TIMEOUT_MS = 10_000;
