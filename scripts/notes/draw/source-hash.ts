/** Whether a drawing is still the one that its Mermaid describes. */
import { sourceHash } from '#course/files.ts';
import type { Drawing } from '#course/markdown.ts';
import { CONFIGS, LINE_LENGTHS, MERMAID_VERSION, SIZES } from './config.ts';
import { DARK, LIGHT } from './palette.ts';

/** Of everything that a drawing is made from, layout and colours included. */
export function hashOf({ alt, mermaid }: Pick<Drawing, 'alt' | 'mermaid'>): string {
  const looks = [MERMAID_VERSION, CONFIGS, SIZES, LINE_LENGTHS, LIGHT, DARK];
  return sourceHash(JSON.stringify([looks, alt, mermaid]));
}

/** The hash that an SVG carries; undefined where it is none of ours. */
export function hashIn(svg: string): string | undefined {
  return /<svg[^>]* data-drawn-from="([0-9a-f]{12})"/.exec(svg)?.[1];
}
