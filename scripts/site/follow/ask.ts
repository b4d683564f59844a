/**
 * What can be asked of a lab's application: a closed set, made from its declaration. Whatever a page
 * sends is one of these or refused, and what a lab does not have is not in it.
 */
import {
  DEFAULT_REST_TTL_SECONDS,
  type Application,
  type HttpAuthorizer,
  type RestAuthorizer,
  type Route,
} from '#aws/application.ts';
import { say, verbatim, type Message } from '#text/message.ts';

/** Where a request goes: to an API, or straight to Lambda. */
export type Door = 'http' | 'rest' | 'lambda';

export const PEOPLE = ['spark', 'neon', 'haneul'] as const;
export type Person = (typeof PEOPLE)[number];

/** With what somebody comes. All that is damaged is spark's. */
export type Who =
  | 'nobody'
  | Person
  | 'changed'
  | 'rank-99'
  | 'alg-none'
  | 'expired'
  | 'other-key'
  | 'wrong-password'
  | 'no-account';

/** Seconds after the log-in, or a second after the token's `exp`. */
export type When = number | 'exp';

/** One request of the set. */
export interface Ask {
  readonly door: Door;
  /** As declared: `GET /me`. */
  readonly route: string;
  readonly who: Who;
  readonly when: When;
}

/** The name of a request, as a page sends it: `rest GET /vip spark +299`. */
export function idOf({ door, route, who, when }: Ask): string {
  return `${door} ${route} ${who} +${when}`;
}

/** Every request that may be sent to this application. */
export function asksOf(application: Application): Ask[] {
  return doorsOf(application).flatMap((door) =>
    routesAt(application, door).flatMap(({ route }) =>
      whoAt(route).flatMap((who) =>
        whensOf(application).map((when) => ({ door, route, who, when })),
      ),
    ),
  );
}

/** Lambda itself only where no authorizer stands before its functions: their events have none. */
export function doorsOf({ httpApi, restApi }: Application): Door[] {
  const isGuarded = [httpApi, restApi].some(
    (api) => Object.keys(api?.authorizers ?? {}).length > 0,
  );
  return [
    ...(httpApi ? (['http'] as const) : []),
    ...(restApi ? (['rest'] as const) : []),
    ...(isGuarded ? [] : (['lambda'] as const)),
  ];
}

export const DOOR_NAMES: Readonly<Record<Door, string>> = {
  http: 'HTTP API',
  rest: 'REST API',
  lambda: 'Lambda',
};

/** The routes behind a door; Lambda's are those of the HTTP API, whose events its functions know. */
export function routesAt({ httpApi, restApi }: Application, door: Door): readonly Route[] {
  return (door === 'rest' ? restApi : httpApi)?.routes ?? [];
}

/** The authorizer of a route, with its name; undefined where it is open to all. */
export function guardOf(
  application: Application,
  door: Door,
  route: string,
): { readonly name: string; readonly guard: HttpAuthorizer | RestAuthorizer } | undefined {
  if (door === 'lambda') return undefined;
  const { authorizers = {} } = (door === 'http' ? application.httpApi : application.restApi) ?? {};
  const name = routesAt(application, door).find((one) => one.route === route)?.authorizer;
  const guard = name === undefined ? undefined : authorizers[name];
  return name !== undefined && guard ? { name, guard } : undefined;
}

/** For how long a guard's answer is kept, in seconds; 0 where it is not. */
export function ttlOf(guard: HttpAuthorizer | RestAuthorizer): number {
  if (guard.type === 'JWT') return 0;
  return guard.ttlSeconds ?? (guard.type === 'TOKEN' ? DEFAULT_REST_TTL_SECONDS : 0);
}

export function isLogin(route: string): boolean {
  return /^POST \S*\/login$/.test(route);
}

/** With what one may come to a route. */
export function whoAt(route: string): readonly Who[] {
  if (isLogin(route)) return [...PEOPLE, 'wrong-password', 'no-account', 'nobody'];
  // Documents for everybody.
  if (route.includes('/.well-known/')) return ['nobody'];
  if (route.startsWith('POST ')) return ['nobody', ...PEOPLE];
  return ['nobody', ...PEOPLE, 'changed', 'rank-99', 'alg-none', 'expired', 'other-key'];
}

export const WHO_NAMES: Readonly<Record<Who, Message>> = {
  nobody: say`nobody`,
  spark: verbatim('spark'),
  neon: verbatim('neon'),
  haneul: verbatim('haneul'),
  changed: say`spark, one character changed`,
  'rank-99': say`spark, rank "99" written in`,
  'alg-none': say`spark, alg "none"`,
  expired: say`spark, yesterday's token`,
  'other-key': say`spark, signed with another's key`,
  'wrong-password': say`spark, a wrong password`,
  'no-account': say`somebody without an account`,
};

/** A second before and after each answer is no longer kept, and a second after the token has expired. */
export function whensOf({ httpApi, restApi }: Application): When[] {
  const guards = [httpApi, restApi].flatMap((api) => Object.values(api?.authorizers ?? {}));
  const ttls = [...new Set(guards.map(ttlOf))].filter((ttl) => ttl > 0).toSorted((a, b) => a - b);
  return [0, ...ttls.flatMap((ttl) => [ttl - 1, ttl + 1]), 'exp'];
}

export function whenName(when: When): Message {
  if (when === 'exp') return say`past exp`;
  return when === 0 ? say`now` : verbatim(`+${when} s`);
}

/**
 * At most nine, for the keys 1 to 9: somebody logs in, and then knocks with nothing, with a good
 * token, with bad ones, and when time has passed.
 */
export function presetsOf(application: Application): Ask[] {
  const doors = doorsOf(application);
  const all = doors.flatMap((door) =>
    routesAt(application, door).map(({ route }) => ({ door, route, when: 0 as const })),
  );
  const login = all.find(({ route }) => isLogin(route));
  const guarded = all.filter(({ door, route }) => guardOf(application, door, route));
  const rest = guarded.filter(({ door }) => door === 'rest');
  const open = all.filter(({ route }) => route.startsWith('GET ') && whoAt(route).length > 1);
  const [first, ...others] = rest.length > 0 ? rest : guarded.length > 0 ? guarded : open;
  const logins: Who[] = first
    ? ['spark']
    : ['spark', 'neon', 'haneul', 'wrong-password', 'no-account', 'nobody'];
  const later = whensOf(application).at(-2) ?? 0;
  const everywhere = all.find(({ route }) => route.endsWith('/logout-everywhere'));
  const good: Ask[] = first
    ? [
        { ...first, who: 'spark' },
        ...others
          .filter(({ door }) => door === first.door)
          .map((at) => ({ ...at, who: 'spark' as const })),
      ]
    : [];
  const bad: Who[] =
    guarded.length > 0 ? ['changed', 'rank-99'] : ['changed', 'rank-99', 'alg-none', 'other-key'];
  return [
    ...(login ? logins.map((who) => ({ ...login, who })) : []),
    ...(first ? [{ ...first, who: 'nobody' as const }] : []),
    ...good.slice(0, 3),
    ...(everywhere ? [{ ...everywhere, who: 'spark' as const }, ...good.slice(-1)] : []),
    ...(first && !everywhere ? bad.map((who) => ({ ...first, who })) : []),
    ...(first && later !== 0 ? [{ ...first, who: 'spark' as const, when: later }] : []),
    ...(first ? [{ ...first, who: 'spark' as const, when: 'exp' as const }] : []),
  ].slice(0, 9);
}
