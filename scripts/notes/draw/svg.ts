/** Writes a drawing as SVG: no script, nothing from elsewhere, readable in light and dark. */
import { DARK, LIGHT, type Paint, type Part } from './palette.ts';
import type { Arrow, Box, Label, Layout, Shape, Tip } from './shapes.ts';
import type { Language } from '#text/message.ts';

export interface DrawnFrom {
  /** Begins every id in it, so that a page may hold several: `slide-04`. */
  readonly name: string;
  readonly title: string;
  readonly alt: string;
  readonly language: Language;
  /** See `source-hash.ts`. */
  readonly hash: string;
}

/** In pixels. A narrow drawing gets a card as wide as the others. */
const NARROWEST = 820;
const LOWEST = 220;
const MARGIN = 32;

export function writeSvg(layout: Layout, from: DrawnFrom): string {
  const { bounds, shapes } = layout;
  const width = Math.ceil(Math.max(NARROWEST, bounds.width + 2 * MARGIN));
  const height = Math.ceil(Math.max(LOWEST, bounds.height + 2 * MARGIN));
  const x = (width - bounds.width) / 2 - bounds.x;
  const y = (height - bounds.height) / 2 - bounds.y;
  const id = (what: string): string => `${from.name}-${what}`;
  const tipsUsed = new Set(shapes.flatMap(tipsOf));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" lang="${from.language}" aria-labelledby="${id('title')} ${id('desc')}" data-drawn-from="${from.hash}">`,
    `<title id="${id('title')}">${escape(from.title)}</title>`,
    `<desc id="${id('desc')}">${escape(from.alt)}</desc>`,
    `<style>@media (prefers-color-scheme: dark) {${darkRules(new Set(['card', ...shapes.map(({ part }) => part)]))}}</style>`,
    ...(tipsUsed.size > 0
      ? ['<defs>', ...[...tipsUsed].map((tip) => marker(tip, id)), '</defs>']
      : []),
    `<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="14"${paint(LIGHT.card)}/>`,
    `<g transform="translate(${round(x)} ${round(y)})" font-family="${escape(SANS)}" stroke-linejoin="round">`,
    ...shapes.flatMap((shape) => draw(shape, id)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const SANS =
  "Pretendard, 'Segoe UI', 'Helvetica Neue', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif";
const MONO = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

function draw(shape: Shape, id: (what: string) => string): string[] {
  if (shape.kind === 'box') return [drawBox(shape)];
  return shape.kind === 'arrow' ? [drawArrow(shape, id)] : drawLabel(shape);
}

function drawBox({ part, origin, form }: Box): string {
  const look = `class="${part}"${paint(LIGHT[part])} stroke-width="1.5"${dashes(LIGHT[part].dashed)}`;
  if ('path' in form) return `<path ${look}${at(origin)} d="${roundAll(form.path)}"/>`;
  const [x, y] = [form.x + origin[0], form.y + origin[1]].map(round);
  const size = `width="${round(form.width)}" height="${round(form.height)}"`;
  return `<rect ${look} x="${x}" y="${y}" ${size} rx="${part === 'note' ? 4 : 10}"/>`;
}

function drawArrow(arrow: Arrow, id: (what: string) => string): string {
  const { part, origin, path, dashed, thick, start, end } = arrow;
  const width = thick ? 3 : part === 'lifeline' ? 1 : 1.75;
  const tip = (where: 'start' | 'end', what: Tip): string =>
    what === 'none' ? '' : ` marker-${where}="url(#${id(what)})"`;
  return `<path class="${part} line" fill="none" stroke="${LIGHT[part].line}" stroke-width="${width}"${dashes(dashed)}${tip('start', start)}${tip('end', end)}${at(origin)} d="${roundAll(path)}"/>`;
}

function drawLabel({ part, x, y, text, size, bold, mono, behind }: Label): string[] {
  const look = `class="${part} ink" fill="${LIGHT[part].ink}" font-size="${round(size)}" text-anchor="middle"`;
  const font = `${bold ? ' font-weight="600"' : ''}${mono ? ` font-family="${escape(MONO)}"` : ''}`;
  const label = `<text ${look}${font} x="${round(x)}" y="${round(y)}">${escape(text)}</text>`;
  if (!behind) return [label];
  // The letters' middle lies about a third of their size above the baseline.
  const [left, top] = [x - behind.width / 2, y - size * 0.35 - behind.height / 2];
  const back = `<rect class="card back" fill="${LIGHT.card.fill}" x="${round(left)}" y="${round(top)}" width="${round(behind.width)}" height="${round(behind.height)}"/>`;
  return [back, label];
}

function marker(tip: Tip, id: (what: string) => string): string {
  return tip === 'arrow'
    ? `<marker id="${id('arrow')}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="arrow tip" fill="${LIGHT.arrow.line}" d="M0 0.5L10 5L0 9.5Z"/></marker>`
    : `<marker id="${id('cross')}" viewBox="0 0 12 12" refX="10" refY="6" markerWidth="14" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto"><path class="broken line" fill="none" stroke="${LIGHT.broken.line}" stroke-width="2.5" stroke-linecap="round" d="M2 2L10 10M10 2L2 10"/></marker>`;
}

function tipsOf(shape: Shape): Tip[] {
  if (shape.kind !== 'arrow') return [];
  return [shape.start, shape.end].filter((tip) => tip !== 'none');
}

/** A presentation attribute gives way to any rule, so light needs none, and dark needs only these. */
function darkRules(parts: ReadonlySet<Part>): string {
  return [...parts]
    .toSorted()
    .map((part) => {
      const { fill, line, ink } = DARK[part];
      const isLine = part === 'arrow' || part === 'broken' || part === 'lifeline';
      return isLine
        ? `.${part}.line{stroke:${line}}.${part}.tip{fill:${line}}.${part}.ink{fill:${ink}}`
        : `.${part}{fill:${fill};stroke:${line}}.${part}.back{stroke:none}.${part}.ink{fill:${ink};stroke:none}`;
    })
    .join('');
}

function paint({ fill, line }: Paint): string {
  return ` fill="${fill}" stroke="${line}"`;
}

function dashes(dashed = false): string {
  return dashed ? ' stroke-dasharray="6 5"' : '';
}

function at([x, y]: readonly [number, number]): string {
  return x === 0 && y === 0 ? '' : ` transform="translate(${round(x)} ${round(y)})"`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function roundAll(path: string): string {
  return path.replaceAll(/-?\d+\.\d+/g, (digits) => String(round(Number(digits))));
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
