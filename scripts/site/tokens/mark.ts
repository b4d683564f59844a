/**
 * JWTs in Markdown: each is one element that looks like its three parts and reads like its contents.
 *
 *     <span class="jwt" role="img" aria-label="JWT: header {…}, payload {…}, signature 32 bytes">
 *       <span class="jwt-header" data-part="header">eyJ…</span>.<span class="jwt-payload" …
 *
 * Its text is the token, letter by letter, so that what is copied is the token. The labels are drawn
 * by the stylesheet; the card with the JSON is `client/tokens/index.ts`.
 */
import type { Language } from '#text/message.ts';
import type { Mark, Surroundings } from '../build/hooks.ts';
import { htmlIn } from '../build/html.ts';
import { describeToken, roleName } from './describe.ts';
import { findTokens, type FoundToken, type TokenPart } from './recognise.ts';

/** Where the tokens of a text stand, and their parts. */
export function markTokens(text: string, where: Surroundings, language: Language): Mark[] {
  return findTokens(text, where).flatMap((token) => [
    { start: token.start, end: token.end, open: openToken(token, language), close: CLOSE },
    ...token.parts
      .filter(({ start, end }) => end > start)
      .map((part) => ({
        start: part.start,
        end: part.end,
        open: openPart(part, language),
        close: CLOSE,
      })),
  ]);
}

const CLOSE = '</span>';

function openToken(token: FoundToken, language: Language): string {
  const label = htmlIn(language)(describeToken(token));
  return `<span class="jwt" role="img" aria-label="${label}">`;
}

function openPart({ role }: TokenPart, language: Language): string {
  const name = htmlIn(language)(roleName(role));
  return `<span class="jwt-part jwt-${role}" data-part="${name}">`;
}
