/** Markdown as a page's text: what GitHub shows, for the site. */
import GithubSlugger from 'github-slugger';
import makeMarkdownIt, { type MarkdownIt, type Token } from 'markdown-it';
import anchors from 'markdown-it-anchor';
import cjkFriendly from 'markdown-it-cjk-friendly';
import githubAlerts from 'markdown-it-github-alerts';
import { say, type Language } from '#text/message.ts';
import { PARTS } from '../parts.ts';
import { escapeHtml, plainText } from '../html.ts';
import { textIn } from '../text.ts';
import type { CodePainter } from './code.ts';
import { markLanguages } from './languages.ts';
import type { LinkResolver } from './links.ts';
import { rewriteHtml } from './raw-html.ts';

export interface Heading {
  readonly level: number;
  readonly id: string;
  /** As a reader sees it. */
  readonly text: string;
}

export interface RenderedText {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** The text of the first heading. */
  readonly title: string;
  /** The first paragraph, without its marks. */
  readonly summary: string;
}

export interface RenderOptions {
  /** The Markdown's file, relative to the root. */
  readonly file: string;
  /** The page in the site, with its language: `en/labs/02-hs256/index.html`. */
  readonly page: string;
  /** The language that the text is written in. */
  readonly language: Language;
  readonly links: LinkResolver;
  readonly painter: CodePainter;
  /** A piece of the file only: its lines are not the file's, and nothing links to it. */
  readonly isPart?: boolean;
}

export function renderMarkdown(text: string, options: RenderOptions): RenderedText {
  const headings: Heading[] = [];
  const markdown = makeRenderer(options, headings);
  const tokens = withoutTwinLink(markdown.parse(text, {}), options.file);
  rewrite(tokens, options);
  const html = withClocks(
    markLanguages(markdown.renderer.render(tokens, markdown.options, {}), options.language),
  );
  return {
    html,
    headings,
    title: headings[0]?.text ?? '',
    summary: plainText(/<p>([^]*?)<\/p>/.exec(html)?.[1] ?? ''),
  };
}

function makeRenderer(options: RenderOptions, headings: Heading[]): MarkdownIt {
  const { language } = options;
  const slugger = new GithubSlugger();
  const markdown = makeMarkdownIt({ html: true, linkify: true })
    .use(cjkFriendly)
    .use(githubAlerts, { titles: alertTitles(language), classPrefix: 'alert' })
    .use(anchors, {
      slugify: (title: string) => slugger.slug(title),
      tabIndex: false,
      permalink: anchors.permalink.linkInsideHeader({
        class: 'anchor',
        symbol: '#',
        // The list "On this page" leads to the same places, and is there for the keyboard.
        renderAttrs: () => ({ 'aria-hidden': 'true', tabindex: '-1' }),
      }),
      callback: (token: Token, { slug, title }: { slug: string; title: string }) => {
        headings.push({ level: Number(token.tag.slice(1)), id: slug, text: title });
      },
    });
  // GitHub makes a link of an address, and leaves "jwt.io" alone.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.renderer.rules.fence = (tokens, index) => {
    const token = tokens[index];
    if (!token) return '';
    const info = token.info.trim();
    return info === 'mermaid'
      ? drawingSource(token.content, language, isFolded(tokens.slice(0, index)))
      : codeBlock(token.content, info, options);
  };
  markdown.renderer.rules.code_block = (tokens, index) =>
    codeBlock(tokens[index]?.content ?? '', '', options);
  // The corner of a table that has row names is no heading of anything.
  markdown.renderer.rules.th_open = (tokens, index) =>
    tokens[index + 1]?.content === '' ? '<td>' : '<th>';
  markdown.renderer.rules.th_close = (tokens, index) =>
    tokens[index - 1]?.content === '' ? '</td>' : '</th>';
  markdown.renderer.rules.table_open = () => '<div class="table"><table>';
  markdown.renderer.rules.table_close = () => '</table></div>';
  for (const { markdown: change } of PARTS) change?.(markdown, language);
  return markdown;
}

/** Addresses become the site's, and raw HTML what may stand in it. */
function rewrite(tokens: readonly Token[], options: RenderOptions): void {
  const { file, page, links } = options;
  for (const token of tokens) {
    const place = { file, page, line: options.isPart ? 1 : (token.map?.[0] ?? 0) + 1 };
    const problem = (what: string): void => {
      links.linked.problems.push({ place: `${file}:${place.line}`, what });
    };
    const picture = (target: string): string => links.resolvePicture(target, place);
    for (const part of [token, ...(token.children ?? [])]) {
      if (part.type === 'html_block' || part.type === 'html_inline') {
        part.content = rewriteHtml(part.content, { picture, problem });
      }
      if (part.type === 'image') part.attrSet('src', picture(String(part.attrGet('src'))));
      if (part.type !== 'link_open') continue;
      const target = String(part.attrGet('href'));
      if (target.startsWith('#') && part.attrGet('class') === 'anchor') continue;
      part.attrSet('href', links.resolve(target, place));
    }
  }
}

/** The clock before a slide's minutes, drawn: many systems have no such letter in their fonts. */
function withClocks(html: string): string {
  return html.replaceAll('<p>⏱ ', `<p>${CLOCK} `);
}

const CLOCK =
  '<svg class="clock" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="13.5" r="7.5"/><path d="M12 9.5v4l2.5 2M12 6V3M9.5 3h5"/></svg>';

/** On GitHub a line leads to the other language; here every page's header does. */
function withoutTwinLink(tokens: readonly Token[], file: string): Token[] {
  const name = file.split('/').at(-1) ?? '';
  const twin = name.endsWith('.ko.md')
    ? name.replace(/\.ko\.md$/, '.md')
    : name.replace(/\.md$/, '.ko.md');
  const at = tokens.findIndex(({ children }) => {
    const [open, , close, ...more] = children ?? [];
    return open?.attrGet('href') === twin && close?.type === 'link_close' && more.length === 0;
  });
  return tokens.filter((_, index) => at < 0 || Math.abs(index - at) > 1);
}

function alertTitles(language: Language): Record<string, string> {
  const titles = {
    note: say`Note`,
    tip: say`Tip`,
    important: say`Important`,
    warning: say`Warning`,
    caution: say`Caution`,
  };
  return Object.fromEntries(
    Object.entries(titles).map(([name, title]) => [name, textIn(language, title)]),
  );
}

/** What a reader copies of a console is what is typed: the lines behind `$`. */
const PROMPT = /^\$ /;

function codeBlock(code: string, info: string, { language, painter }: RenderOptions): string {
  const marks = PARTS.flatMap(({ markCode }) => markCode?.(code, language) ?? []);
  const label = info === '' || info === 'text' ? '' : ` data-language="${escapeHtml(info)}"`;
  const painted =
    info === 'console' ? paintConsole(code, painter) : painter.paint(code, info, marks);
  return `<div class="code"${label}><pre><code>${painted}</code></pre></div>\n`;
}

/** A drawing's picture stands beside it; its source is for those who want to change it. */
function drawingSource(code: string, language: Language, folded: boolean): string {
  const block = `<div class="code"><pre><code>${escapeHtml(code)}</code></pre></div>\n`;
  if (folded) return block;
  const title = textIn(language, say`The drawing as text (Mermaid)`);
  return `<details><summary>${title}</summary>${block}</details>\n`;
}

/** Whether a folded part is open where the tokens end. */
function isFolded(before: readonly Token[]): boolean {
  const html = before.filter(({ type }) => type === 'html_block').map(({ content }) => content);
  const count = (tag: string): number => html.join('').split(tag).length;
  return count('<details') > count('</details>');
}

function paintConsole(code: string, painter: CodePainter): string {
  return code
    .split('\n')
    .map((line) =>
      PROMPT.test(line)
        ? `<span class="prompt">$ </span><span class="typed">${painter.paint(line.slice(2), 'sh')}</span>`
        : escapeHtml(line),
    )
    .join('\n');
}
