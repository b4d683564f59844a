/** The first page: the README, its table of labs as cards. */
import { createHmac } from 'node:crypto';
import { say, type Language } from '#text/message.ts';
import { escapeHtml, plainText } from './html.ts';
import type { RenderedText } from './markdown/render.ts';
import { textIn } from './text.ts';

/** The README's table of labs has four columns: number, title as a link, what one does, slides. */
const ROW =
  /<tr>\s*<td[^>]*>(\d+)<\/td>\s*<td[^>]*>(<a [^]*?<\/a>)<\/td>\s*<td[^>]*>([^]*?)<\/td>\s*<td[^>]*>([^]*?)<\/td>\s*<\/tr>/g;
const TABLE = /<div class="table"><table>[^]*?<\/table><\/div>/g;

export function homePage(text: RenderedText, language: Language): RenderedText {
  const html = text.html.replaceAll(TABLE, (table) => {
    const rows = [...table.matchAll(ROW)];
    return rows.some(([row]) => row.includes('href="labs/')) ? cards(rows, language) : table;
  });
  return { ...text, html: token() + html };
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

function cards(rows: readonly RegExpExecArray[], language: Language): string {
  const slides = escapeHtml(textIn(language, say`Slides`));
  const items = rows.map(
    ([, number, link = '', what, where = '']) => `<li class="card">
<span class="number" aria-hidden="true">${number}</span>
<h3>${link}</h3>
<p>${what}</p>
<p class="where">${slides} ${plainText(where)}<span class="progress" data-lab-progress="${number}"></span></p>
</li>`,
  );
  return `<ul class="cards">\n${items.join('\n')}\n</ul>`;
}
