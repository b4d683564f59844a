/** The glossary: each term can be linked to, and found. */
import GithubSlugger from 'github-slugger';
import type { Token } from 'markdown-it';
import type { MarkdownPage } from '#course/markdown.ts';

export function arrangeGlossary({ tables }: MarkdownPage, tokens: Token[]): Token[] {
  const slugger = new GithubSlugger();
  for (const [, ...rows] of tables) {
    for (const { open, cells } of rows) {
      open.attrSet('id', `term-${slugger.slug(cells[0]?.text ?? '')}`);
    }
  }
  return tokens;
}
