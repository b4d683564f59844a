/**
 * The colours of the drawings. A drawing stands on a card of its own, so that it can be read on any
 * page; it follows the reader's light or dark scheme where the page lets it.
 */

/** As `#rrggbb`: what an area is filled with, its border, and the text on it. */
export interface Paint {
  readonly fill: string;
  readonly line: string;
  readonly ink: string;
  /** A border of dashes: something that is not there. */
  readonly dashed?: boolean;
}

/** What a box in a drawing stands for: the name of its class in Mermaid, or of its participant. */
export const ROLES = [
  'plain',
  'client',
  'edge',
  'server',
  'store',
  'token',
  'header',
  'payload',
  'signature',
  'question',
  'bad',
  'gone',
] as const;
export type Role = (typeof ROLES)[number];

/** Besides the boxes: the card, arrows and their labels, a frame around boxes, a note. */
export type Part = Role | 'card' | 'arrow' | 'broken' | 'lifeline' | 'frame' | 'note';

export type Scheme = Readonly<Record<Part, Paint>>;

/** Parts that are lines, and no areas. */
const LINES: ReadonlySet<Part> = new Set(['arrow', 'broken', 'lifeline']);

/** The rules that colour the shapes and texts of `parts`, below `within`; `colour` returns the value. */
export function colourRules(
  parts: Iterable<Part>,
  colour: (part: Part, what: 'fill' | 'line' | 'ink') => string,
  within = '',
): string {
  const rules = [...parts].toSorted().map((part) => {
    const fill = LINES.has(part) ? 'none' : colour(part, 'fill');
    return `${within}.${part}{fill:${fill};stroke:${colour(part, 'line')}}${within}text.${part}{fill:${colour(part, 'ink')};stroke:none}`;
  });
  return `${rules.join('')}${within}.tip{fill:${colour('arrow', 'line')}}${within}.back{fill:${colour('card', 'fill')}}`;
}

export const LIGHT: Scheme = {
  card: { fill: '#ffffff', line: '#d9dce5', ink: '#1a1b20' },
  arrow: { fill: '#ffffff', line: '#5b6072', ink: '#3c4050' },
  broken: { fill: '#ffffff', line: '#c22f2f', ink: '#8f1f1f' },
  lifeline: { fill: '#ffffff', line: '#b3b8c6', ink: '#3c4050' },
  frame: { fill: '#f7f8fb', line: '#b3b8c6', ink: '#3c4050', dashed: true },
  note: { fill: '#fff8e3', line: '#d8b04a', ink: '#4a3500' },
  plain: { fill: '#f2f3f8', line: '#7c8296', ink: '#1a1b20' },
  client: { fill: '#e8f1ff', line: '#2f6fcb', ink: '#10305f' },
  edge: { fill: '#eef0fd', line: '#3743c4', ink: '#1f276f' },
  server: { fill: '#e5f5ee', line: '#1b7f55', ink: '#0c3f29' },
  store: { fill: '#fff1dc', line: '#b06a12', ink: '#523000' },
  token: { fill: '#f6effd', line: '#8a4bd0', ink: '#44177a' },
  header: { fill: '#fcedf0', line: '#b3203d', ink: '#b3203d' },
  payload: { fill: '#f4eefc', line: '#6b32b5', ink: '#6b32b5' },
  signature: { fill: '#e7f5f5', line: '#08666e', ink: '#08666e' },
  question: { fill: '#fffbe8', line: '#c79a1b', ink: '#4a3500', dashed: true },
  bad: { fill: '#fdeceb', line: '#c22f2f', ink: '#7c1717' },
  gone: { fill: '#f7f8fb', line: '#9aa0b2', ink: '#5b6072', dashed: true },
};

export const DARK: Scheme = {
  card: { fill: '#15161c', line: '#343847', ink: '#e7e8ee' },
  arrow: { fill: '#15161c', line: '#9aa1b8', ink: '#d2d5e0' },
  broken: { fill: '#15161c', line: '#ff8a80', ink: '#ffb4ad' },
  lifeline: { fill: '#15161c', line: '#565c70', ink: '#d2d5e0' },
  frame: { fill: '#1a1c24', line: '#565c70', ink: '#d2d5e0', dashed: true },
  note: { fill: '#2c2613', line: '#a88a36', ink: '#f6e3ae' },
  plain: { fill: '#22242e', line: '#8a90a5', ink: '#e7e8ee' },
  client: { fill: '#15263f', line: '#6fa8f5', ink: '#d3e5ff' },
  edge: { fill: '#1d2238', line: '#aab5ff', ink: '#dfe3ff' },
  server: { fill: '#10291f', line: '#4fbf8d', ink: '#cdf2e0' },
  store: { fill: '#2f2213', line: '#e0a04a', ink: '#ffe4bf' },
  token: { fill: '#271b38', line: '#c39bf5', ink: '#ecdcff' },
  header: { fill: '#2d1a20', line: '#ff9aa8', ink: '#ff9aa8' },
  payload: { fill: '#241c35', line: '#cdb0ff', ink: '#cdb0ff' },
  signature: { fill: '#12282b', line: '#63d6dc', ink: '#63d6dc' },
  question: { fill: '#2a2512', line: '#d9b54a', ink: '#f6e3ae', dashed: true },
  bad: { fill: '#341a1a', line: '#ff8a80', ink: '#ffd0cb' },
  gone: { fill: '#1a1c24', line: '#6b7187', ink: '#a9afc2', dashed: true },
};
