/*
 * Given: a browser, as far as cookies are concerned. It keeps what it is told to keep, and brings it
 * back where the cookie's path says so (RFC 6265 §5).
 */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Page {
  readonly status: number;
  /** The name of the server that answered; empty where it was the load balancer itself. */
  readonly server: string;
  readonly body: string;
  /** The `Set-Cookie` headers, as they came. */
  readonly setCookies: readonly string[];
}

export interface Cookie {
  readonly value: string;
  readonly path: string;
}

export class Browser {
  /** The cookies that are kept, by name. */
  readonly cookies = new Map<string, Cookie>();
  /** Where the requests go: `http://127.0.0.1:8080`. */
  origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  get(path: string): Promise<Page> {
    return this.send('GET', path);
  }

  logIn(email: string): Promise<Page> {
    return this.send('POST', '/account/login', JSON.stringify({ email }));
  }

  private async send(method: string, path: string, body?: string): Promise<Page> {
    const cookie = [...this.cookies]
      .filter(([, kept]) => isWithin(path, kept.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const page = await fetchPage(this.origin, { method, path, body, cookie });
    for (const header of page.setCookies) this.keep(header, path);
    return page;
  }

  private keep(header: string, requested: string): void {
    const { name, value, attributes } = readSetCookie(header);
    const path = attributes.get('path') ?? '';
    if (Number(attributes.get('max-age') ?? 1) <= 0) this.cookies.delete(name);
    else {
      this.cookies.set(name, { value, path: path.startsWith('/') ? path : folderOf(requested) });
    }
  }
}

/** A `Set-Cookie` header in its parts; the attributes' names in lower case. */
export function readSetCookie(header: string): {
  readonly name: string;
  readonly value: string;
  readonly attributes: ReadonlyMap<string, string>;
} {
  const [[name, value], ...attributes] = header.split(';').map(pairOf) as [
    [string, string],
    ...[string, string][],
  ];
  return {
    name,
    value,
    attributes: new Map(attributes.map(([key, of]) => [key.toLowerCase(), of])),
  };
}

function pairOf(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  const end = equals < 0 ? pair.length : equals;
  return [pair.slice(0, end).trim(), pair.slice(end + 1).trim()];
}

/** A cookie without a path belongs to the folder that it was set in (RFC 6265 §5.1.4). */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** One request with just this `Cookie` header, which may be any text. */
export function fetchPage(
  origin: string,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly body?: string | undefined;
    readonly cookie: string;
  },
): Promise<Page> {
  const { method, path, body, cookie } = asked;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, origin),
      { method, headers: cookie === '' ? {} : { cookie } },
      (response) => {
        text(response).then(
          (read) =>
            resolve({
              status: response.statusCode ?? 0,
              server: String(response.headers['x-server'] ?? ''),
              body: read,
              setCookies: response.headers['set-cookie'] ?? [],
            }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
