/* Given: the function behind the doors. Whoever gets here has been let in by your authorizer. */

export async function handler(event: {
  readonly requestContext: { readonly authorizer?: { readonly sub?: string } };
}) {
  const { sub } = event.requestContext.authorizer ?? {};
  // A door that nobody guards is a mistake of ours, and not a visitor.
  if (sub === undefined) throw new Error('no authorizer was asked');
  return { statusCode: 200, body: JSON.stringify({ sub }) };
}
