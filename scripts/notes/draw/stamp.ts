/** Whether a drawing is still the one that its Mermaid describes. */
import { createHash } from 'node:crypto';
import type { Drawing } from '../index.ts';
import { CONFIG, MERMAID_VERSION } from './config.ts';
import { DARK, LIGHT } from './palette.ts';

/** The beginning of the SHA-256 of everything that a drawing is made from, layout and colours included. */
export function stampOf({ alt, mermaid }: Drawing, title: string): string {
  const all = JSON.stringify([MERMAID_VERSION, CONFIG, LIGHT, DARK, title, alt, mermaid]);
  return createHash('sha256').update(all).digest('hex').slice(0, 12);
}

/** The stamp that an SVG carries; undefined where it is none of ours. */
export function stampIn(svg: string): string | undefined {
  return /<svg[^>]* data-drawn-from="([0-9a-f]{12})"/.exec(svg)?.[1];
}
