/* Lab 5 with promises: an HTTP API takes any JSON for the body of a 200, a REST API wants it all. */
type Handed = Readonly<Record<string, unknown>>;

interface Event {
  readonly version?: string;
  readonly requestContext: { readonly authorizer?: Handed & { readonly lambda?: Handed } };
}

const TOLD = new Set(['sub', 'email', 'nickname', 'rank', 'name']);

export async function handler(event: Event) {
  const { authorizer } = event.requestContext;
  if (authorizer === undefined) return { statusCode: 500, body: '' };
  const handed = Object.entries(authorizer.lambda ?? authorizer);
  const person = Object.fromEntries(handed.filter(([name]) => TOLD.has(name)));
  if (event.version === '2.0') return person;
  return {
    isBase64Encoded: false,
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(person),
  };
}
