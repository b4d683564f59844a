/** The first page: the README, its table of labs as cards. */
import { createHmac } from 'node:crypto';
import type { Token } from 'markdown-it';
import type { MarkdownPage, Table } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import { escapeHtml } from './html.ts';
import { textIn } from './text.ts';

export function arrangeHome(page: MarkdownPage, tokens: Token[], language: Language): Token[] {
  const labs = page.tables.find((table) => table.some(isLab));
  const [first] = tokens;
  if (!first) return tokens;
  const hero = htmlToken(first, token());
  const head = labs ? tokens.indexOf(labs[0]?.open ?? first) : -1;
  if (!labs || head < 0) return [hero, ...tokens];
  const start = tokens.findLastIndex(({ type }, index) => type === 'table_open' && index < head);
  const end = tokens.findIndex(({ type }, index) => type === 'table_close' && index > head);
  return [hero, ...tokens.slice(0, start), ...cards(labs, language), ...tokens.slice(end + 1)];
}

/** The README's table of labs has four columns: number, title as a link, what one does, slides. */
function isLab({ cells: [number, title] }: Table[number]): boolean {
  return /^\d+$/.test(number?.text ?? '') && (title?.links[0] ?? '').startsWith('labs/');
}

/** Slide 19's token, as lab 2 signs it: an ornament, in the colours that its parts have everywhere. */
function token(): string {
  const parts = [
    '{"alg":"HS256","typ":"JWT"}',
    '{"sub":"1234567890","email":"spark@rubywave.io","nickname":"spark","rank":"15","name":"John Doe","iat":1516239022}',
  ].map((json) => Buffer.from(json).toString('base64url'));
  const signature = createHmac('sha256', 'a-string-secret-at-least-256-bits-long')
    .update(parts.join('.'))
    .digest('base64url');
  const [header, payload] = parts;
  return `<div class="hero" aria-hidden="true"><span class="h">${header}</span><span class="p">${payload}</span><span class="s">${signature}</span></div>\n`;
}

function cards(table: Table, language: Language): Token[] {
  const slides = escapeHtml(textIn(language, say`Slides`));
  const items = table.filter(isLab).flatMap(({ open, cells: [number, title, what, where] }) => {
    if (!number || !title || !what || !where) return [];
    return [
      htmlToken(
        open,
        `<li class="card">
<span class="number" aria-hidden="true">${number.text}</span>
<h3>`,
      ),
      title.inline,
      htmlToken(open, '</h3>\n<p>'),
      what.inline,
      htmlToken(
        open,
        `</p>
<p class="where">${slides} ${escapeHtml(where.text)}<span class="progress" data-lab-progress="${number.text}"></span></p>
</li>
`,
      ),
    ];
  });
  const [first] = items;
  return first
    ? [htmlToken(first, '<ul class="cards">\n'), ...items, htmlToken(first, '</ul>')]
    : [];
}

/** Our own HTML among the tokens: what the page's author wrote has been rewritten by now. */
function htmlToken(like: Token, content: string): Token {
  return Object.assign(Object.create(like) as Token, { type: 'html_block', content });
}
