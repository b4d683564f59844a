/** What a client of the labs' HTTP APIs sees, as a function returns it. */
import type { Invoked } from './target.ts';

/** An API's answer, or a function's in its place. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an HTTP API would make of a function's result; undefined where it is no such answer. */
export function answerOf({ failed, payload }: Invoked): Answer | undefined {
  const { statusCode, headers = {}, body = '' } = Object(payload) as Record<string, unknown>;
  if (failed || typeof statusCode !== 'number' || typeof body !== 'string') return undefined;
  const lower = Object.entries(Object(headers) as object).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return { status: statusCode, headers: Object.fromEntries(lower), body };
}
