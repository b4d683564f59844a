/**
 * The pages' own words, in the language of the page.
 *
 * They are messages like everywhere else: `` text(say`Copied`) ``, with the Korean in
 * `scripts/text/ko.json`. The bundler (`scripts/site/bundle.ts`) puts the Korean of the messages that
 * a bundle says, and of no others, in front of it.
 */
import {
  bilingual,
  type Bilingual,
  type Catalog,
  type Language,
  type Message,
} from '#text/message.ts';

/** Written in front of every bundle. */
declare const KOREAN_TEXTS: Catalog;

/** The language of the page's own words; a part of it may be in another. */
export function pageLanguage(): Language {
  return document.documentElement.lang === 'ko' ? 'ko' : 'en';
}

/** Of a text that came in both languages the page's own. */
export function own(message: Bilingual): string {
  return message[pageLanguage()];
}

/** The message in the language of the page. */
export function text(message: Message): string {
  return bilingual(message, KOREAN_TEXTS)[pageLanguage()];
}
