/** The glossary: each term can be linked to, and found. */
import GithubSlugger from 'github-slugger';
import { plainText } from './html.ts';
import type { RenderedText } from './markdown/render.ts';

const ROW = /<tr>(?=\s*<td[^>]*>([^]*?)<\/td>)/g;

export function glossaryPage(text: RenderedText): RenderedText {
  const slugger = new GithubSlugger();
  const html = text.html.replaceAll(
    ROW,
    (_, term: string) => `<tr id="term-${slugger.slug(plainText(term))}">`,
  );
  return { ...text, html };
}
