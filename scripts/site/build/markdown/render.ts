/** Markdown as a page's text: what GitHub shows, for the site. */
import type { MarkdownIt, RendererRule, Token } from 'markdown-it';
import githubAlerts from 'markdown-it-github-alerts';
import {
  markdownGrammar,
  plainText,
  readPage,
  type Heading,
  type MarkdownPage,
} from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import type { Mark, SitePart, Surroundings } from '../hooks.ts';
import { escapeHtml, weaveText } from '../html.ts';
import { LANGUAGES, textIn } from '../text.ts';
import type { CodePainter } from './code.ts';
import { drawingHtml } from './drawing.ts';
import { koreanMarks, markEnglish } from './languages.ts';
import type { SiteLinks } from './links.ts';
import { RawHtmlWriter } from './raw-html.ts';
import { sectionsOf, type PageSection } from './sections.ts';

export interface RenderedText {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** The text of the first heading. */
  readonly title: string;
  /** The first paragraph, without its marks. */
  readonly summary: string;
  readonly sections: readonly PageSection[];
}

/** What all texts of a site are rendered with. */
export interface RenderContext {
  readonly links: SiteLinks;
  readonly painter: CodePainter;
  readonly parts: readonly SitePart[];
}

export interface RenderOptions extends RenderContext {
  /** The Markdown's file, relative to the root. */
  readonly file: string;
  /** The page in the site, with its language: `en/labs/02-hs256/index.html`. */
  readonly page: string;
  /** The language that the text is written in. */
  readonly language: Language;
  /** A piece of the file only: its lines are not the file's, and nothing links to it. */
  readonly isPart?: boolean;
  /** The anchors of the same headings in the other language. */
  readonly counterparts?: readonly string[];
  /** Changes what is drawn, once links are the site's. Returns the tokens to draw. */
  readonly arrange?: (page: MarkdownPage, tokens: Token[]) => Token[];
}

export function renderMarkdown(text: string, options: RenderOptions): RenderedText {
  const { file, language, counterparts = [], arrange } = options;
  const markdown = MARKDOWN[language];
  const page = readPage(text, markdown);
  const written = withoutTranslationLink(page.tokens, file);
  rewrite(written, page, options);
  if (language === 'ko') markEnglish(written);
  for (const [index, token] of written.filter(({ type }) => type === 'heading_open').entries()) {
    const counterpart = counterparts[index];
    if (counterpart !== undefined) token.attrSet('data-translation', counterpart);
  }
  const tokens = arrange?.(page, written) ?? written;
  const summary = tokens[tokens.findIndex(({ type }) => type === 'paragraph_open') + 1];
  return {
    html: markdown.renderer.render(tokens, markdown.options, { page, options }),
    headings: page.headings,
    title: page.headings[0]?.text ?? '',
    summary: summary ? plainText(summary) : '',
    sections: sectionsOf(tokens),
  };
}

/** What the rules below draw with. */
interface Drawing {
  readonly page: MarkdownPage;
  readonly options: RenderOptions;
}

type Rule = (token: Token, drawing: Drawing, neighbours: Neighbours) => string;
type Neighbours = (distance: number) => Token | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  text: (token, { options }) => weaveText(token.content, marksIn(token, 'prose', options)),
  code_inline: (token, { options }) =>
    `<code>${weaveText(token.content, marksIn(token, 'code', options))}</code>`,
  code_block: (token, { options }) => codeBlock(token, '', options),
  fence: (token, { page, options }) => {
    const info = token.info.trim();
    if (info !== 'mermaid') return codeBlock(token, info, options);
    const line = token.map?.[0] ?? 0;
    const isFolded = page.folded.some((part) => part.line <= line && line < part.end);
    return drawingSource(token, isFolded, options);
  },
  heading_close: ({ tag }, _, neighbour) => {
    const id = escapeHtml(String(neighbour(-2)?.attrGet('id')));
    // The list "On this page" leads to the same places, and is there for the keyboard.
    return ` <a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a></${tag}>\n`;
  },
  // The corner of a table that has row names is no heading of anything.
  th_open: (_, __, neighbour) => (neighbour(1)?.content === '' ? '<td>' : '<th>'),
  th_close: (_, __, neighbour) => (neighbour(-1)?.content === '' ? '</td>' : '</th>'),
  table_open: () => '<div class="table"><table>',
  table_close: () => '</table></div>',
};

const MARKDOWN = Object.fromEntries(
  LANGUAGES.map((language) => [language, makeMarkdown(language)]),
) as Readonly<Record<Language, MarkdownIt>>;

function makeMarkdown(language: Language): MarkdownIt {
  const titles = {
    note: say`Note`,
    tip: say`Tip`,
    important: say`Important`,
    warning: say`Warning`,
    caution: say`Caution`,
  };
  const texts = Object.entries(titles).map(([name, title]) => [name, textIn(language, title)]);
  const markdown = markdownGrammar().use(githubAlerts, {
    titles: Object.fromEntries(texts),
    classPrefix: 'alert',
  });
  for (const [name, rule] of Object.entries(RULES)) {
    const draw: RendererRule = (tokens, index, _options, drawing) => {
      const token = tokens[index];
      if (!token) return '';
      return rule(token, drawing as unknown as Drawing, (distance) => tokens[index + distance]);
    };
    markdown.renderer.rules[name] = draw;
  }
  return markdown;
}

/** Addresses become the site's, and raw HTML what may stand in it. */
function rewrite(tokens: readonly Token[], source: MarkdownPage, options: RenderOptions): void {
  const { file, page, language, links, isPart = false } = options;
  const html = new RawHtmlWriter();
  for (const [index, token] of tokens.entries()) {
    const place = { file, page, line: isPart ? 1 : (token.map?.[0] ?? 0) + 1 };
    const writing = {
      picture: (target: string): string => links.picture(target, place),
      text: (text: string): string =>
        weaveText(text, (html.language ?? language) === 'en' ? koreanMarks(text) : []),
      problem: (what: string): void => {
        links.linked.problems.push({ place: `${file}:${place.line}`, what });
      },
    };
    let isLink = false;
    for (const part of [token, ...(token.children ?? [])]) {
      if (part.type.startsWith('html_')) part.content = html.write(part.content, writing);
      if (part.type === 'image') {
        const target = String(part.attrGet('src'));
        const drawing = source.drawings.find((one) => one.target === target);
        if (drawing) {
          part.type = 'html_inline';
          part.content = drawingHtml(drawing, links, place);
        } else part.attrSet('src', links.picture(target, place));
      }
      if (part.type === 'link_open') {
        part.attrSet('href', links.resolve(String(part.attrGet('href')), place));
      }
      if (part.type.startsWith('link_')) isLink = part.type === 'link_open';
      const where: Where = { isLink, language: html.language ?? language };
      part.meta = { ...part.meta, ...where };
    }
    if (tokens[index - 1]?.type === 'paragraph_open') drawClock(token.children?.[0]);
  }
}

/** Kept with each token that holds text: whether a link is around it, and what it is written in. */
interface Where {
  readonly isLink: boolean;
  readonly language: string;
}

function marksIn(token: Token, where: Surroundings, { parts, language }: RenderOptions): Mark[] {
  const { isLink, language: writtenIn } = token.meta as unknown as Where;
  const isMarked = !isLink && token.info.trim() !== 'mermaid';
  const own = isMarked
    ? parts.flatMap(({ mark }) => mark?.(token.content, where, language) ?? [])
    : [];
  return writtenIn === 'en' ? [...own, ...koreanMarks(token.content)] : own;
}

/** The clock before a slide's minutes, drawn: many systems have no such letter in their fonts. */
function drawClock(text: Token | undefined): void {
  if (text?.type !== 'text' || !text.content.startsWith('⏱ ')) return;
  text.type = 'html_inline';
  text.content = CLOCK + escapeHtml(text.content.slice(1));
}

const CLOCK =
  '<svg class="clock" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="13.5" r="7.5"/><path d="M12 9.5v4l2.5 2M12 6V3M9.5 3h5"/></svg>';

/** On GitHub a line leads to the other language; here every page's header does. */
function withoutTranslationLink(tokens: readonly Token[], file: string): Token[] {
  const name = file.split('/').at(-1) ?? '';
  const other = name.endsWith('.ko.md')
    ? name.replace(/\.ko\.md$/, '.md')
    : name.replace(/\.md$/, '.ko.md');
  const at = tokens.findIndex(({ children }) => {
    const [open, , close, ...more] = children ?? [];
    return open?.attrGet('href') === other && close?.type === 'link_close' && more.length === 0;
  });
  return tokens.filter((_, index) => at < 0 || Math.abs(index - at) > 1);
}

function codeBlock(token: Token, info: string, options: RenderOptions): string {
  const { painter } = options;
  const code = token.content;
  const label = info === '' || info === 'text' ? '' : ` data-language="${escapeHtml(info)}"`;
  const painted =
    info === 'console'
      ? paintConsole(token, painter)
      : painter.paint(code, info, marksIn(token, 'code', options));
  return `<div class="code"${label}><pre><code>${painted}</code></pre></div>\n`;
}

/** A drawing's picture stands beside it; its source is for those who want to change it. */
function drawingSource(token: Token, isFolded: boolean, options: RenderOptions): string {
  const source = weaveText(token.content, marksIn(token, 'code', options));
  const block = `<div class="code"><pre><code>${source}</code></pre></div>\n`;
  if (isFolded) return block;
  const title = textIn(options.language, say`The drawing as text (Mermaid)`);
  return `<details><summary>${title}</summary>${block}</details>\n`;
}

/** What a reader copies of a console is what is typed: the lines behind `$`. */
function paintConsole({ content, meta }: Token, painter: CodePainter): string {
  const { language } = meta as unknown as Where;
  return content
    .split('\n')
    .map((line) =>
      line.startsWith('$ ')
        ? `<span class="prompt">$ </span><span class="typed">${painter.paint(line.slice(2), 'sh')}</span>`
        : weaveText(line, language === 'en' ? koreanMarks(line) : []),
    )
    .join('\n');
}
