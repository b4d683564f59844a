/**
 * An HTTP API's REQUEST authorizer with simple responses that does what its token says, so that a
 * case can ask for any answer: `allow-…`, `deny-…`, `throw:<message>`, `json:<answer>`. The nonce
 * tells an answer from the cache from a new one.
 */
export async function handler(
  event: { identitySource: string[] },
  context: { awsRequestId: string },
): Promise<unknown> {
  const [token = ''] = event.identitySource;
  if (token.startsWith('throw:')) throw new Error(token.slice('throw:'.length));
  if (token.startsWith('json:')) return JSON.parse(token.slice('json:'.length));
  return {
    isAuthorized: token.startsWith('allow'),
    context: { token, nonce: context.awsRequestId },
  };
}
