/**
 * `lang` for the parts of a page that are in the other language (WCAG 3.1.2): the deck's Korean in
 * an English page, an English meaning in the glossary's Korean page.
 */
import type { Language } from '#text/message.ts';

/** From a Korean letter to the last one after it, with spaces, digits and marks between. */
const KOREAN = /[ᄀ-ᇿ㄰-㆏가-힣](?:[ᄀ-ᇿ㄰-㆏가-힣\d\s.,:;!?()·…~–-]*[ᄀ-ᇿ㄰-㆏가-힣])?/g;
const HAS_KOREAN = /[ᄀ-ᇿ㄰-㆏가-힣]/;

/** Elements that are marked as a whole where all their text is English: what reads as a sentence. */
const BLOCK =
  /<(p|li|td|th|summary)((?:\s[^>]*)?)>((?:(?!<\/?(?:p|li|td|th|ul|ol|pre|summary|table)\b)[^])*)<\/\1>/g;
/** In words: less is a name or a term, which Korean texts use as their own. */
const SENTENCE = 5;

/** Marks what is in the other language in HTML that is written in `language`. */
export function markLanguages(html: string, language: Language): string {
  return language === 'en' ? markKorean(html) : markEnglish(html);
}

function markKorean(html: string): string {
  // The element that is marked already, and how deep its name is nested in it.
  let marked = '';
  let depth = 0;
  return html.replaceAll(
    /<(\/?)([a-z0-9]+)([^>]*)>|[^<]+/g,
    (piece: string, slash: string, name: string | undefined, attributes: string) => {
      if (name !== undefined) {
        if (depth === 0 && / lang="ko"/.test(attributes)) marked = name;
        if (name === marked) depth += slash === '' ? 1 : -1;
        if (depth === 0) marked = '';
        return piece;
      }
      return depth > 0 ? piece : piece.replaceAll(KOREAN, (run) => `<span lang="ko">${run}</span>`);
    },
  );
}

function markEnglish(html: string): string {
  return html.replaceAll(BLOCK, (whole, name: string, attributes: string, inner: string) => {
    const prose = inner.replaceAll(/<code>[^]*?<\/code>/g, ' ').replaceAll(/<[^>]*>/g, ' ');
    const words = prose.match(/[a-z]{2,}/gi) ?? [];
    if (HAS_KOREAN.test(prose) || words.length < SENTENCE || / lang=/.test(attributes))
      return whole;
    return `<${name}${attributes} lang="en">${inner}</${name}>`;
  });
}
