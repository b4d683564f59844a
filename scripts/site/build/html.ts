/** Text on its way into HTML. */
import type { Token } from 'markdown-it';
import type { Language, Message } from '#text/message.ts';
import type { Mark } from './hooks.ts';
import { textIn } from './text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** The text as it may stand in an element or in an attribute with double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** Writes messages in this language, as they may stand in HTML. */
export function htmlIn(language: Language): (message: Message) => string {
  return (message) => escapeHtml(textIn(language, message));
}

/** A piece of text with the class of its colour; '' for none. */
export interface Piece {
  readonly text: string;
  readonly class: string;
}

/** Writes the pieces, with the marks' elements around theirs; a piece is cut where a mark begins or ends. */
export function weave(pieces: readonly Piece[], marks: readonly Mark[]): string {
  // Of marks that begin together the longer one is outside.
  const coming = marks.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const open: Mark[] = [];
  let offset = 0;
  let html = '';
  const closeAndOpen = (): void => {
    while (open.at(-1)?.end === offset) html += open.pop()?.close;
    for (; coming[0]?.start === offset; coming.shift()) {
      html += coming[0].open;
      open.push(coming[0]);
    }
  };
  for (const { text, class: name } of pieces) {
    let rest = text;
    while (rest !== '') {
      closeAndOpen();
      const next = Math.min(open.at(-1)?.end ?? Infinity, coming[0]?.start ?? Infinity);
      const part = rest.slice(0, next - offset);
      rest = rest.slice(part.length);
      offset += part.length;
      html += name === '' ? escapeHtml(part) : `<span class="${name}">${escapeHtml(part)}</span>`;
    }
  }
  closeAndOpen();
  return html;
}

/** Text without colours. */
export function weaveText(text: string, marks: readonly Mark[]): string {
  return weave([{ text, class: '' }], marks);
}

/** Our own HTML among the tokens: what the page's author wrote has been rewritten by now. */
export function htmlToken(like: Token, content: string): Token {
  return Object.assign(Object.create(like) as Token, { type: 'html_block', content });
}
