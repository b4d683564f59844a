import { DEFAULT_REST_TTL_SECONDS, type RestApi, type RestAuthorizer } from '../../application.ts';
import { isObject } from '#text/json.ts';
import type { Clock } from '../timers.ts';
import { REST_ANSWERS } from './answer.ts';
import { makeApi, type Api, type ApiCall, type ApiIdentity, type Guard } from './api.ts';
import { askAuthorizer, type Question, type Ruling } from './authorizer.ts';
import { authorizerCache } from './cache.ts';
import { arnOf } from './context.ts';
import { restEvent, tokenAuthorizerEvent } from './event-v1.ts';
import { readIdentity } from './identity.ts';
import { answerFromV1 } from './integration.ts';
import { evaluatePolicy, PolicyError } from './policy.ts';

/**
 * A REST API waits no longer for an authorizer than for an integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const TIMEOUT_MS = 29_000;

/**
 * A REST API with Lambda proxy integrations.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export function restApi(declaration: RestApi, api: ApiIdentity, clock: Clock): Api {
  const { routes, authorizers = {} } = declaration;
  const cache = authorizerCache(clock);
  const guards = Object.entries(authorizers).map(([name, authorizer]): [string, Guard] => [
    name,
    (call, asker) => askAuthorizer(questionOf(name, authorizer, call), asker, cache),
  ]);
  return makeApi(routes, api, {
    kind: 'rest',
    answers: REST_ANSWERS,
    headers: ({ id }) => ({ 'x-amzn-RequestId': id, 'x-amz-apigw-id': id.slice(0, 16) }),
    guards: Object.fromEntries(guards),
    timeoutMs: TIMEOUT_MS,
    locate(whole) {
      // A slash too many is none: //dev/me and /dev//me are found.
      const path = withoutStage(whole.replaceAll(/\/{2,}/g, '/'), api.stage);
      return path === undefined ? undefined : { path, declared: path.replace(/(?<=.)\/$/, '') };
    },
    event: restEvent,
    answerFrom: answerFromV1,
  });
}

function withoutStage(path: string, stage: string): string | undefined {
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
}

/**
 * What it asks a TOKEN authorizer about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
function questionOf(name: string, authorizer: RestAuthorizer, call: ApiCall): Question {
  return {
    authorizer: name,
    function: authorizer.function,
    identity: [readIdentity('rest', authorizer.identitySource, call.request.headers)],
    ttlSeconds: authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS,
    timeoutMs: TIMEOUT_MS,
    event: ([token = '']) => tokenAuthorizerEvent(call, token),
    rule: (answer, milliseconds) => rule(answer, call, milliseconds),
  };
}

function rule(answer: unknown, call: ApiCall, integrationLatency: number): Ruling {
  if (!isObject(answer)) return [{ kind: 'failed' }, 'answer-no-object'];
  const { principalId, policyDocument, context = {} } = answer;
  // unconfirmed: AWS documents principalId as required; reports differ on whether it insists.
  if (typeof principalId !== 'string' || principalId === '')
    return [{ kind: 'failed' }, 'no-principal-id'];
  if (!isObject(policyDocument)) return [{ kind: 'failed' }, 'no-policy-document'];
  if (!isObject(context)) return [{ kind: 'failed' }, 'context-no-object'];
  const members = Object.entries(context);
  const wrong = members.find(([, item]) => !['string', 'number', 'boolean'].includes(typeof item));
  if (wrong) return [{ kind: 'failed' }, 'context-member', wrong[0]];
  try {
    const decision = evaluatePolicy(policyDocument, arnOf(call), call.request);
    if (decision === 'explicit-deny') return [{ kind: 'denied', explicit: true }, 'policy-denies'];
    if (decision === 'implicit-deny') return [{ kind: 'denied', explicit: false }, 'policy-silent'];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [{ kind: 'failed' }, 'policy-malformed', error.message];
  }
  const texts = Object.fromEntries(members.map(([key, item]) => [key, String(item)]));
  const authorizer = { ...texts, principalId, integrationLatency };
  return [{ kind: 'allowed', authorizer }, 'policy-allows'];
}
