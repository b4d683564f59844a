/**
 * The one reader of the course's Markdown. Lessons, notes, the instructor's rules and the site's pages
 * read its answer. Lines count from 1.
 */
import GithubSlugger from 'github-slugger';
import makeMarkdownIt, { type MarkdownIt, type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { attributeOf, readHtml, type HtmlPiece } from './raw-html.ts';

export interface MarkdownPage {
  /** As markdown-it makes them, for a renderer. Headings carry their anchor as `id`. */
  readonly tokens: readonly Token[];
  readonly headings: readonly Heading[];
  /** What a link may name behind `#`: the headings' anchors, and the ids in HTML. */
  readonly anchors: ReadonlySet<string>;
  readonly fences: readonly Fence[];
  readonly drawings: readonly Drawing[];
  /** Of links and pictures, in Markdown and in HTML. */
  readonly links: readonly { readonly target: string; readonly line: number }[];
  readonly tables: readonly Table[];
  readonly folded: readonly Folded[];
}

export interface Heading {
  readonly level: number;
  /** As a reader sees it: code and emphasis without their marks. */
  readonly text: string;
  /** As GitHub makes it. */
  readonly anchor: string;
  readonly line: number;
}

export interface Fence {
  /** What follows the back-ticks, such as `ts`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

/** A picture that is drawn from the Mermaid that stands below it, in the same section. */
export interface Drawing {
  /** Of the SVG, as the page names it. */
  readonly target: string;
  /** What a reader is told who does not see it. */
  readonly alt: string;
  readonly mermaid: string;
  /** Of the picture. */
  readonly line: number;
}

/** The rows of a table, its head first. */
export type Table = readonly Row[];

export interface Row {
  /** The token that opens it. */
  readonly open: Token;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** Where its links lead. */
  readonly links: readonly string[];
  readonly inline: Token;
}

/** A `<details>`. */
export interface Folded {
  /** The text of its `<summary>`. */
  readonly summary: string;
  /** The Markdown inside. */
  readonly text: string;
  readonly line: number;
  /** Of `</details>`. */
  readonly end: number;
}

/** The grammar of GitHub's Markdown, for those who render it too. */
export function markdownGrammar(): MarkdownIt {
  const markdown = makeMarkdownIt({ html: true, linkify: true }).use(cjkFriendly);
  // GitHub makes a link of an address, and leaves "jwt.io" alone.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  return markdown;
}

const GRAMMAR = markdownGrammar();

/** `text` has `\n` at every line's end. */
export function readPage(text: string, grammar: MarkdownIt = GRAMMAR): MarkdownPage {
  const tokens = grammar.parse(text, {});
  const headings = headingsOf(tokens);
  const html = tokens.flatMap((token) => htmlOf(token));
  const inHtml = (...names: readonly string[]) =>
    html.flatMap((piece) =>
      piece.kind === 'open'
        ? names.flatMap((name) => {
            const value = attributeOf(piece, name);
            return value === undefined ? [] : [{ target: value, line: piece.line }];
          })
        : [],
    );
  return {
    tokens,
    headings,
    anchors: new Set([
      ...headings.map(({ anchor }) => anchor),
      ...inHtml('id', 'name').map(({ target }) => target),
    ]),
    fences: tokens
      .filter(({ type }) => type === 'fence')
      .map((token) => ({ info: token.info.trim(), text: token.content, line: lineOf(token) })),
    drawings: drawingsIn(tokens),
    links: [...tokens.flatMap((token) => linksOf(token)), ...inHtml('href', 'src')],
    tables: tablesOf(tokens),
    folded: foldedIn(html, text.split('\n')),
  };
}

/** The text of an inline token as a reader sees it. */
export function plainText({ children }: Token): string {
  return (children ?? []).map(({ type, content }) => VISIBLE[type]?.(content) ?? '').join('');
}

const VISIBLE: Readonly<Record<string, (content: string) => string>> = {
  text: (content) => content,
  code_inline: (content) => content,
  softbreak: () => ' ',
  hardbreak: () => ' ',
};

/** What a reader sees as a heading, with its anchor, which is set on its token too. */
function headingsOf(tokens: readonly Token[]): Heading[] {
  const slugger = new GithubSlugger();
  return tokens.flatMap((token, index) => {
    const inline = tokens[index + 1];
    if (token.type !== 'heading_open' || !inline) return [];
    const text = plainText(inline);
    const anchor = slugger.slug(text);
    token.attrSet('id', anchor);
    return [{ level: Number(token.tag.slice(1)), text, anchor, line: lineOf(token) }];
  });
}

function linksOf(token: Token): { target: string; line: number }[] {
  return (token.children ?? []).flatMap((child) => {
    const target = child.attrGet('href') ?? child.attrGet('src');
    return target === null ? [] : [{ target: String(target), line: lineOf(token) }];
  });
}

function drawingsIn(tokens: readonly Token[]): Drawing[] {
  let picture: Omit<Drawing, 'mermaid'> | undefined;
  return tokens.flatMap((token): Drawing[] => {
    if (token.type === 'heading_open') picture = undefined;
    const image = token.children?.find(({ type, content }) => type === 'image' && content !== '');
    if (image) {
      const target = String(image.attrGet('src'));
      picture = { target, alt: image.content, line: lineOf(token) };
    }
    if (token.type !== 'fence' || token.info.trim() !== 'mermaid' || !picture) return [];
    const drawing = { ...picture, mermaid: token.content.trim() };
    picture = undefined;
    return [drawing];
  });
}

function htmlOf(token: Token): HtmlPiece[] {
  const html = [token, ...(token.children ?? [])].filter(({ type }) => type.startsWith('html_'));
  return html.flatMap(({ content }) =>
    readHtml(content).map((piece) => ({ ...piece, line: lineOf(token) + piece.line })),
  );
}

function tablesOf(tokens: readonly Token[]): Table[] {
  const tables: { open: Token; cells: Cell[] }[][] = [];
  for (const [index, token] of tokens.entries()) {
    const inline = tokens[index + 1];
    const rows = tables.at(-1);
    if (token.type === 'table_open') tables.push([]);
    if (token.type === 'tr_open') rows?.push({ open: token, cells: [] });
    if (!/^t[hd]_open$/.test(token.type) || !inline) continue;
    const links = linksOf(inline).map(({ target }) => target);
    rows?.at(-1)?.cells.push({ text: plainText(inline), links, inline });
  }
  return tables;
}

/** One block of HTML may close a part and open the next. What is never closed ends with the page. */
function foldedIn(html: readonly HtmlPiece[], lines: readonly string[]): Folded[] {
  const folded: Folded[] = [];
  const open: { line: number; summary: string; from: number; inSummary: boolean }[] = [];
  const close = (end: number): void => {
    const part = open.pop();
    if (!part) return;
    const { line, summary, from } = part;
    const text = lines.slice(from, end - 1).join('\n');
    folded.push({ summary: summary.trim(), text: text.trim(), line, end });
  };
  for (const piece of html) {
    const part = open.at(-1);
    if (piece.kind === 'text') {
      if (part?.inSummary) part.summary += piece.text;
    } else if (piece.name === 'details') {
      const { line } = piece;
      if (piece.kind === 'close') close(line);
      else open.push({ line, summary: '', from: line, inSummary: false });
    } else if (piece.name === 'summary' && part) {
      part.inSummary = piece.kind === 'open';
      part.from = piece.line;
    }
  }
  while (open.length > 0) close(lines.length + 1);
  return folded.toSorted((a, b) => a.line - b.line);
}

function lineOf(token: Token): number {
  return (token.map?.[0] ?? 0) + 1;
}
