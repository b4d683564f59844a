/** The application as inline SVG, in the page's font, and what of it a request has touched. */
import type { Application } from '#aws/application.ts';
import { say, type Message } from '#text/message.ts';
import { layoutOf, type Box, type Layout, type Row, type Variant } from '../../follow/layout.ts';
import type { Kept, NodeId, PolicyRoute } from '../../follow/way.ts';
import { pageLanguage, text } from '../text.ts';

const SVG = 'http://www.w3.org/2000/svg';

export interface Drawing {
  readonly element: SVGSVGElement;
  readonly layout: Layout;
  /** Set in the order of the hops: what was reached, with the line to it. */
  mark(
    hops: readonly { readonly from: NodeId; readonly to: NodeId; readonly tone: string }[],
    name: 'taken' | 'before' | 'now',
  ): void;
  clear(): void;
  showRoute(door: string, route: string | undefined): void;
  showPolicy(door: string, policy: readonly PolicyRoute[]): void;
  showShelf(shelf: readonly Kept[], now: number): void;
  /** Where the dot is on its way between two boxes, `share` from 0 to 1. */
  pointBetween(from: NodeId, to: NodeId, share: number): { readonly x: number; readonly y: number };
  moveDot(point: { readonly x: number; readonly y: number } | undefined, tone: string): void;
}

/** @param press called with the box that was pressed */
export function draw(
  application: Application,
  variant: Variant,
  press: (id: NodeId) => void,
): Drawing {
  const layout = layoutOf(application, variant);
  const svg = make('svg', {
    class: `app ${variant}`,
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    'aria-hidden': 'true',
  });
  const lines = new Map<string, SVGPathElement>();
  const boxes = new Map<NodeId, { readonly box: Box; readonly group: SVGGElement }>();
  for (const { from, to, path } of layout.lines) {
    const line = make('path', { class: 'line', d: path });
    lines.set(`${from} ${to}`, line);
    svg.append(line);
  }
  for (const box of layout.boxes) {
    const group = drawBox(box);
    group.addEventListener('click', (event) => {
      event.stopPropagation();
      press(box.id);
    });
    boxes.set(box.id, { box, group });
    svg.append(group);
  }
  const dot = make('circle', { class: 'dot', r: '9', visibility: 'hidden' });
  svg.append(dot);

  const lineOf = (from: NodeId, to: NodeId): [SVGPathElement | undefined, boolean] => {
    const there = lines.get(`${from} ${to}`);
    return there ? [there, false] : [lines.get(`${to} ${from}`), true];
  };
  const all = (): Element[] => [
    ...lines.values(),
    ...[...boxes.values()].map(({ group }) => group),
  ];

  return {
    element: svg,
    layout,
    clear() {
      for (const one of all()) one.classList.remove('taken', 'before', 'now', 'good', 'bad');
    },
    mark(hops, name) {
      if (name === 'now') for (const one of all()) one.classList.remove('now');
      for (const { from, to, tone } of hops) {
        const touched = [
          lineOf(from, to)[0],
          boxes.get(to)?.group,
          ...(name === 'before' ? [] : [boxes.get(from)?.group]),
        ];
        for (const one of touched) one?.classList.add(name);
        if (name === 'before') continue;
        const end = boxes.get(to)?.group;
        if (tone !== 'plain' && end) {
          end.classList.remove('good', 'bad');
          end.classList.add(tone);
        }
      }
    },
    showRoute(door, route) {
      for (const row of svg.querySelectorAll<SVGGElement>('.row')) {
        row.classList.toggle(
          'asked',
          row.dataset['door'] === door && row.dataset['route'] === route,
        );
      }
    },
    showPolicy(door, policy) {
      for (const row of svg.querySelectorAll<SVGGElement>('.row')) {
        const found =
          row.dataset['door'] === door
            ? policy.find(({ route }) => route === row.dataset['route'])
            : undefined;
        row.classList.toggle('open', found?.isOpen === true);
        row.classList.toggle('shut', found?.isOpen === false);
      }
    },
    showShelf(shelf, now) {
      for (const { box, group } of boxes.values()) {
        if (box.kind === 'cache')
          drawShelf(
            box,
            group,
            shelf.filter(({ door }) => `cache:${door}` === box.id),
            now,
          );
      }
    },
    pointBetween(from, to, share) {
      const [line, isBack] = lineOf(from, to);
      if (line) return line.getPointAtLength(line.getTotalLength() * (isBack ? 1 - share : share));
      const [start, end] = [centre(boxes.get(from)?.box), centre(boxes.get(to)?.box)];
      return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
    },
    moveDot(point, tone) {
      dot.setAttribute('visibility', point ? 'visible' : 'hidden');
      dot.setAttribute('class', `dot ${tone}`);
      if (!point) return;
      dot.setAttribute('cx', String(point.x));
      dot.setAttribute('cy', String(point.y));
    },
  };
}

/** Of a door the right end of its head, where nothing is written. */
function centre(box: Box | undefined): { x: number; y: number } {
  if (!box) return { x: 0, y: 0 };
  if (box.kind === 'door') return { x: box.x + box.width - 24, y: box.y + 18 };
  return {
    x: box.x + (box.kind === 'client' ? box.width / 2 : box.width - 18),
    y: box.y + box.height / 2,
  };
}

function drawBox(box: Box): SVGGElement {
  const { id, kind, x, y, width, height, role, rows = [] } = box;
  const group = make('g', { class: `box ${kind} ${role ?? ''}`.trim(), 'data-box': id });
  group.append(make('rect', { x, y, width, height, rx: kind === 'client' ? 20 : 10 }));
  const name = nameOf(box);
  if (kind === 'door') {
    group.append(label(name, x + 14, y + 22, 'title'));
    group.append(...rows.map((row) => drawRow(row, id.replace('door:', ''), box)));
    return group;
  }
  if (kind === 'cache' || kind === 'keys') {
    group.append(label(name, x + 10, y + 19, 'small'));
    if (kind === 'keys')
      group.append(label(text(say`kept for two hours`), x + 10, y + 41, 'small quiet'));
    else group.append(make('g', { class: 'shelf' }));
    return group;
  }
  const under = underOf(box);
  const middle = y + height / 2;
  group.append(
    label(name, x + width / 2, under === undefined ? middle + 5 : middle - 4, 'title centre'),
  );
  if (under !== undefined)
    group.append(label(under, x + width / 2, middle + 16, 'small quiet centre'));
  return group;
}

function nameOf({ kind, title }: Box): string {
  const names: Partial<Record<Box['kind'], Message>> = {
    client: say`client`,
    cache: say`cache`,
    keys: say`issuer's public keys`,
  };
  const name = names[kind];
  return name ? text(name) : title;
}

function underOf({ kind, role, height }: Box): string | undefined {
  if (kind === 'function') return text(role === 'authorizer' ? say`authorizer` : say`function`);
  if (kind === 'table') return text(say`table`);
  return kind === 'client' && height > 60 ? text(say`browser`) : undefined;
}

function drawRow(
  { route, text: shown, y, isGuarded }: Row,
  door: string,
  { x, width }: Box,
): SVGGElement {
  const row = make('g', {
    class: `row ${isGuarded ? 'guarded' : ''}`.trim(),
    'data-door': door,
    'data-route': route,
  });
  row.append(
    make('rect', { class: 'ground', x: x + 8, y: y - 11, width: width - 16, height: 22, rx: 5 }),
  );
  row.append(label(shown, x + 14, y + 5, 'route'));
  if (isGuarded)
    row.append(
      make('path', {
        class: 'lock',
        d: `M${x + width - 30} ${y - 2}h12v8h-12zM${x + width - 27} ${y - 2}v-2a3 3 0 0 1 6 0v2`,
      }),
    );
  row.append(make('path', { class: 'yes', d: `M${x + width - 48} ${y}l4 4 7-8` }));
  row.append(make('path', { class: 'no', d: `M${x + width - 47} ${y - 4}l8 8m0-8l-8 8` }));
  return row;
}

/** The newest answers, with the time that they have left. */
function drawShelf(
  { x, y, width }: Box,
  group: SVGGElement,
  kept: readonly Kept[],
  now: number,
): void {
  const shelf = group.querySelector('.shelf');
  const [newest, ...more] = kept
    .filter(({ since, ttlSeconds }) => now < since + ttlSeconds)
    .toReversed();
  if (!shelf) return;
  if (!newest) {
    shelf.replaceChildren(label(text(say`empty`), x + 10, y + 41, 'small quiet'));
    return;
  }
  const left = Math.max(0, newest.since + newest.ttlSeconds - now);
  const room = width - 20;
  const who = newest.key
    .map((part) => part[pageLanguage()].replace(/^Bearer \((.*)\)$/, '$1'))
    .join(', ');
  const count = more.length > 0 ? ` (+${more.length})` : '';
  const letters = Math.floor((room - 66) / 7.5);
  const name = `${who}${count}`;
  shelf.replaceChildren(
    label(name.length > letters ? `${name.slice(0, letters - 1)}…` : name, x + 10, y + 38, 'small'),
    label(`${Math.round(left)} s`, x + width - 10, y + 38, 'small end'),
    make('rect', { class: 'ttl', x: x + 10, y: y + 44, width: room, height: 4, rx: 2 }),
    make('rect', {
      class: `left ${newest.verdict}`,
      x: x + 10,
      y: y + 44,
      width: (room * left) / newest.ttlSeconds,
      height: 4,
      rx: 2,
    }),
  );
}

function label(words: string, x: number, y: number, name: string): SVGTextElement {
  const made = make('text', { class: name, x, y });
  made.textContent = words;
  return made;
}

function make<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
