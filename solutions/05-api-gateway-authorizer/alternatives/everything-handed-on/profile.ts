/* Lab 5 with promises: an HTTP API takes any JSON for the body of a 200, a REST API wants it all. */
interface Event {
  readonly version?: string;
  readonly requestContext: { readonly authorizer?: Readonly<Record<string, unknown>> };
}

export async function handler(event: Event) {
  const { authorizer } = event.requestContext;
  if (authorizer === undefined) return { statusCode: 500, body: '' };
  if (event.version === '2.0') return authorizer['lambda'];
  return {
    isBase64Encoded: false,
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(authorizer),
  };
}
