/** What an authorizer's policy means, decided as the gateway decides it. */
import { evaluatePolicy } from '#aws/local/gateway/policy.ts';

/**
 * Whether `policy` lets a request through that came from this machine, now. What is no policy lets
 * nothing through.
 *
 * @param arn `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>`
 */
export function allows(policy: unknown, arn: string): boolean {
  try {
    return evaluatePolicy(policy, arn, { time: Date.now(), sourceIp: '127.0.0.1' }) === 'allow';
  } catch {
    return false;
  }
}
