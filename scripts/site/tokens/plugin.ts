/**
 * JWTs in Markdown: each is one element that looks like its three parts and reads like its contents.
 *
 *     <span class="jwt" role="img" aria-label="JWT: header {…}, payload {…}, signature 32 bytes">
 *       <span class="jwt-header" data-part="header">eyJ…</span>.<span class="jwt-payload" …
 *
 * Its text is the token, letter by letter, so that what is copied is the token. The labels are drawn
 * by the stylesheet; the card with the JSON is `client/tokens/index.ts`.
 */
import type { MarkdownIt } from 'markdown-it';
import type { Language } from '#text/message.ts';
import type { CodeMark } from '../build/hooks.ts';
import { escapeHtml } from '../build/html.ts';
import { textIn } from '../build/text.ts';
import { describeToken, roleName } from './describe.ts';
import { findTokens, type FoundToken, type TokenPart } from './recognise.ts';

/** Tokens in running text and in `code`; for code blocks there is `markTokens`. */
export function tokensPlugin(markdown: MarkdownIt, language: Language): void {
  const { rules } = markdown.renderer;
  rules['text'] = (tokens, index) => {
    const { content = '' } = tokens[index] ?? {};
    // Inside a link there is no room for another thing to press.
    const links = tokens.slice(0, index).reduce((open, { type }) => open + nesting(type), 0);
    return links > 0 ? escapeHtml(content) : withTokens(content, 'prose', language);
  };
  rules['code_inline'] = (tokens, index, _options, _env, self) => {
    const token = tokens[index];
    if (!token) return '';
    const code = withTokens(token.content, 'code', language);
    return `<code${self.renderAttrs(token)}>${code}</code>`;
  };
}

function nesting(type: string): number {
  return type === 'link_open' ? 1 : type === 'link_close' ? -1 : 0;
}

/** Where the tokens of a code block stand, and their parts. */
export function markTokens(code: string, language: Language): CodeMark[] {
  return findTokens(code, 'code').flatMap((token) => [
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

/** The text as HTML, with its tokens marked. */
export function withTokens(
  text: string,
  surroundings: 'prose' | 'code',
  language: Language,
): string {
  const tags = findTokens(text, surroundings).flatMap((token) => [
    [token.start, openToken(token, language)] as const,
    ...token.parts
      .filter(({ start, end }) => end > start)
      .flatMap(
        (part) =>
          [
            [part.start, openPart(part, language)],
            [part.end, CLOSE],
          ] as const,
      ),
    [token.end, CLOSE] as const,
  ]);
  let html = '';
  let written = 0;
  for (const [offset, tag] of tags) {
    html += escapeHtml(text.slice(written, offset)) + tag;
    written = offset;
  }
  return html + escapeHtml(text.slice(written));
}

const CLOSE = '</span>';

function openToken(token: FoundToken, language: Language): string {
  const label = escapeHtml(textIn(language, describeToken(token)));
  return `<span class="jwt" role="img" aria-label="${label}">`;
}

function openPart({ role }: TokenPart, language: Language): string {
  const name = escapeHtml(textIn(language, roleName(role)));
  return `<span class="jwt-part jwt-${role}" data-part="${name}">`;
}
