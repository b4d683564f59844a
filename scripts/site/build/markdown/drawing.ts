/** A drawing in a page: both of its variants, of which the sheet shows the one that can be read there. */
import { join } from 'node:path';
import { readText } from '#course/files.ts';
import type { Drawing } from '#course/markdown.ts';
import { VARIANTS, variantPath } from '#notes/draw/config.ts';
import { shapesForPage } from '#notes/draw/svg.ts';
import { escapeHtml } from '../html.ts';
import type { LinkPlace, SiteLinks } from './links.ts';

export function drawingHtml({ target, alt }: Drawing, links: SiteLinks, place: LinkPlace): string {
  const shapes = VARIANTS.map((variant) => {
    const file = links.pictureFile(variantPath(target, variant), place);
    return file === undefined ? '' : shapesForPage(readText(join(links.root, file)), variant);
  });
  return `<span class="drawing" role="img" aria-label="${escapeHtml(alt)}">${shapes.join('')}</span>`;
}
