/** What the index is made of, and how it is asked: the same where it is built and where it is used. */
import type { Options, SearchOptions, SearchResult } from 'minisearch';
import type MiniSearch from 'minisearch';
import { wordsIn } from './words.ts';

/** A heading with what is behind it. */
export interface Section {
  readonly id: number;
  /** Below the language's folder: `labs/02-hs256/index.html#step-1-…`. */
  readonly url: string;
  /** The page's title, and the section's own. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

export const INDEX_OPTIONS: Options<Section> = {
  fields: ['heading', 'page', 'text'],
  storeFields: ['url', 'page', 'heading', 'text'],
  tokenize: wordsIn,
  processTerm: (term) => term,
};

const HANGUL = /\p{Script=Hangul}/u;

const ASK: SearchOptions = {
  boost: { heading: 4, page: 2 },
  // What is being typed may be the beginning of a word; a pair of Korean letters is whole.
  prefix: (term, index, terms) =>
    index === terms.length - 1 && (!HANGUL.test(term) || term.length === 1),
  fuzzy: (term) => (!HANGUL.test(term) && term.length > 4 ? 0.2 : false),
};

/** The sections that have all the words; where none has, those with any of them. */
export function ask(index: MiniSearch<Section>, question: string): SearchResult[] {
  const all = index.search(question, { ...ASK, combineWith: 'AND' });
  return all.length > 0 ? all : index.search(question, { ...ASK, combineWith: 'OR' });
}
