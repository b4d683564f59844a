import type { Route } from '../../application.ts';
import type { Clock, StartTimer } from '../timers.ts';
import type { Answer, Answers } from './answer.ts';
import type { Authorization, Judged, Verdict } from './authorizer.ts';
import type { Asker } from './functions.ts';
import type { ApiRequest } from './request.ts';

/** One API: what it makes of a request. The server around it does the rest. */
export interface Api {
  /** For the trace: `http` or `rest`. */
  readonly kind: 'http' | 'rest';
  readonly answers: Answers;
  /** What every answer carries besides its own headers. */
  headers(request: ApiRequest): Record<string, string>;
  handle(request: ApiRequest, asker: Asker): Promise<Handled>;
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

/** What the events of one API have in common. */
export interface ApiIdentity {
  readonly apiId: string;
  readonly stage: string;
}

/** A request on its way through an API. */
export interface ApiCall {
  readonly request: ApiRequest;
  readonly api: ApiIdentity;
  readonly route: Route;
  /** The path behind the stage, as the client wrote it. */
  readonly path: string;
}

/** Asks one authorizer about a call. */
export type Guard = (call: ApiCall, asker: Asker) => Promise<Judged>;

/** What an HTTP API and a REST API do each in its own way. */
export interface Dialect extends Omit<Api, 'handle'> {
  /** By the authorizers' names. */
  readonly guards: Readonly<Record<string, Guard>>;
  /** How long it waits for a route's function. */
  readonly timeoutMs: number;
  /** The path behind the stage, and as a route declares it; undefined where it has another stage. */
  locate(path: string): { readonly path: string; readonly declared: string } | undefined;
  /** @param authorizer what the authorizer gave for `requestContext.authorizer` */
  event(call: ApiCall, authorizer: object | undefined): object;
  /** The client's answer from what the function returned; undefined if that is malformed. */
  answerFrom(result: unknown): Answer | undefined;
}

/** The way of a request: its route, the authorizer in front of that, and the function behind it. */
export function makeApi(routes: readonly Route[], api: ApiIdentity, dialect: Dialect): Api {
  const { kind, answers, headers, guards, timeoutMs } = dialect;

  async function handle(request: ApiRequest, asker: Asker): Promise<Handled> {
    const located = dialect.locate(request.path);
    if (!located) return { answer: answers.forbidden };
    const route = findRoute(routes, request.method, located.declared);
    if (!route) return { answer: answers.noRoute };
    const call = { request, api, route, path: located.path };
    const guard = route.authorizer === undefined ? undefined : guards[route.authorizer];
    const { verdict, authorization } = (await guard?.(call, asker)) ?? {};
    const about = { route: route.route, authorization };
    if (verdict && verdict.kind !== 'allowed') return { ...about, answer: refusal(verdict) };
    return { ...about, answer: await integrate(call, verdict?.authorizer, asker) };
  }

  function refusal(verdict: Exclude<Verdict, { kind: 'allowed' }>): Answer {
    if (verdict.kind === 'failed') return answers.authorizerFailed;
    if (verdict.kind === 'denied')
      return answers[verdict.explicit ? 'explicitDeny' : 'implicitDeny'];
    const { challenge } = verdict;
    const { unauthorized } = answers;
    if (challenge === undefined) return unauthorized;
    return { ...unauthorized, headers: { ...unauthorized.headers, 'www-authenticate': challenge } };
  }

  async function integrate(
    call: ApiCall,
    authorizer: object | undefined,
    asker: Asker,
  ): Promise<Answer> {
    const event = dialect.event(call, authorizer);
    const reply = await asker.ask('integration', call.route.function, event, timeoutMs);
    if (reply.kind === 'timeout') return answers.timeout;
    if (reply.kind === 'too-large') return answers.eventTooLarge;
    return (reply.kind === 'result' && dialect.answerFrom(reply.value)) || answers.malformed;
  }

  return { kind, answers, headers, handle };
}

/**
 * The route that takes a request. A route for the method comes before one for `ANY`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param path without query and without stage, as the client wrote it
 */
export function findRoute<T extends { readonly route: string }>(
  routes: readonly T[],
  method: string,
  path: string,
): T | undefined {
  const find = (key: string) => routes.find(({ route }) => route === key);
  return find(`${method} ${path}`) ?? find(`ANY ${path}`);
}
