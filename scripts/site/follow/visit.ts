/**
 * A visit to a lab's application on local AWS: people log in through its own issuer, requests are sent
 * one after the other, and each comes back as the way that it took. The clock is the visit's own and
 * stands still between them, so that an hour passes when somebody chooses it.
 */
import {
  startLocalAws,
  type Application,
  type GatewayRecord,
  type LocalAws,
  type TraceRecord,
} from '#aws/local/index.ts';
import { httpEvent, loginBody } from '#aws/http-events.ts';
import { send, type HttpAnswer, type HttpRequest } from '#aws/send.ts';
import { allows } from '#kit/checks-aws/policy.ts';
import { traceLines } from '#kit/demo/trace-lines.ts';
import { parseJson } from '#text/json.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import { guardOf, isLogin, PEOPLE, routesAt, WHO_NAMES, type Ask, type Person } from './ask.ts';
import { both, hopsOf, statusIn } from './hops.ts';
import type { FindPlace } from './places.ts';
import { DAMAGES, expiryOf } from './tokens.ts';
import type { Asked, Kept, PolicyRoute, Way } from './way.ts';

/** In seconds: nothing that a gateway keeps outlives it, nor does a token. */
const DAY = 86_400;

/** Longer than the gateway waits for a function, in milliseconds. */
const ANSWER_TIMEOUT_MS = 40_000;

/** The passwords of lab 3's lesson. */
const PASSWORDS: Readonly<Record<Person, string>> = {
  spark: 'light-the-spark-15',
  neon: 'nine-lives-of-neon',
  haneul: '하늘은 맑고 바람은 분다',
};

export class Visit {
  private readonly application: Application;
  private readonly aws: LocalAws;
  private readonly placeOf: FindPlace;
  private readonly clock: { start: number; passed: number };
  private readonly records: TraceRecord[] = [];
  private wake = (): void => {};
  /** The access token of each who has logged in, and the cookie that came with it. */
  private readonly tokens = new Map<string, string>();
  private readonly cookies = new Map<string, string>();
  private shelf: Kept[] = [];
  private isFresh = true;

  private constructor(
    application: Application,
    aws: LocalAws,
    placeOf: FindPlace,
    clock: { start: number; passed: number },
  ) {
    this.application = application;
    this.aws = aws;
    this.placeOf = placeOf;
    this.clock = clock;
    aws.onTrace((record) => {
      this.records.push(record);
      this.wake();
    });
  }

  /** @param folder of the application's files, absolute */
  static async begin(application: Application, folder: string, placeOf: FindPlace): Promise<Visit> {
    const clock = { start: Math.floor(Date.now() / 1000), passed: 0 };
    const aws = await startLocalAws(application, {
      root: folder,
      environments: 'threads',
      clock: () => (clock.start + clock.passed) * 1000,
    });
    return new Visit(application, aws, placeOf, clock);
  }

  /** Another day: everybody has to log in anew, and nothing is kept. */
  beginAnew(): void {
    if (this.isFresh && this.tokens.size === 0) return;
    this.clock.start += this.clock.passed + 2 * DAY;
    this.clock.passed = 0;
    this.tokens.clear();
    this.cookies.clear();
    this.shelf = [];
    this.isFresh = true;
  }

  /** Sends one request. A time that has passed already begins another day. */
  async send(wanted: Ask): Promise<Way> {
    if (typeof wanted.when === 'number' && wanted.when < this.clock.passed) this.beginAnew();
    const ask = await this.orLogin(wanted);
    const person = PEOPLE.find((one) => one === ask.who) ?? 'spark';
    const token = await this.tokenFor(ask);
    const exp = expiryOf(token ?? this.tokens.get(person) ?? '');
    this.clock.passed =
      typeof ask.when === 'number'
        ? ask.when
        : Math.max(this.clock.passed, exp === undefined ? 0 : exp + 1 - this.clock.start);
    const { record, answer, fetched } = await this.exchange(ask, token, person);
    const handedOut = this.keep(answer, person, ask);
    this.note(record, ask);
    const policy = this.policyFor(record, ask);
    const { isFresh } = this;
    this.isFresh = false;
    return {
      ask,
      at: this.clock.passed,
      time: this.clock.start + this.clock.passed,
      isFresh,
      lines: traceLines(record).map(both),
      hops: hopsOf(record, {
        ask,
        isInstead: ask !== wanted,
        application: this.application,
        token,
        handedOut,
        policy,
        fetched,
        placeOf: this.placeOf,
      }),
      asked: askedOf(record),
      status: statusOf(record),
      policy,
      shelf: this.shelf.filter(({ since, ttlSeconds }) => this.clock.passed < since + ttlSeconds),
    };
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  /** The request, or the log-in in its place where that fails: there is no token then. */
  private async orLogin(ask: Ask): Promise<Ask> {
    const { route, who } = ask;
    const needsToken = who !== 'nobody' && !isLogin(route);
    const login = this.login;
    if (!needsToken || !login || (await this.tokenOf(isPerson(who) ? who : 'spark'))) return ask;
    return { ...ask, door: 'http', route: login, who: isPerson(who) ? who : 'spark' };
  }

  /** The route at which people log in. */
  private get login(): string | undefined {
    return this.application.httpApi?.routes.find(({ route }) => isLogin(route))?.route;
  }

  /** Undefined where none is sent: a log-in brings a password. */
  private async tokenFor({ route, who }: Ask): Promise<string | undefined> {
    if (who === 'nobody' || isLogin(route) || isWithCookie(route)) {
      // A cookie comes from a log-in, too.
      if (isWithCookie(route) && isPerson(who)) await this.tokenOf(who);
      return undefined;
    }
    if (isPerson(who)) return this.tokenOf(who);
    if (who === 'expired') return this.tokenOf('spark', -DAY);
    const damage = (DAMAGES as Partial<Record<string, (token: string) => string>>)[who];
    const token = await this.tokenOf('spark');
    return token === undefined || !damage ? token : damage(token);
  }

  /** Logs somebody in, in the first second of the visit or so many seconds before. */
  private async tokenOf(person: Person, at = 0): Promise<string | undefined> {
    const name = `${person} ${at}`;
    const known = this.tokens.get(at === 0 ? person : name);
    if (known !== undefined) return known;
    if (this.login === undefined) return undefined;
    const { passed } = this.clock;
    this.clock.passed = at;
    const answer = await this.request('http', this.login, {
      headers: { 'content-type': 'application/json' },
      body: loginBody(`${person}@rubywave.io`, PASSWORDS[person]),
    });
    this.clock.passed = passed;
    const token = tokenIn(answer.json);
    if (token === undefined) return undefined;
    this.tokens.set(at === 0 ? person : name, token);
    const cookie = cookieIn(answer);
    if (cookie !== undefined && at === 0) this.cookies.set(person, cookie);
    return token;
  }

  private async exchange(ask: Ask, token: string | undefined, person: Person) {
    const { door, route, who } = ask;
    const request = this.requestFor(route, who, token, person);
    this.records.length = 0;
    const answer =
      door === 'lambda'
        ? await this.invoke(route, request)
        : await this.request(door, route, request);
    const isOurs = (record: TraceRecord): boolean =>
      door === 'lambda'
        ? record.api === 'lambda'
        : record.api === door &&
          record.route === route &&
          record.request.method === route.split(' ')[0];
    // The trace is reported once the answer is out, which the client may see first.
    let record = this.records.findLast(isOurs);
    while (!record) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      record = this.records.findLast(isOurs);
    }
    const fetched = this.records.filter(
      (one): one is GatewayRecord => one !== record && one.api !== 'lambda',
    );
    return { record, answer, fetched };
  }

  private requestFor(
    route: string,
    who: Ask['who'],
    token: string | undefined,
    person: Person,
  ): HttpRequest {
    if (isLogin(route)) {
      if (who === 'nobody') return {};
      const email = who === 'no-account' ? 'nobody@rubywave.io' : `${person}@rubywave.io`;
      const password = who === 'wrong-password' ? 'spark' : PASSWORDS[person];
      return { headers: { 'content-type': 'application/json' }, body: loginBody(email, password) };
    }
    const cookie = isWithCookie(route) && isPerson(who) ? this.cookies.get(who) : undefined;
    return {
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { Cookie: cookie }),
      },
    };
  }

  private request(door: 'http' | 'rest', route: string, request: HttpRequest): Promise<HttpAnswer> {
    const [method = 'GET', path = '/'] = route.split(' ');
    const { url } = (door === 'http' ? this.aws.httpApi : this.aws.restApi) ?? { url: '' };
    return send(method, url + path, request, ANSWER_TIMEOUT_MS);
  }

  /** Lambda's Invoke API, with the event that an HTTP API would have made. */
  private async invoke(route: string, { headers = {}, body }: HttpRequest): Promise<HttpAnswer> {
    const [method = 'GET', path = '/'] = route.split(' ');
    const name = routesAt(this.application, 'lambda').find((one) => one.route === route)?.function;
    const lower = Object.fromEntries(
      Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value]),
    );
    const event = httpEvent(method, path, lower, body === undefined ? {} : { body });
    const url = `${this.aws.lambda.url}/2015-03-31/functions/${name}/invocations`;
    const answer = await send('POST', url, { body: JSON.stringify(event) }, ANSWER_TIMEOUT_MS);
    const { body: text } = Object(answer.json) as { readonly body?: unknown };
    return { ...answer, json: typeof text === 'string' ? parseJson(text) : undefined };
  }

  /** A log-in that worked hands out a token: from now on that is the one that they come with. */
  private keep(answer: HttpAnswer, person: Person, { route, who }: Ask): string | undefined {
    const token = tokenIn(answer.json);
    if (token === undefined || !isPerson(who) || !route.startsWith('POST ')) return undefined;
    this.tokens.set(person, token);
    const cookie = cookieIn(answer);
    if (cookie !== undefined) this.cookies.set(person, cookie);
    return token;
  }

  /** Puts what the gateway keeps on the shelf. */
  private note(record: TraceRecord, ask: Ask): void {
    if (record.api === 'lambda' || !record.authorization?.cache?.isKept) return;
    const { authorizer, verdict, cache } = record.authorization;
    const key: Message[] = cache.key.map((part) =>
      part === ask.route ? verbatim(part) : bearerOf(ask),
    );
    const entry: Kept = {
      door: record.api,
      authorizer,
      key: key.map(both),
      since: this.clock.passed,
      ttlSeconds: cache.ttlSeconds,
      verdict,
      ...(record.api === 'rest' && { policy: this.policyFor(record, ask) }),
    };
    this.shelf = [...this.shelf.filter((kept) => nameOf(kept) !== nameOf(entry)), entry];
  }

  /** What the policy says of each route of the API; one from the cache is the one on the shelf. */
  private policyFor(record: TraceRecord, ask: Ask): readonly PolicyRoute[] {
    if (record.api !== 'rest' || !record.authorization) return [];
    const { asked, authorizer } = record.authorization;
    if (asked === 'cache') {
      const whose = both(bearerOf(ask)).en;
      return (
        this.shelf.find((kept) => kept.authorizer === authorizer && kept.key[0]?.en === whose)
          ?.policy ?? []
      );
    }
    const call = record.calls.find(({ role }) => role === 'authorizer');
    const { policyDocument } = Object(call?.result) as { readonly policyDocument?: unknown };
    const { methodArn } = Object(call?.event) as { readonly methodArn?: unknown };
    if (policyDocument === undefined || typeof methodArn !== 'string') return [];
    const [api, stage] = methodArn.split('/');
    const guarded = routesAt(this.application, 'rest').filter(({ route }) =>
      guardOf(this.application, 'rest', route),
    );
    return guarded.map(({ route }) => ({
      route,
      isOpen: allows(policyDocument, `${api}/${stage}/${route.replace(' ', '')}`),
    }));
  }
}

/** How the page names the token in a cache's key. */
function bearerOf({ who }: Ask): Message {
  return say`Bearer (${WHO_NAMES[who]})`;
}

/** Under which an answer takes another's place. */
function nameOf({ door, authorizer, key }: Kept): string {
  return [door, authorizer, ...key.map(({ en }) => en)].join('\n');
}

/** Routes that are asked with the refresh token's cookie, and not with an access token. */
function isWithCookie(route: string): boolean {
  return /^POST \S*\/(?:refresh|logout)$/.test(route);
}

function isPerson(who: Ask['who']): who is Person {
  return (PEOPLE as readonly string[]).includes(who);
}

function tokenIn(json: unknown): string | undefined {
  const { access_token: token } = Object(json) as { readonly access_token?: unknown };
  return typeof token === 'string' ? token : undefined;
}

function cookieIn({ headers }: HttpAnswer): string | undefined {
  return /^[^;]+/.exec(headers['set-cookie'] ?? '')?.[0];
}

function askedOf(record: TraceRecord): Asked {
  if (record.api !== 'lambda' && record.authorization) return record.authorization.asked;
  return record.calls.length > 0 ? 'function' : 'nobody';
}

/** Of a function that was invoked, what its answer means for a client; 500 where it failed. */
function statusOf(record: TraceRecord): number {
  if (record.api !== 'lambda') return record.response.status;
  const [call] = record.calls;
  return (call && statusIn(call)) ?? 500;
}
