/**
 * Lays an application out as a drawing, from its declaration alone: who knocks, the APIs with their
 * routes and what they keep, the functions, the tables. Two variants: wide, and tall for a phone. No
 * text is under 12 px where the wide one is at least 660 px wide, and the tall one 272.
 */
import type { Application } from '#aws/application.ts';
import { DOOR_NAMES, doorsOf, guardOf, routesAt, ttlOf, type Door } from './ask.ts';
import type { NodeId } from './way.ts';

export type Variant = 'wide' | 'tall';

export interface Box {
  readonly id: NodeId;
  readonly kind: 'client' | 'door' | 'cache' | 'keys' | 'function' | 'table';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What is known besides the name; the client puts it into words. */
  readonly role?: 'authorizer' | undefined;
  /** Of a door. */
  readonly rows?: readonly Row[];
  /** The box that it stands in. */
  readonly inside?: NodeId;
}

export interface Row {
  readonly route: string;
  /** The route as it fits. */
  readonly text: string;
  readonly y: number;
  readonly isGuarded: boolean;
}

/** A line between two boxes; the dot moves along it, in either direction. */
export interface Line {
  readonly from: NodeId;
  readonly to: NodeId;
  /** The data of an SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

const MARGIN = 12;
const ROW = 24;
const HEAD = 34;
const SHELF = 54;
const FUNCTION = 50;
const GAP = 22;

interface Sizes {
  readonly width: number;
  readonly client: number;
  readonly door: number;
  readonly function: number;
  /** Letters of a route, and of a name, that fit. */
  readonly letters: number;
}

const SIZES: Readonly<Record<Variant, Sizes>> = {
  wide: { width: 760, client: 92, door: 250, function: 180, letters: 24 },
  tall: { width: 316, client: 292, door: 292, function: 146, letters: 26 },
};

export function layoutOf(application: Application, variant: Variant): Layout {
  return variant === 'wide' ? wide(application) : tall(application);
}

function wide(application: Application): Layout {
  const { width, client, door: doorWidth, function: functionWidth } = SIZES.wide;
  const doors = placeDoors(application, MARGIN + client + 56, MARGIN, doorWidth, 'wide');
  const names = sortedFunctions(application, doors);
  const tables = Object.keys(application.tables ?? {});
  const doorsEnd = Math.max(...doors.map((box) => box.y + box.height));
  const height = Math.max(doorsEnd, MARGIN + names.length * (FUNCTION + GAP) - GAP);
  const space = height - MARGIN;
  const step = space / names.length;
  const left = width - MARGIN - functionWidth - (tables.length > 0 ? 124 : 0);
  const functions = names.map((name, index) =>
    functionBox(
      application,
      name,
      left,
      MARGIN + step * index + (step - FUNCTION) / 2,
      functionWidth,
    ),
  );
  const stores = tables.map((name, index) =>
    tableBox(
      name,
      width - MARGIN - 104,
      MARGIN + (space / tables.length) * (index + 0.5) - FUNCTION / 2,
      104,
    ),
  );
  const knocks: Box = {
    id: 'client',
    kind: 'client',
    x: MARGIN,
    y: MARGIN + space / 2 - 40,
    width: client,
    height: 80,
    title: '',
  };
  const boxes = [knocks, ...doors, ...functions, ...stores];
  return { width, height: height + MARGIN, boxes, lines: linesOf(application, boxes, across) };
}

function tall(application: Application): Layout {
  const { width, client, function: functionWidth } = SIZES.tall;
  const knocks: Box = {
    id: 'client',
    kind: 'client',
    x: MARGIN,
    y: MARGIN,
    width: client,
    height: 44,
    title: '',
  };
  const doors = placeDoors(application, MARGIN, MARGIN + 44 + GAP * 1.5, SIZES.tall.door, 'tall');
  const top = Math.max(...doors.map((box) => box.y + box.height)) + GAP * 2;
  const names = sortedFunctions(application, doors);
  const functions = names.map((name, index) =>
    functionBox(
      application,
      name,
      index % 2 === 0 ? MARGIN : width - MARGIN - functionWidth,
      top + Math.floor(index / 2) * (FUNCTION + GAP),
      functionWidth,
    ),
  );
  const end = top + Math.ceil(names.length / 2) * (FUNCTION + GAP);
  const stores = Object.keys(application.tables ?? {}).map((name, index) =>
    tableBox(name, width / 2 - 70, end + GAP + index * (FUNCTION + GAP), 140),
  );
  const boxes = [knocks, ...doors, ...functions, ...stores];
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return { width, height, boxes, lines: linesOf(application, boxes, down) };
}

/** The doors below each other, each with what it keeps inside. */
function placeDoors(
  application: Application,
  x: number,
  top: number,
  width: number,
  variant: Variant,
): Box[] {
  let y = top;
  return doorsOf(application).flatMap((door) => {
    const routes = door === 'lambda' ? [] : routesAt(application, door);
    const shelves = keptAt(application, door);
    const rows = routes.map(({ route }, index): Row => {
      return {
        route,
        text: shortened(route, SIZES[variant].letters),
        y: y + HEAD + ROW * (index + 0.5),
        isGuarded: guardOf(application, door, route) !== undefined,
      };
    });
    const height =
      HEAD + ROW * rows.length + (rows.length > 0 ? 8 : 0) + shelves.length * (SHELF + 8);
    const box: Box = {
      id: `door:${door}`,
      kind: 'door',
      x,
      y,
      width,
      height: Math.max(height, 56),
      title: DOOR_NAMES[door],
      rows,
    };
    const inside = shelves.map((kind, index): Box => ({
      id: `${kind}:${door}`,
      kind,
      x: x + 10,
      y: y + box.height - (SHELF + 8) * (shelves.length - index),
      width: width - 20,
      height: SHELF,
      title: '',
      inside: box.id,
    }));
    y += box.height + GAP;
    return [box, ...inside];
  });
}

/** What an API keeps: answers of authorizers, the issuer's keys. */
function keptAt(application: Application, door: Door): ('cache' | 'keys')[] {
  if (door === 'lambda') return [];
  const guards = Object.values(
    (door === 'http' ? application.httpApi : application.restApi)?.authorizers ?? {},
  );
  return [
    ...(guards.some((guard) => ttlOf(guard) > 0) ? (['cache'] as const) : []),
    ...(guards.some(({ type }) => type === 'JWT') ? (['keys'] as const) : []),
  ];
}

/** Which functions each door calls: behind its routes, and to ask. */
function callsOf(application: Application, door: Door): string[] {
  const asked = routesAt(application, door).flatMap(({ route }) => {
    const guard = guardOf(application, door, route)?.guard;
    return guard && guard.type !== 'JWT' ? [guard.function] : [];
  });
  return [...new Set([...asked, ...routesAt(application, door).map(({ function: name }) => name)])];
}

/** From top to bottom as the doors that call them, so that few lines cross; authorizers first. */
function sortedFunctions(application: Application, doors: readonly Box[]): string[] {
  const centre = (name: string): number => {
    const callers = doors.filter(
      ({ id, kind }) => kind === 'door' && callsOf(application, doorIn(id)).includes(name),
    );
    const ys = callers.map((box) => box.y + box.height / 2);
    return ys.length === 0 ? Infinity : ys.reduce((sum, y) => sum + y, 0) / ys.length;
  };
  const names = Object.keys(application.functions);
  return names.toSorted((a, b) => {
    const apart = centre(a) - centre(b);
    return Number.isNaN(apart) || apart === 0 ? names.indexOf(a) - names.indexOf(b) : apart;
  });
}

function doorIn(id: NodeId): Door {
  return id.replace('door:', '') as Door;
}

function functionBox(
  application: Application,
  name: string,
  x: number,
  y: number,
  width: number,
): Box {
  const isAsked = doorsOf(application).some((door) =>
    routesAt(application, door).some(({ route }) => {
      const guard = guardOf(application, door, route)?.guard;
      return guard && guard.type !== 'JWT' && guard.function === name;
    }),
  );
  return {
    id: `function:${name}`,
    kind: 'function',
    x,
    y,
    width,
    height: FUNCTION,
    title: shortened(name, Math.floor((width - 12) / 7.4)),
    role: isAsked ? 'authorizer' : undefined,
  };
}

function tableBox(name: string, x: number, y: number, width: number): Box {
  return { id: `table:${name}`, kind: 'table', x, y, width, height: FUNCTION, title: name };
}

type Join = (from: Box, to: Box) => string;

function linesOf(application: Application, boxes: readonly Box[], join: Join): Line[] {
  const at = new Map(boxes.map((box) => [box.id, box]));
  const line = (from: NodeId, to: NodeId): Line[] => {
    const [start, end] = [at.get(from), at.get(to)];
    return start && end ? [{ from, to, path: join(start, end) }] : [];
  };
  const uses = Object.entries(application.functions).flatMap(([name, { environment = {} }]) =>
    Object.values(environment).flatMap((value) =>
      typeof value === 'object' && 'table' in value
        ? line(`function:${name}`, `table:${value.table}`)
        : [],
    ),
  );
  return [
    ...doorsOf(application).flatMap((door) => [
      ...line('client', `door:${door}`),
      ...callsOf(application, door).flatMap((name) => line(`door:${door}`, `function:${name}`)),
    ]),
    ...uses,
  ];
}

/** From the right side of one to the left side of the other. */
function across(from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + from.width, middle(from), to.x, middle(to)];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${x2} ${round(y2)}`;
}

/** From the foot of one to the head of the other. */
function down(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width / 2, from.y + from.height];
  const [x2, y2] = [to.x + to.width / 2, to.y];
  const bend = Math.min(40, (y2 - y1) / 2);
  return `M${round(x1)} ${round(y1)}C${round(x1)} ${round(y1 + bend)} ${round(x2)} ${round(y2 - bend)} ${round(x2)} ${round(y2)}`;
}

function middle({ y, height }: Box): number {
  return y + height / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** In the middle, where a route has what all of them have. */
function shortened(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const end = Math.floor(letters * 0.6);
  return `${text.slice(0, letters - end - 1)}…${text.slice(-end)}`;
}
