/** The parts that plug into the site's pages. */
import { markTokens } from '../tokens/mark.ts';
import type { SitePart } from './hooks.ts';

export const PARTS: readonly SitePart[] = [
  { script: 'tokens/index.ts', styles: 'tokens/tokens.css', sign: 'class="jwt"', mark: markTokens },
  { script: 'tokens/playground.ts', styles: 'tokens/playground.css', sign: 'id="playground"' },
  { script: 'follow/index.ts', styles: 'follow/follow.css', sign: 'id="follow"' },
  { styles: 'theme/drawing.css', sign: 'class="drawing"' },
  { script: 'class/index.ts', styles: 'class/class.css', sign: 'id="class"' },
  { script: 'review/index.ts', styles: 'theme/review.css', sign: 'id="review"' },
  { script: 'present/index.ts', styles: 'build/present/present.css', sign: 'class="slide"' },
];

/** The entries of their scripts. */
export function scriptsOf(parts: readonly SitePart[]): string[] {
  return parts.flatMap(({ script }) => script ?? []);
}
