/*
 * Given: a browser, as far as logging in is concerned. Its tabs share one cookie jar, and it does with
 * a cookie what RFC 6265bis asks of it; the server may be any function that answers.
 */

export interface PageRequest {
  /** `POST /auth/login` */
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One `name=value` each. */
  readonly cookies: readonly string[];
  readonly body?: string;
}

export interface PageAnswer {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly body: string;
}

export type Server = (request: PageRequest) => Promise<PageAnswer>;

interface Kept {
  readonly value: string;
  readonly path: string;
  /** In seconds since 1970; undefined until the browser is closed. */
  readonly endsAt: number | undefined;
}

export class CookieBrowser {
  /** The cookies that are kept, by name. */
  readonly jar = new Map<string, Kept>();
  private readonly server: Server;
  private readonly now: () => number;

  /** @param now the browser's clock, in seconds since 1970 */
  constructor(server: Server, now: () => number) {
    this.server = server;
    this.now = now;
  }

  logIn(email: string, password: string): Promise<PageAnswer> {
    return this.post('/auth/login', { body: JSON.stringify({ email, password }) });
  }

  /**
   * Sends a request as a page of our own site does, over https.
   *
   * @param options.lost the answer never arrives: the server has done its work, and nothing is kept
   */
  async post(
    path: string,
    options: {
      readonly body?: string;
      readonly accessToken?: string;
      readonly lost?: boolean;
    } = {},
  ): Promise<PageAnswer> {
    const { body, accessToken, lost = false } = options;
    const answer = await this.server({
      route: `POST ${path}`,
      headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
      cookies: this.cookiesFor(path),
      ...(body !== undefined && { body }),
    });
    if (!lost) for (const header of answer.setCookies) this.keep(header);
    return answer;
  }

  /** What it would send along to a path, one `name=value` each. */
  cookiesFor(path: string): string[] {
    return [...this.jar]
      .filter(([, { path: folder, endsAt = Infinity }]) => {
        return isWithin(path, folder) && this.now() < endsAt;
      })
      .map(([name, { value }]) => `${name}=${value}`);
  }

  /** A browser of somebody who has copied this one's cookies. */
  stolen(): CookieBrowser {
    const thief = new CookieBrowser(this.server, this.now);
    for (const [name, kept] of this.jar) thief.jar.set(name, kept);
    return thief;
  }

  private keep(header: string): void {
    const { name, value, attributes } = readSetCookie(header);
    // A name that begins so makes a promise, and a cookie that does not keep it is dropped in silence.
    if (name.startsWith('__Secure-') && !attributes.has('secure')) return;
    if (
      name.startsWith('__Host-') &&
      (attributes.get('path') !== '/' || attributes.has('domain'))
    ) {
      return;
    }
    const maxAge = attributes.get('max-age');
    const seconds = maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : undefined;
    if (seconds !== undefined && seconds <= 0) this.jar.delete(name);
    else {
      const path = attributes.get('path') ?? '/auth';
      const endsAt = seconds === undefined ? undefined : this.now() + seconds;
      this.jar.set(name, { value, path, endsAt });
    }
  }
}

/** A `Set-Cookie` header in its parts; the attributes' names in lower case. */
export function readSetCookie(header: string): {
  readonly name: string;
  readonly value: string;
  readonly attributes: ReadonlyMap<string, string>;
} {
  const [first = ['', ''], ...others] = header.split(';').map(pairOf);
  const attributes = new Map(others.map(([name, of]) => [name.toLowerCase(), of]));
  return { name: first[0], value: first[1], attributes };
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 0) return [text.trim(), ''];
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
