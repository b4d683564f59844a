/** Where an authorizer's identity comes from. */
export interface IdentitySource {
  readonly from: 'header' | 'querystring' | 'context' | 'stageVariable';
  readonly name: string;
}

/** What the sources are read from. */
export interface IdentityInput {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * `$request.header.Authorization`, `$request.querystring.name`, `$context.routeKey`,
 * `$stageVariables.name`; undefined for anything else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function parseHttpIdentitySource(source: string): IdentitySource | undefined {
  return parse(/^\$(?:request\.(header|querystring)|(context|stageVariables))\.([\w.-]+)$/, source);
}

/**
 * `method.request.header.Authorization`, `method.request.querystring.name`, `context.httpMethod`,
 * `stageVariables.name`; undefined for anything else.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
 */
export function parseRestIdentitySource(source: string): IdentitySource | undefined {
  return parse(
    /^(?:method\.request\.(header|querystring)|(context|stageVariables))\.([\w.-]+)$/,
    source,
  );
}

/**
 * The sources' values, in their order; undefined as soon as one is missing or empty: such a
 * request is answered with 401, and no authorizer is asked.
 */
export function readIdentity(
  sources: readonly IdentitySource[],
  input: IdentityInput,
): readonly string[] | undefined {
  const values: string[] = [];
  for (const { from, name } of sources) {
    const value = VALUE_OF[from](input, name);
    if (value === undefined || value === '') return undefined;
    values.push(value);
  }
  return values;
}

const VALUE_OF: Record<
  IdentitySource['from'],
  (input: IdentityInput, name: string) => string | undefined
> = {
  header: ({ headers }, name) => own(headers, name.toLowerCase()),
  querystring: ({ query }, name) => own(query, name),
  context: ({ context }, name) => own(context, name),
  stageVariable: () => undefined,
};

/** A header or a parameter may be called `constructor`. */
function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function parse(pattern: RegExp, source: string): IdentitySource | undefined {
  const [, request, other, name] = pattern.exec(String(source)) ?? [];
  if (name === undefined) return undefined;
  if (request !== undefined) return { from: request as 'header' | 'querystring', name };
  return { from: other === 'context' ? 'context' : 'stageVariable', name };
}
