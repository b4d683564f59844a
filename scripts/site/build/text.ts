/** The site's own words where it is built; in the browser it is `client/text.ts`. */
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, type Language, type Message } from '#text/message.ts';

export const LANGUAGES = ['en', 'ko'] as const satisfies readonly Language[];

/** The language's name, in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'ko' : 'en';
}

export function textIn(language: Language, message: Message): string {
  return bilingual(message, toolsCatalog)[language];
}
