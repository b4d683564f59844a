/** The first page: the README, its table of labs as cards. */
import type { Token } from 'markdown-it';
import type { Lab } from '#course/lab.ts';
import type { MarkdownPage, Table } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import { escapeHtml, htmlIn, htmlToken } from './html.ts';
import { reviewPath } from './review-page.ts';

/** Below title and first paragraph: a token to look into, where to begin, and the labs. */
export function arrangeHome(
  page: MarkdownPage,
  tokens: Token[],
  language: Language,
  reviews: ReadonlyMap<Lab, unknown>,
): Token[] {
  const labs = page.tables.find((table) => table.some(isLab));
  const lead = tokens.findIndex(({ type }) => type === 'paragraph_close') + 1;
  const [like] = tokens;
  if (!labs?.[0] || !like) return tokens;
  const head = tokens.indexOf(labs[0].open);
  const start = tokens.findLastIndex(({ type }, index) => type === 'table_open' && index < head);
  const end = tokens.findIndex(({ type }, index) => type === 'table_close' && index > head);
  return [
    ...tokens.slice(0, lead),
    ...hero(like, language),
    ...cards(labs, language, [...reviews.keys()]),
    ...tokens.slice(lead, start),
    ...tokens.slice(end + 1),
  ];
}

/** A token that opens under the pointer, and the two places to begin. */
function hero(like: Token, language: Language): Token[] {
  const t = htmlIn(language);
  const code = Object.assign(Object.create(like) as Token, {
    type: 'code_inline',
    content: TOKEN,
  });
  const inline = Object.assign(Object.create(like) as Token, { type: 'inline', children: [code] });
  return [
    htmlToken(like, '<div class="hero">\n'),
    inline,
    htmlToken(
      like,
      `
<p>${t(say`A token, as it travels. Point at it, and read what everybody can read.`)}</p>
<p class="begin"><a class="primary" href="labs/01-base64url/index.html">${t(say`Start lab 1`)}</a>
<a href="playground/index.html">${t(say`Token playground`)}</a></p>
</div>
<h2 class="sr">${t(say`The labs`)}</h2>
`,
    ),
  ];
}

/** The README's table of labs has four columns: number, title as a link, what one does, slides. */
function isLab({ cells: [number, title] }: Table[number]): boolean {
  return /^\d+$/.test(number?.text ?? '') && (title?.links[0] ?? '').startsWith('labs/');
}

/** Slide 19's, as lab 2 signs it. */
const TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwiOiJzcGFya0BydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoic3BhcmsiLCJyYW5rIjoiMTUiLCJuYW1lIjoiSm9obiBEb2UiLCJpYXQiOjE1MTYyMzkwMjJ9.EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs';

function cards(table: Table, language: Language, reviewed: readonly Lab[]): Token[] {
  const review = htmlIn(language)(say`Review`);
  const slides = htmlIn(language)(say`Slides`);
  const items = table.filter(isLab).flatMap(({ open, cells: [number, title, what, where] }) => {
    if (!number || !title || !what || !where) return [];
    const lab = reviewed.find((one) => one.number === Number(number.text));
    const link = lab ? ` · <a href="${reviewPath(lab)}">${review}</a>` : '';
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
<p class="where"><span>${slides} ${escapeHtml(where.text)}${link}</span><span class="progress" data-lab-progress="${number.text}"></span></p>
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
