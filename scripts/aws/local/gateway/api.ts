import type { Answer } from './answer.ts';
import type { Clock, StartTimer } from '../timers.ts';
import type { Asker } from './functions.ts';
import type { ApiRequest } from './request.ts';
import type { Authorization } from './authorizer.ts';

/** One API: what it makes of a request. The server around it does the rest. */
export interface Api {
  /** For the trace: `http` or `rest`. */
  readonly kind: 'http' | 'rest';
  handle(request: ApiRequest, asker: Asker): Promise<Handled>;
  /** The answer to a request whose Host is another's. */
  readonly foreignHost: Answer;
  /** The answer to a body of more than 10 MB. */
  readonly tooLarge: Answer;
  /** What every answer carries besides its own headers. */
  headers(request: ApiRequest): Record<string, string>;
}

export interface Handled {
  readonly answer: Answer;
  /** The route as declared; undefined if none fits. */
  readonly route?: string | undefined;
  /** Undefined where the route has no authorizer. */
  readonly authorization?: Authorization | undefined;
}

/** What is around the API: where it answers, without a slash at the end, and what time it is. */
export interface Surroundings {
  readonly address: () => string;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
}
