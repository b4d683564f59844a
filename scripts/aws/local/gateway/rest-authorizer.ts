import { DEFAULT_REST_TTL_SECONDS, type RestAuthorizer } from '../../application.ts';
import type { Question, Ruling } from './authorizer.ts';
import { methodArn, tokenAuthorizerEvent, type RestEventInput } from './event-v1.ts';
import { readIdentity } from './identity.ts';
import { isObject } from '#text/json.ts';
import { evaluatePolicy, PolicyError } from './policy.ts';

/**
 * What a REST API asks a TOKEN authorizer about one request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function restQuestion(
  name: string,
  authorizer: RestAuthorizer,
  input: RestEventInput,
): Question {
  return {
    authorizer: name,
    function: authorizer.function,
    identity: [readIdentity('rest', authorizer.identitySource, input.request.headers)],
    ttlSeconds: authorizer.ttlSeconds ?? DEFAULT_REST_TTL_SECONDS,
    timeoutMs: AUTHORIZER_TIMEOUT_MS,
    event: ([token = '']) => tokenAuthorizerEvent(input, token),
    rule: (answer, milliseconds) => rule(answer, input, milliseconds),
  };
}

/** A REST API waits no longer for an authorizer than for an integration. */
const AUTHORIZER_TIMEOUT_MS = 29_000;

function rule(answer: unknown, input: RestEventInput, integrationLatency: number): Ruling {
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
    const decision = evaluatePolicy(policyDocument, methodArn(input), input.request);
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
