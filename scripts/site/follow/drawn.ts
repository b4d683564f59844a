/** What of an application is drawn, from its declaration alone; where it stands, the page decides. */
import type { Application } from '#aws/application.ts';
import { doorsOf, guardOf, routesAt, ttlOf, type Door } from './ask.ts';
import type { NodeId } from './way.ts';

export interface Drawn {
  readonly doors: readonly DrawnDoor[];
  /** In the order of the doors that call them, so that few lines cross. */
  readonly functions: readonly { readonly name: string; readonly isAuthorizer: boolean }[];
  readonly tables: readonly string[];
  /** Between the boxes; a request goes along them in either direction. */
  readonly lines: readonly (readonly [from: NodeId, to: NodeId])[];
}

export interface DrawnDoor {
  readonly door: Door;
  readonly routes: readonly { readonly route: string; readonly isGuarded: boolean }[];
  /** Answers of authorizers, and the issuer's keys. */
  readonly keeps: readonly ('cache' | 'keys')[];
}

export function drawnOf(application: Application): Drawn {
  const doors = doorsOf(application);
  const calls = new Map(doors.map((door) => [door, callsOf(application, door)]));
  const asked = new Set(doors.flatMap((door) => authorizersAt(application, door)));
  /** The middle of the doors that call it; below all of them where none does. */
  const placeOf = (name: string): number => {
    const callers = doors.flatMap((door, at) => (calls.get(door)?.includes(name) ? [at] : []));
    const sum = callers.reduce((all, at) => all + at, 0);
    return callers.length === 0 ? doors.length : sum / callers.length;
  };
  const functions = Object.keys(application.functions)
    .map((name) => ({ name, isAuthorizer: asked.has(name) }))
    .toSorted((a, b) => placeOf(a.name) - placeOf(b.name));
  const uses = Object.entries(application.functions).flatMap(([name, { environment = {} }]) =>
    Object.values(environment).flatMap((value) =>
      typeof value === 'object' && 'table' in value
        ? [[`function:${name}`, `table:${value.table}`] as const]
        : [],
    ),
  );
  const requests = doors.flatMap((door) => [
    ['client', `door:${door}`] as const,
    ...(calls.get(door) ?? []).map((name) => [`door:${door}`, `function:${name}`] as const),
  ]);
  return {
    doors: doors.map((door) => doorOf(application, door)),
    functions,
    tables: Object.keys(application.tables ?? {}),
    lines: [...requests, ...uses],
  };
}

/** Lambda itself has no routes, and keeps nothing. */
function doorOf(application: Application, door: Door): DrawnDoor {
  if (door === 'lambda') return { door, routes: [], keeps: [] };
  const api = door === 'http' ? application.httpApi : application.restApi;
  const guards = Object.values(api?.authorizers ?? {});
  return {
    door,
    routes: routesAt(application, door).map(({ route }) => ({
      route,
      isGuarded: guardOf(application, door, route) !== undefined,
    })),
    keeps: [
      ...(guards.some((guard) => ttlOf(guard) > 0) ? (['cache'] as const) : []),
      ...(guards.some(({ type }) => type === 'JWT') ? (['keys'] as const) : []),
    ],
  };
}

/** Which functions a door calls: to ask, and behind its routes. */
function callsOf(application: Application, door: Door): string[] {
  const behind = routesAt(application, door).map(({ function: name }) => name);
  return [...new Set([...authorizersAt(application, door), ...behind])];
}

/** The functions that a door asks. */
function authorizersAt(application: Application, door: Door): string[] {
  return routesAt(application, door).flatMap(({ route }) => {
    const guard = guardOf(application, door, route)?.guard;
    return guard && guard.type !== 'JWT' ? [guard.function] : [];
  });
}
