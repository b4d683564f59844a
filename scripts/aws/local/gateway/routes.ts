/** A route key taken apart: method, `ANY` for all, and the path's segments. */
export interface ParsedRoute {
  readonly route: string;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** `$default`: what no other route takes. */
  readonly isDefault: boolean;
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export interface RouteMatch<T> {
  readonly route: T;
  /** Values of `{name}` and `{name+}`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Takes `GET /users/{id}` apart.
 *
 * @returns the route, or what is wrong with it
 */
export function parseRoute(route: string, allowDefault: boolean): ParsedRoute | string {
  if (route === '$default') {
    if (!allowDefault) return 'only an HTTP API has $default';
    return { route, method: 'ANY', segments: [], isDefault: true };
  }
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(route) ?? [];
  if (method === undefined || path === undefined) return 'write it as "GET /path"';
  if (!METHODS.has(method)) return `"${method}" is no method that API Gateway knows`;
  const texts = path === '/' ? [] : path.slice(1).split('/');
  const segments: Segment[] = [];
  for (const [index, text] of texts.entries()) {
    const [, name, plus] = /^\{([\w.:-]+)(\+?)\}$/.exec(text) ?? [];
    if (name === undefined && !/^[\w.~:@!$&'()*,;=%-]+$/.test(text))
      return `"${text}" is no path segment`;
    if (plus === '+' && index < texts.length - 1) return `"${text}" may only stand at the end`;
    segments.push(
      name === undefined
        ? { kind: 'literal', text }
        : { kind: plus === '+' ? 'greedy' : 'variable', name },
    );
  }
  return { route, method, segments, isDefault: false };
}

const METHODS = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * The route that takes a request: the most specific path, then the most specific method, then
 * `$default`. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param path without query and without stage, as the client wrote it
 * @param read what becomes of a variable's text; it is decoded unless told
 */
export function matchRoute<T extends { readonly parsed: ParsedRoute }>(
  routes: readonly T[],
  method: string,
  path: string,
  read: (text: string) => string = decode,
): RouteMatch<T> | undefined {
  const texts = path === '/' ? [] : path.slice(1).split('/');
  let best: { match: RouteMatch<T>; rank: string } | undefined;
  for (const route of routes) {
    const { parsed } = route;
    if (parsed.method !== 'ANY' && parsed.method !== method) continue;
    const pathParameters = parsed.isDefault ? {} : matchSegments(parsed.segments, texts, read);
    if (!pathParameters) continue;
    const rank = rankOf(parsed);
    if (best === undefined || rank < best.rank) best = { match: { route, pathParameters }, rank };
  }
  return best?.match;
}

function matchSegments(
  segments: readonly Segment[],
  texts: readonly string[],
  read: (text: string) => string,
): Record<string, string> | undefined {
  const parameters: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const text = texts[index];
    if (text === undefined || text === '') return undefined;
    if (segment.kind === 'greedy') {
      parameters.push([segment.name, read(texts.slice(index).join('/'))]);
      return Object.fromEntries(parameters);
    }
    if (segment.kind === 'variable') parameters.push([segment.name, read(text)]);
    else if (segment.text !== text) return undefined;
  }
  return segments.length === texts.length ? Object.fromEntries(parameters) : undefined;
}

/** Sorts as text: for each segment a letter, the more specific the smaller; then the method. */
function rankOf({ segments, method, isDefault }: ParsedRoute): string {
  if (isDefault) return '~';
  const path = segments.map(({ kind }) => RANKS[kind]).join('');
  return `${path}${method === 'ANY' ? '2' : '1'}`;
}

const RANKS = { literal: 'a', variable: 'b', greedy: 'c' } as const;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
