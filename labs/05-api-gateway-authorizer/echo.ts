/*
 * Given: stands behind the doors in place of profile.ts while the checks try the authorizers. It
 * answers with what the gateway handed it.
 */
export async function handler(event: { requestContext: { authorizer?: unknown } }) {
  return { statusCode: 200, body: JSON.stringify(event.requestContext.authorizer ?? null) };
}
