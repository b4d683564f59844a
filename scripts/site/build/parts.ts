/** The parts that plug into the site's pages. */
import { PLAYGROUND, PLAYGROUND_PART, TOKENS } from '../tokens/index.ts';
import type { SitePart, WrittenPage } from './hooks.ts';
import { PRESENT } from './present/index.ts';

export const PARTS: readonly SitePart[] = [TOKENS, PLAYGROUND_PART, PRESENT];

export const WRITTEN_PAGES: readonly WrittenPage[] = [PLAYGROUND];
