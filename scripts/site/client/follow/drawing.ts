/** The application as boxes with lines between them, and what of it a request has touched. */
import type { Application } from '#aws/application.ts';
import { say, type Message } from '#text/message.ts';
import { DOOR_NAMES } from '../../follow/ask.ts';
import { drawnOf, type DrawnDoor } from '../../follow/drawn.ts';
import type { Hop, Kept, NodeId, PolicyRoute } from '../../follow/way.ts';
import { element } from '../element.ts';
import { own, text } from '../text.ts';

export interface Drawing {
  readonly element: HTMLElement;
  /** Set in the order of the hops: what was reached, with the line to it. */
  mark(hops: readonly Hop[], name: 'taken' | 'before' | 'now'): void;
  clear(): void;
  showRoute(door: string, route: string | undefined): void;
  showPolicy(door: string, policy: readonly PolicyRoute[]): void;
  showShelf(shelf: readonly Kept[], now: number): void;
  /** Puts the dot on its way along a hop, `share` from 0 to 1; without a hop there is none. */
  moveDot(hop: Hop | undefined, share: number): void;
}

/** @param press called with the box that was pressed */
export function draw(application: Application, press: (id: NodeId) => void): Drawing {
  const { doors, functions, tables, lines } = drawnOf(application);
  const boxes = new Map<NodeId, HTMLElement>();
  const box = (id: NodeId, kind: string, ...contents: (Node | string)[]): HTMLElement => {
    const made = element('div', { class: `box ${kind}`, 'data-box': id }, ...contents);
    made.addEventListener('click', (event) => {
      event.stopPropagation();
      press(id);
    });
    boxes.set(id, made);
    return made;
  };
  const rows = new Map<string, HTMLElement>();
  const drawDoor = ({ door, routes, keeps }: DrawnDoor): HTMLElement => {
    const list = routes.map(({ route, isGuarded }) => {
      const row = element('li', 'row', element('span', 'route', route));
      if (isGuarded) row.append(drawLock());
      rows.set(`${door} ${route}`, row);
      return row;
    });
    const inside = keeps.map((kind) =>
      kind === 'keys'
        ? box(
            `keys:${door}`,
            'keys',
            text(say`issuer's public keys`),
            small(say`kept for two hours`),
          )
        : box(`cache:${door}`, 'cache', text(say`cache`), element('span', 'shelf')),
    );
    return box(
      `door:${door}`,
      'door',
      title(DOOR_NAMES[door]),
      element('ul', '', ...list),
      ...inside,
    );
  };
  const paths = lines.map(([from, to]) => ({ from, to, path: drawPath('line') }));
  const sheet = document.createElementNS(SVG, 'svg');
  sheet.append(...paths.map(({ path }) => path));
  const dot = element('span', 'dot');
  const app = element(
    'div',
    { class: 'app', 'aria-hidden': 'true' },
    box('client', 'client', title(text(say`client`)), small(say`browser`)),
    element('div', 'doors', ...doors.map(drawDoor)),
    element(
      'div',
      'functions',
      ...functions.map(({ name, isAuthorizer }) => {
        const role = isAuthorizer ? say`authorizer` : say`function`;
        return box(`function:${name}`, 'function', title(name), small(role));
      }),
    ),
    element(
      'div',
      'tables',
      ...tables.map((name) => box(`table:${name}`, 'table', title(name), small(say`table`))),
    ),
    dot,
  );
  app.prepend(sheet);

  /** A request goes along it in either direction. */
  const lineOf = (a: NodeId, b: NodeId) =>
    paths.find(({ from, to }) => (from === a && to === b) || (from === b && to === a));
  /** Where a box stands on the sheet. */
  const areaOf = (id: NodeId): Area => {
    const { left, top } = app.getBoundingClientRect();
    const area = boxes.get(id)?.getBoundingClientRect() ?? new DOMRect();
    return new DOMRect(area.left - left, area.top - top, area.width, area.height);
  };
  let isPlaced = false;
  let dotAt: readonly [hop: Hop | undefined, share: number] = [undefined, 0];
  const moveDot: Drawing['moveDot'] = (hop, share) => {
    dotAt = [hop, share];
    dot.hidden = !hop || !isPlaced;
    if (!hop || !isPlaced) return;
    const { from, to, tone } = hop;
    dot.className = `dot ${tone}`;
    const { x, y } = pointBetween(from, to, share);
    dot.style.translate = `${x}px ${y}px`;
  };
  const pointBetween = (from: NodeId, to: NodeId, share: number): Point => {
    const line = lineOf(from, to);
    if (line) return pointOn(line.path, line.from === from ? share : 1 - share);
    const [start, end] = [from, to].map((id) => seatIn(areaOf(id), id)) as [Point, Point];
    return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
  };
  new ResizeObserver(() => {
    for (const { from, to, path } of paths)
      path.setAttribute('d', pathOf(areaOf(from), areaOf(to)));
    isPlaced = true;
    moveDot(...dotAt);
  }).observe(app);

  const touchable = [...paths.map(({ path }) => path), ...boxes.values()];
  return {
    element: app,
    moveDot,
    clear() {
      for (const one of touchable) one.classList.remove('taken', 'before', 'now', 'good', 'bad');
    },
    mark(hops, name) {
      for (const { from, to, tone } of hops) {
        const end = boxes.get(to);
        lineOf(from, to)?.path.classList.add(name);
        end?.classList.add(name);
        if (name === 'before') continue;
        boxes.get(from)?.classList.add(name);
        if (tone === 'plain') continue;
        end?.classList.remove('good', 'bad');
        end?.classList.add(tone);
      }
    },
    showRoute(door, route) {
      for (const [id, row] of rows) row.classList.toggle('asked', id === `${door} ${route}`);
    },
    showPolicy(door, policy) {
      for (const [id, row] of rows) {
        const found = policy.find(({ route }) => id === `${door} ${route}`);
        row.classList.toggle('open', found?.isOpen === true);
        row.classList.toggle('shut', found?.isOpen === false);
      }
    },
    showShelf(shelf, now) {
      for (const { door } of doors) {
        const kept = shelf.filter((one) => one.door === door && now < one.since + one.ttlSeconds);
        boxes
          .get(`cache:${door}`)
          ?.querySelector('.shelf')
          ?.replaceChildren(...shelfOf(kept, now));
      }
    },
  };
}

/** The newest answer, with the time that it has left. */
function shelfOf(kept: readonly Kept[], now: number): Node[] {
  const newest = kept.at(-1);
  if (!newest) return [small(say`empty`)];
  const left = newest.since + newest.ttlSeconds - now;
  const names = newest.key.map((part) => own(part).replace(/^Bearer \((.*)\)$/, '$1'));
  const more = kept.length > 1 ? ` (+${kept.length - 1})` : '';
  const bar = element('span', `left ${newest.verdict}`);
  bar.style.width = `${(100 * left) / newest.ttlSeconds}%`;
  return [
    element('span', 'who', `${names.join(', ')}${more}`),
    element('span', '', `${Math.round(left)} s`),
    element('span', 'ttl', bar),
  ];
}

function title(words: string): HTMLElement {
  return element('b', '', words);
}

function small(words: Message): HTMLElement {
  return element('span', 'quiet', text(words));
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Area = DOMRectReadOnly;

/** Where the dot rests in a box: of a door at the right end of its head, where nothing is written. */
function seatIn({ x, y, width, height, right }: Area, id: NodeId): Point {
  if (id.startsWith('door:')) return { x: right - 24, y: y + 20 };
  return { x: id === 'client' ? x + width / 2 : right - 18, y: y + height / 2 };
}

/** From side to side where one box stands beside the other, and else from its foot to its head. */
function pathOf(from: Area, to: Area): string {
  if (to.left >= from.right) {
    const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
    const middle = (from.right + to.left) / 2;
    return `M${from.right} ${start}C${middle} ${start} ${middle} ${end} ${to.left} ${end}`;
  }
  const [start, end] = [from.x + from.width / 2, to.x + to.width / 2];
  const bend = Math.min(40, (to.top - from.bottom) / 2);
  return `M${start} ${from.bottom}C${start} ${from.bottom + bend} ${end} ${to.top - bend} ${end} ${to.top}`;
}

function pointOn(path: SVGPathElement, share: number): Point {
  return path.getPointAtLength(path.getTotalLength() * share);
}

const SVG = 'http://www.w3.org/2000/svg';

function drawPath(name: string, data = ''): SVGPathElement {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('class', name);
  path.setAttribute('d', data);
  return path;
}

function drawLock(): SVGSVGElement {
  const lock = document.createElementNS(SVG, 'svg');
  lock.setAttribute('class', 'lock');
  lock.setAttribute('viewBox', '-1 -6 14 15');
  lock.append(drawPath('', 'M0 0h12v8h-12zM3 0v-2a3 3 0 0 1 6 0v2'));
  return lock;
}
