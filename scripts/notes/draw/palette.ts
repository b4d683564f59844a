/**
 * The colours of the drawings. A drawing stands on a card of its own, so that it can be read on any
 * page; it follows the reader's light or dark scheme where the page lets it.
 */
import COLOURS from './palette.json' with { type: 'json' };

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

export const { light: LIGHT, dark: DARK }: Record<'light' | 'dark', Scheme> = COLOURS;
