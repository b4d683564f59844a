/** A page of Markdown, taken apart as far as the rules look at it. Lines count from 1. */
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

export interface Fence {
  /** What follows the back-ticks, such as `ts`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

export interface Summary {
  /** The text of a `<summary>`. */
  readonly text: string;
  readonly line: number;
}

export interface MarkdownPage {
  readonly headings: readonly {
    readonly level: number;
    readonly text: string;
    readonly line: number;
  }[];
  /** The anchors that links may end in: those of the headings, and HTML's ids. */
  readonly anchors: ReadonlySet<string>;
  readonly fences: readonly Fence[];
  readonly links: readonly { readonly target: string; readonly line: number }[];
  /** How many `<details>` open. */
  readonly details: number;
  readonly summaries: readonly Summary[];
}

const markdown = new MarkdownIt({ html: true });

export function readPage(text: string): MarkdownPage {
  const tokens = markdown.parse(text, {});
  const html = tokens.flatMap((token) => htmlOf(token));
  const headings = headingsOf(tokens);
  const slugger = new GithubSlugger();
  return {
    headings,
    anchors: new Set([
      ...headings.map((heading) => slugger.slug(heading.text)),
      ...html.flatMap(({ text: tag }) => attributes(tag, 'id|name')),
    ]),
    fences: tokens
      .filter(({ type }) => type === 'fence')
      .map((token) => ({ info: token.info.trim(), text: token.content, line: lineOf(token) })),
    links: [
      ...tokens.flatMap((token) => linksOf(token)),
      ...html.flatMap(({ text: tag, line }) =>
        attributes(tag, 'href|src').map((target) => ({ target, line })),
      ),
    ],
    details: html.reduce((count, tag) => count + (tag.text.match(/<details\b/g)?.length ?? 0), 0),
    summaries: html.flatMap(({ text: tag, line }) =>
      [...tag.matchAll(/<summary>(.*?)<\/summary>/gs)].map((match) => ({
        text: (match[1] ?? '').trim(),
        line,
      })),
    ),
  };
}

function headingsOf(tokens: readonly Token[]): MarkdownPage['headings'] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'heading_open') return [];
    const inline = tokens[index + 1]?.children ?? [];
    const text = inline.map((child) => (child.type === 'image' ? '' : child.content)).join('');
    return [{ level: Number(token.tag.slice(1)), text, line: lineOf(token) }];
  });
}

function linksOf(token: Token): { target: string; line: number }[] {
  return (token.children ?? []).flatMap((child) => {
    const target = child.attrGet('href') ?? child.attrGet('src');
    return target === null ? [] : [{ target: String(target), line: lineOf(token) }];
  });
}

function htmlOf(token: Token): { text: string; line: number }[] {
  const line = lineOf(token);
  if (token.type === 'html_block') return [{ text: withoutComments(token.content), line }];
  return (token.children ?? [])
    .filter(({ type }) => type === 'html_inline')
    .map(({ content }) => ({ text: withoutComments(content), line }));
}

function withoutComments(html: string): string {
  return html.replaceAll(/<!--.*?-->/gs, '');
}

function attributes(html: string, names: string): string[] {
  const pattern = new RegExp(`\\s(?:${names})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
  return [...html.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

function lineOf(token: Token): number {
  return (token.map?.[0] ?? 0) + 1;
}
