/** A few words around what was found. */

export interface ExcerptPiece {
  readonly text: string;
  readonly isFound: boolean;
}

/** In letters: how much stands before the first word that was found, and how long it all is. */
const BEFORE = 40;
const LENGTH = 170;

/** The part of `text` where the first of `terms` (in lower case) stands, cut at these terms. */
export function excerpt(text: string, terms: readonly string[]): ExcerptPiece[] {
  const pattern = patternFor(terms);
  const first = pattern ? text.search(pattern) : -1;
  const from = first <= BEFORE ? 0 : wordStart(text, first - BEFORE);
  const part = text.slice(from, from + LENGTH);
  const pieces = pattern ? cut(part, pattern) : [{ text: part, isFound: false }];
  if (from > 0) pieces.unshift({ text: '… ', isFound: false });
  if (from + LENGTH < text.length) pieces.push({ text: ' …', isFound: false });
  return pieces;
}

function patternFor(terms: readonly string[]): RegExp | undefined {
  if (terms.length === 0) return undefined;
  const words = terms
    .toSorted((a, b) => b.length - a.length)
    .map((term) => term.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  // A term may be a word without its ending.
  return new RegExp(`(?:${words.join('|')})+[a-z]*`, 'giu');
}

function cut(text: string, pattern: RegExp): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push({ text: text.slice(end, match.index), isFound: false });
    pieces.push({ text: match[0], isFound: true });
    end = match.index + match[0].length;
  }
  pieces.push({ text: text.slice(end), isFound: false });
  return pieces.filter(({ text: piece }) => piece !== '');
}

function wordStart(text: string, near: number): number {
  const space = text.indexOf(' ', near);
  return space < 0 || space > near + BEFORE ? near : space + 1;
}
