/**
 * Writes a drawing as SVG: no script, nothing from elsewhere, readable in light and dark. The file
 * brings its own colours and card, for GitHub; a page takes the shapes out of it and colours them by
 * its own theme.
 */
import type { Drawing } from '#course/markdown.ts';
import type { Language } from '#text/message.ts';
import { SIZES, SMALLEST_TEXT, type Variant } from './config.ts';
import { colourRules, DARK, LIGHT } from './palette.ts';
import type { Arrow, Box, Label, Layout, Shape, Tip } from './shapes.ts';

export interface DrawnFrom extends Pick<Drawing, 'alt'> {
  /** Begins every id in it, so that a page may hold several: `slide-04`. */
  readonly name: string;
  readonly language: Language;
  readonly variant: Variant;
  /** See `source-hash.ts`. */
  readonly hash: string;
}

export function writeSvg({ bounds, shapes }: Layout, from: DrawnFrom): string {
  const { width, margin } = SIZES[from.variant];
  const height = Math.ceil(bounds.height + 2 * margin);
  const [x, y] = [(width - bounds.width) / 2 - bounds.x, margin - bounds.y].map(Math.round);
  const id = (what: string): string => `${from.name}-${what}`;
  const tips = [...new Set(shapes.flatMap(tipsOf))].map((tip) => marker(tip, id));
  const parts = new Set(['card' as const, ...shapes.map(({ part }) => part)]);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" lang="${from.language}" aria-labelledby="${id('title')}" data-drawn-from="${from.hash}">
<title id="${id('title')}">${escape(from.alt)}</title>
<style>svg{font-family:${SANS}}.mono{font-family:${MONO}}${colourRules(parts, (part, what) => LIGHT[part][what])}
@media (prefers-color-scheme:dark){${colourRules(parts, (part, what) => DARK[part][what])}}</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="14"/>
${SHAPES} font-size="${SMALLEST_TEXT}" text-anchor="middle" stroke-width="1.5" stroke-linejoin="round" transform="translate(${x} ${y})">
${[...tips, ...shapes.flatMap((shape) => draw(shape, id))].join('\n')}
</g>
</svg>
`;
}

const SHAPES = '<g class="shapes"';

/** The shapes of a drawing's file for a page, with the class `variant`; the page names them. */
export function shapesForPage(svg: string, variant: Variant): string {
  const viewBox = /viewBox="([^"]*)"/.exec(svg)?.[1];
  return `<svg class="${variant}" viewBox="${viewBox}" aria-hidden="true">${svg.slice(svg.indexOf(SHAPES)).trim().replaceAll('\n', '')}`;
}

/** What colours all drawings of a page, whose theme says which of two colours holds. */
export function pageColours(): string {
  return colourRules(
    Object.keys(LIGHT) as (keyof typeof LIGHT)[],
    (part, what) => `light-dark(${LIGHT[part][what]},${DARK[part][what]})`,
    '.drawing ',
  );
}

const SANS =
  "Pretendard,'Segoe UI','Helvetica Neue','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif";
const MONO = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace";

function draw(shape: Shape, id: (what: string) => string): string[] {
  if (shape.kind === 'box') return [drawBox(shape)];
  return shape.kind === 'arrow' ? [drawArrow(shape, id)] : drawLabel(shape);
}

function drawBox({ part, origin, form }: Box): string {
  const look = `class="${part}"${dashes(LIGHT[part].dashed)}`;
  if ('path' in form) return `<path ${look}${at(origin)} d="${roundAll(form.path)}"/>`;
  const place = `x="${round(form.x + origin[0])}" y="${round(form.y + origin[1])}"`;
  const size = `width="${round(form.width)}" height="${round(form.height)}"`;
  return `<rect ${look} ${place} ${size} rx="${part === 'note' ? 4 : 10}"/>`;
}

function drawArrow(arrow: Arrow, id: (what: string) => string): string {
  const { part, origin, path, dashed, thick, start, end } = arrow;
  const tip = (where: 'start' | 'end', what: Tip): string =>
    what === 'none' ? '' : ` marker-${where}="url(#${id(what)})"`;
  return `<path class="${part}"${thick ? ' stroke-width="3"' : ''}${dashes(dashed)}${tip('start', start)}${tip('end', end)}${at(origin)} d="${roundAll(path)}"/>`;
}

function drawLabel({ part, x, y, text, size, bold, mono, behind }: Label): string[] {
  const font = `${size === SMALLEST_TEXT ? '' : ` font-size="${round(size)}"`}${bold ? ' font-weight="600"' : ''}`;
  const label = `<text class="${part}${mono ? ' mono' : ''}"${font} x="${round(x)}" y="${round(y)}">${escape(text)}</text>`;
  if (!behind) return [label];
  // The letters' middle lies about a third of their size above the baseline.
  const [left, top] = [x - behind.width / 2, y - size * 0.35 - behind.height / 2];
  return [
    `<rect class="back" x="${round(left)}" y="${round(top)}" width="${round(behind.width)}" height="${round(behind.height)}"/>`,
    label,
  ];
}

function marker(tip: Tip, id: (what: string) => string): string {
  return tip === 'arrow'
    ? `<marker id="${id('arrow')}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip" d="M0 0.5L10 5L0 9.5Z"/></marker>`
    : `<marker id="${id('cross')}" viewBox="0 0 12 12" refX="10" refY="6" markerWidth="14" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto"><path class="broken" stroke-width="2.5" d="M2 2L10 10M10 2L2 10"/></marker>`;
}

function tipsOf(shape: Shape): Tip[] {
  if (shape.kind !== 'arrow') return [];
  return [shape.start, shape.end].filter((tip) => tip !== 'none');
}

function dashes(dashed = false): string {
  return dashed ? ' stroke-dasharray="6 5"' : '';
}

function at(origin: readonly [number, number]): string {
  const [x, y] = origin.map(round);
  return x === 0 && y === 0 ? '' : ` transform="translate(${x} ${y})"`;
}

/** A whole unit is less than a pixel; without -0. */
function round(value: number): number {
  return Math.round(value) + 0;
}

function roundAll(path: string): string {
  return path.replaceAll(/-?\d+\.\d+(?:e-\d+)?/g, (digits) => String(round(Number(digits))));
}

function escape(text: string): string {
  const ENTITIES: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
