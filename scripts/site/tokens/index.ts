/** Tokens on the site: in every text, and on a page to play with them. */
import type { SitePart } from '../build/hooks.ts';
export { PLAYGROUND } from './playground-page.ts';
import { markTokens } from './mark.ts';

/** Tokens in the text, with the card that opens on them. */
export const TOKENS: SitePart = {
  mark: markTokens,
  script: 'tokens/index.ts',
  styles: 'tokens/tokens.css',
  isNeededBy: (html) => html.includes('class="jwt"'),
};

/** The playground's own script and styles. */
export const PLAYGROUND_PART: SitePart = {
  script: 'tokens/playground.ts',
  styles: 'tokens/playground.css',
  isNeededBy: (html) => html.includes('id="playground"'),
};
