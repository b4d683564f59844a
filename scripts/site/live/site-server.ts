/**
 * The reading site on loopback: its files, and a stream of the learner's own progress.
 *
 * Only what is in the site's map can be asked for, so that no path leads out of it.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parseJson } from '#text/json.ts';
import { ClientGone, isOwnHost, LOOPBACK, readBody, serve } from '#terminal/loopback.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say } from '#text/message.ts';
import { ASSETS } from '../build/shell.ts';
import type { Follow, FollowQuestion } from '../follow/follow.ts';
import type { ReviewStore } from './review-store.ts';

/** What pages listen to. */
export interface Feed {
  /**
   * Reports what is known so far, then what comes. An event that names a lab is for the page of that lab.
   * Returns an unsubscribe function.
   */
  listen(listener: (event: FeedEvent) => void): () => void;
}

export interface FeedEvent {
  readonly type: string;
  readonly lab?: number | undefined;
  readonly data: unknown;
}

/** The site: paths without a slash in front, such as `en/index.html`. */
export type SiteFiles = ReadonlyMap<string, string | Uint8Array>;

export interface SiteServerOptions {
  /** Asked at every request, so that a site that was built again is live at once. */
  readonly files: () => SiteFiles | Promise<SiteFiles>;
  /** Without it the site is only read. */
  readonly feed?: Feed;
  /** Sends the requests of the pages that follow one; without it they show what is recorded. */
  readonly follow?: Pick<Follow, 'answer'>;
  /** Where the pages keep reviews. */
  readonly reviews?: Pick<ReviewStore, 'read' | 'record'>;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

export interface SiteServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws PortInUseError for a port that is taken */
export async function serveSite(options: SiteServerOptions): Promise<SiteServer> {
  const { files, feed, follow, reviews, port = 0 } = options;
  const listener: RequestListener = (request, response) => {
    if (!isOwnHost(request)) return answer(response, 421, misdirected(request));
    const path = pathOf(request);
    if (path === FOLLOW && follow && request.method === 'POST') {
      return void settled(response, answerFollow(request, response, follow));
    }
    const lab = path?.startsWith(REVIEW) ? path.slice(REVIEW.length) : undefined;
    if (lab !== undefined && reviews && ['GET', 'POST'].includes(request.method ?? '')) {
      return void settled(response, answerReview(request, response, reviews, lab));
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answer(response, 405, 'Method Not Allowed');
    }
    if (path === EVENTS && feed) return stream(request, response, feed);
    const sendPage = async () => send(request, response, await files(), path);
    void settled(response, sendPage());
  };
  const server = await serve(listener, { purpose: 'jwt-workshop reading site', port });
  return { url: `http://${LOOPBACK}:${server.port}`, close: server.close };
}

/** Where the pages listen. */
const EVENTS = 'events';
/** Where they keep a lab's review: `/review/02-hs256`. */
const REVIEW = 'review/';

/** Where a page sends its requests from. */
const FOLLOW = 'follow';

/** Nothing from elsewhere, and no script that stands in a page. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};

/** Undefined where it is no path at all. */
function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '').replace(/^\//, '');
  } catch {
    return undefined;
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  files: SiteFiles,
  path: string | undefined,
): void {
  if (path === '') {
    response.setHeader('Location', `/${preferredLanguage(request)}/index.html`);
    response.setHeader('Vary', 'Accept-Language');
    return answer(response, 302, 'Found');
  }
  const found = [path, `${path}index.html`, `${path}/index.html`].find(
    (candidate) => path !== undefined && files.has(candidate ?? ''),
  );
  if (path === undefined || found === undefined) {
    response.statusCode = 404;
    return files.has(NOT_FOUND)
      ? sendFile(request, response, files, NOT_FOUND)
      : answer(response, 404, 'Not Found');
  }
  // The page's own links are relative: they need the slash.
  if (found === `${path}/index.html`) {
    response.setHeader('Location', `/${encodeURI(path)}/`);
    return answer(response, 301, 'Moved Permanently');
  }
  sendFile(request, response, files, found);
}

/** Where a page finds what all pages share. */
const STYLES = new RegExp(`href="([^"]*)${ASSETS.styles}"`);

/** The page for what is not there, where the site has one. */
const NOT_FOUND = '404.html';

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  files: SiteFiles,
  found: string,
): void {
  setHeaders(response);
  response.setHeader('Content-Type', TYPES[found.split('.').at(-1) ?? ''] ?? 'text/plain');
  const file = files.get(found) ?? '';
  const content = Buffer.from(file);
  // The font is there before the first letter is drawn, so that nothing jumps. Not in the page
  // itself: from a folder browsers refuse it, and say so.
  const [, root] = (found.endsWith('.html') && STYLES.exec(String(file))) || [];
  if (root !== undefined) {
    const font = `${root}${ASSETS.font}`;
    response.setHeader('Link', `<${font}>; rel=preload; as=font; type="font/woff2"; crossorigin`);
  }
  response.setHeader('Content-Length', content.length);
  response.end(request.method === 'HEAD' ? undefined : content);
}

/** In both languages: whoever reads it has not come to the site yet. */
function misdirected({ socket: { localPort: port = 0 } }: IncomingMessage): string {
  const { en, ko } = bilingual(
    say`This site answers to http://127.0.0.1:${port} and http://localhost:${port} alone. If you forward its port, keep the number: ssh -L ${port}:127.0.0.1:${port}`,
    toolsCatalog,
  );
  return `${en}\n${ko}`;
}

function preferredLanguage({ headers }: IncomingMessage): 'en' | 'ko' {
  return /^\s*ko\b/i.test(headers['accept-language'] ?? '') ? 'ko' : 'en';
}

/**
 * What every page wants to know, and of the lab that its page names (`?lab=2`) all.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
function stream(request: IncomingMessage, response: ServerResponse, feed: Feed): void {
  // A page from elsewhere could not read it, but it should not even be able to ask.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return answer(response, 403, 'Forbidden');
  setHeaders(response);
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.flushHeaders();
  if (request.method === 'HEAD') return void response.end();
  const page = new URL(request.url ?? '/', 'http://localhost').searchParams.get('lab');
  const end = feed.listen(({ type, lab, data }) => {
    if (lab !== undefined && String(lab) !== page) return;
    response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  response.on('close', end);
}

/** Bytes: the ids of many requests. */
const LONGEST_QUESTION = 65_536;
/** Bytes: no review is longer. */
const LONGEST_REVIEW = 100_000;

/** A bug of ours must not end the learner's session; it must be seen, though. */
async function settled(response: ServerResponse, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ClientGone) return void response.destroy();
    console.error(error);
    answer(response, 500, 'Internal Server Error');
  }
}

/**
 * The JSON, of at most so many bytes, that a page of this site sends, and no other; undefined where it
 * was refused. A form, which any page may send, holds no JSON.
 */
async function posted(
  request: IncomingMessage,
  response: ServerResponse,
  most: number,
): Promise<string | undefined> {
  const { origin, host, 'sec-fetch-site': site, 'content-type': type } = request.headers;
  const isOwn = origin === `http://${host}` && (site === undefined || site === 'same-origin');
  if (!isOwn) return void answer(response, 403, 'Forbidden');
  if (type !== 'application/json') return void answer(response, 415, 'Unsupported Media Type');
  const body = await readBody(request, most);
  if (!body) return void answer(response, 413, 'Content Too Large');
  return body.toString();
}

function answerJson(response: ServerResponse, value: unknown): void {
  setHeaders(response);
  response.setHeader('Content-Type', TYPES['json'] ?? '');
  response.end(JSON.stringify(value));
}

/** Takes ids of a closed set. */
async function answerFollow(
  request: IncomingMessage,
  response: ServerResponse,
  follow: Pick<Follow, 'answer'>,
): Promise<void> {
  const body = await posted(request, response, LONGEST_QUESTION);
  if (body === undefined) return;
  const question = readQuestion(body);
  const found = question && (await follow.answer(question));
  if (!found) return answer(response, 400, 'Bad Request');
  answerJson(response, found);
}

/** Gives a lab's review to a page, or keeps what the page sends. */
async function answerReview(
  request: IncomingMessage,
  response: ServerResponse,
  reviews: Pick<ReviewStore, 'read' | 'record'>,
  lab: string,
): Promise<void> {
  const kept = reviews.read(lab);
  if (!kept) return answer(response, 404, 'Not Found');
  if (request.method !== 'POST') return answerJson(response, kept);
  const body = await posted(request, response, LONGEST_REVIEW);
  if (body === undefined) return;
  if (!reviews.record(lab, body)) return answer(response, 400, 'Bad Request');
  answer(response, 204, '');
}

/** Undefined where it is none. */
function readQuestion(text: string): FollowQuestion | undefined {
  const { lab, code, isFresh, asks } = Object(parseJson(text)) as Readonly<Record<string, unknown>>;
  const isOne =
    typeof lab === 'number' &&
    (code === 'learner' || code === 'reference') &&
    typeof isFresh === 'boolean' &&
    Array.isArray(asks) &&
    asks.length <= MOST_ASKS &&
    asks.every((ask) => typeof ask === 'string');
  return isOne ? { lab, code, isFresh, asks } : undefined;
}

/** As many as a page remembers to send again. */
const MOST_ASKS = 40;

function answer(response: ServerResponse, status: number, text: string): void {
  setHeaders(response);
  response.statusCode = status;
  response.setHeader('Content-Type', TYPES['txt'] ?? '');
  response.end(`${text}\n`);
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
}
