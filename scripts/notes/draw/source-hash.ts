/** Whether a drawing is still the one that its Mermaid describes. */
import { sourceHash } from '#course/files.ts';
import type { Drawing } from '../index.ts';
import { CONFIG, MERMAID_VERSION } from './config.ts';
import { DARK, LIGHT } from './palette.ts';

/** Of everything that a drawing is made from, layout and colours included. */
export function hashOf({ alt, mermaid }: Drawing, title: string): string {
  return sourceHash(JSON.stringify([MERMAID_VERSION, CONFIG, LIGHT, DARK, title, alt, mermaid]));
}

/** The hash that an SVG carries; undefined where it is none of ours. */
export function hashIn(svg: string): string | undefined {
  return /<svg[^>]* data-drawn-from="([0-9a-f]{12})"/.exec(svg)?.[1];
}
