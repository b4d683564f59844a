/**
 * `lang` for the parts of a page that are in the other language (WCAG 3.1.2): the deck's Korean in
 * an English page, an English meaning in the glossary's Korean page.
 */
import type { Token } from 'markdown-it';
import type { Mark } from '../hooks.ts';

/** From a Korean letter to the last one after it, with spaces, digits and marks between. */
const KOREAN = /[ᄀ-ᇿ㄰-㆏가-힣](?:[ᄀ-ᇿ㄰-㆏가-힣\d\s.,:;!?()·…~–-]*[ᄀ-ᇿ㄰-㆏가-힣])?/g;

/** The Korean in an English text. */
export function koreanMarks(text: string): Mark[] {
  return [...text.matchAll(KOREAN)].map(({ 0: run, index }) => {
    return { start: index, end: index + run.length, open: '<span lang="ko">', close: '</span>' };
  });
}

/** In words: less is a name or a term, which Korean texts use as their own. */
const SENTENCE = 5;

/** Names the language of English sentences in a Korean page, on the element around each. */
export function markEnglish(tokens: readonly Token[]): void {
  for (const [index, { type, children }] of tokens.entries()) {
    const around = tokens[index - 1];
    if (type !== 'inline' || around?.type === 'heading_open') continue;
    const prose = (children ?? []).map((child) => (child.type === 'text' ? child.content : ' '));
    const words = prose.join('').match(/[a-z]{2,}/gi) ?? [];
    if (words.length < SENTENCE || prose.join('').search(KOREAN) >= 0) continue;
    // A list that is set close has its paragraphs without an element.
    (around?.hidden ? tokens[index - 2] : around)?.attrSet('lang', 'en');
  }
}
