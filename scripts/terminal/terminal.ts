/** What the terminal can show, and in which language. */
import type { Environment } from './command.ts';
import type { PageOptions } from './page.ts';
import type { Language } from '#text/message.ts';

/** In columns: where the output is no terminal, and the least and most that a terminal gets. */
export const PLAIN_WIDTH = 60;
const NARROWEST = 40;
const WIDEST = 100;

/** How to print on `stream`; the language, where it is not given, is the environment's. */
export function pageOptions(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'hasColors'>,
  environment: Environment,
  language: Language = languageOf(environment),
): PageOptions {
  if (!stream.isTTY) return { language, colour: false, width: PLAIN_WIDTH };
  return {
    language,
    // Knows NO_COLOR, FORCE_COLOR and a TERM that is dumb.
    colour: stream.hasColors(),
    width: Math.min(WIDEST, Math.max(NARROWEST, stream.columns)),
  };
}

/** The language of the POSIX variables, in their order; of the system where none is set (Windows). */
export function languageOf(
  environment: Environment,
  system: string = Intl.DateTimeFormat().resolvedOptions().locale,
): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG || system;
  return /^ko\b|^ko_/i.test(locale) ? 'ko' : 'en';
}
