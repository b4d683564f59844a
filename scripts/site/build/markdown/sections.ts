/** A page's text as the search finds it: what stands under each heading, and each term of a table. */
import type { Token } from 'markdown-it';
import { plainText } from '#course/markdown.ts';
import { readHtml } from '#course/raw-html.ts';

export interface PageSection {
  /** Of the heading, or of the term's row. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

interface Draft extends Omit<PageSection, 'text'> {
  readonly texts: string[];
}

export function sectionsOf(tokens: readonly Token[]): PageSection[] {
  const drafts: Draft[] = [];
  let section: Draft | undefined;
  let term: Draft | undefined;
  const begin = (anchor: unknown, heading: string): Draft => {
    const draft = { anchor: String(anchor), heading, texts: [] };
    drafts.push(draft);
    return draft;
  };
  for (const [index, token] of tokens.entries()) {
    const id = token.attrGet('id');
    const inline = tokens[index + 1];
    if (token.type === 'heading_open' && inline) section = begin(id, plainText(inline));
    if (token.type === 'tr_open' && id !== null) term = begin(id, '');
    if (token.type === 'tr_close') term = undefined;
    const text = tokens[index - 1]?.type === 'heading_open' ? '' : textOf(token);
    if (text !== '') (term ?? section)?.texts.push(text);
  }
  return drafts.map(({ anchor, heading, texts }) => {
    // A row begins with the term, in both languages.
    const [name, rest] = heading === '' ? [texts.slice(0, 2), texts.slice(2)] : [[heading], texts];
    return { anchor, heading: name.join(' · '), text: rest.join(' ').replaceAll(/\s+/g, ' ') };
  });
}

function textOf(token: Token): string {
  if (token.type === 'inline') return plainText(token);
  if (token.type === 'html_block') {
    return readHtml(token.content)
      .map((piece) => (piece.kind === 'text' ? piece.text : ''))
      .join('');
  }
  const isCode = token.type === 'code_block' || token.type === 'fence';
  return isCode && token.info.trim() !== 'mermaid' ? token.content : '';
}
