/**
 * The reading site: every page of the course as HTML that needs no server, no network and no script
 * to be read.
 *
 *     buildSite(root, { served })  →  path in the site → contents
 *
 * - `course-pages.ts` says which Markdown is a page. `markdown/` makes HTML of what the course's reader
 *   answers: the very files that GitHub shows. A link that leads nowhere ends the build.
 * - `shell.ts` puts a page around it, `sidebar.ts` the course's list beside it.
 * - `styles/` and `client/` are bundled by `bundle.ts`: classic scripts, for modules and `fetch` don't
 *   work from a folder. What a page shows only on request (its translation, the search) is a script that
 *   hands its data to a function.
 * - `hooks.ts` lists the parts that others plug in, such as the tokens in the text.
 *
 * Links name their `index.html`, for a folder has no server to add it. Nothing stands in a page that
 * the policy of the served site forbids: no inline script, no inline style, nothing from elsewhere.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '#course/files.ts';
import { say, type Language } from '#text/message.ts';
import { addAssets } from './assets.ts';
import { choicePage } from './choice-page.ts';
import { coursePages, type CoursePage } from './course-pages.ts';
import { entriesOf, type Texts } from './entries.ts';
import { arrangeGlossary } from './glossary.ts';
import { arrangeHome } from './home.ts';
import type { WrittenPage } from './hooks.ts';
import { makeCodePainter } from './markdown/code.ts';
import { SiteLinks, sourcePage } from './markdown/links.ts';
import { renderMarkdown, type RenderedText, type RenderContext } from './markdown/render.ts';
import { PARTS, WRITTEN_PAGES } from './parts.ts';
import { presenterPages } from './present/index.ts';
import { SiteError } from './problems.ts';
import { SearchIndex } from './search-index.ts';
import { pageHtml, partScript, partStyles, type Frame } from './shell.ts';
import { sidebarHtml, type Entry } from './sidebar.ts';
import { sourcePageBody } from './source-page.ts';
import { LANGUAGES, otherLanguage } from './text.ts';

export interface SiteOptions {
  /** Served by `npm run read`: the pages then show the learner's own progress too. */
  readonly served: boolean;
}

/** The whole site. @throws SiteError with all that is wrong in the Markdown */
export async function buildSite(
  root: string,
  { served }: SiteOptions,
): Promise<Map<string, string | Uint8Array>> {
  const painter = await makeCodePainter();
  const pages = coursePages(root);
  const links = new SiteLinks(root, pages);
  const context = { links, painter, parts: PARTS };
  const texts = renderAll(root, pages, context);
  const writtenPages = [...presenterPages(root, context), ...WRITTEN_PAGES];
  const site = new Map<string, string | Uint8Array>();
  for (const language of LANGUAGES) {
    const entries = entriesOf(pages, writtenPages, texts, language);
    const search = new SearchIndex(language);
    const add = (frame: OwnFrame): void => {
      const sidebar = sidebarHtml(entries, frame.path, language);
      const around = { sidebar, ...neighboursOf(frame.path, entries) };
      site.set(frame.path, pageHtml({ ...frame, ...around, ...partsFor(frame.body, served) }));
    };
    for (const page of pages) {
      const text = textOf(texts, page, language);
      const frame = courseFrame(page, text, entries, language);
      add(frame);
      search.add(frame, text.sections);
      if (frame.isTranslated) site.set(besideScript(frame.path), besideScriptText(frame.body));
    }
    for (const page of writtenPages) {
      const frame = writtenFrame(page, language);
      add(frame);
      if (!page.found) continue;
      const text = `${frame.summary} ${page.found(language)}`;
      search.add(frame, [{ anchor: '', heading: frame.title, text }]);
    }
    for (const file of links.linked.sources) {
      const source = sourcePageBody(root, file, language, painter);
      add({ ...source, ...plainFrame(language, sourcePage(language, file)), summary: file });
    }
    site.set(`assets/search-${language}.js`, search.script());
  }
  if (links.linked.problems.length > 0) throw new SiteError(links.linked.problems);
  for (const file of links.linked.files) site.set(`files/${file}`, readFileSync(join(root, file)));
  site.set('index.html', choicePage(''));
  if (served) site.set('404.html', choicePage('/', say`There is no such page.`));
  await addAssets(site, painter, { served });
  return site;
}

/** A page before the course's list and its neighbours are around it. */
type OwnFrame = Omit<Frame, 'sidebar' | 'previous' | 'next' | 'scripts' | 'styles'>;

function renderAll(root: string, pages: readonly CoursePage[], context: RenderContext): Texts {
  return new Map(
    pages.map((page) => {
      const render = (language: Language): RenderedText => {
        const file = page.sources[language];
        return renderMarkdown(readText(join(root, file)), {
          ...context,
          file,
          page: `${language}/${page.path}`,
          language: page.writtenIn[language],
          counterparts: context.links.anchorsOf(page.sources[otherLanguage(language)]),
          arrange: (read, tokens) => {
            if (page.kind === 'home') return arrangeHome(read, tokens, language);
            return page.path === 'glossary.html' ? arrangeGlossary(read, tokens) : tokens;
          },
        });
      };
      return [page, { en: render('en'), ko: render('ko') }];
    }),
  );
}

function textOf(texts: Texts, page: CoursePage, language: Language): RenderedText {
  const both = texts.get(page);
  if (!both) throw new Error(`${page.path} was not rendered.`);
  return both[language];
}

function courseFrame(
  page: CoursePage,
  { title, summary, headings, html }: RenderedText,
  entries: readonly Entry[],
  language: Language,
): OwnFrame {
  const path = `${language}/${page.path}`;
  return {
    language,
    path,
    title: entries.find((entry) => entry.path === path)?.title ?? title,
    summary,
    kind: page.kind,
    body: html,
    writtenIn: page.writtenIn[language],
    headings,
    lab: page.lab?.number,
    isTranslated: page.sources.en !== page.sources.ko,
  };
}

function writtenFrame(page: WrittenPage, language: Language): OwnFrame {
  return {
    ...plainFrame(language, `${language}/${page.path}`),
    title: page.title(language),
    summary: page.summary(language),
    kind: page.path.split('/')[0] ?? '',
    body: page.body(language),
  };
}

/** Of a page that is no Markdown. */
function plainFrame(language: Language, path: string) {
  return { language, path, kind: 'source', writtenIn: language, headings: [], isTranslated: false };
}

function neighboursOf(path: string, entries: readonly Entry[]): Pick<Frame, 'previous' | 'next'> {
  const at = entries.findIndex((entry) => entry.path === path);
  return at < 0 ? {} : { previous: entries[at - 1], next: entries[at + 1] };
}

function partsFor(body: string, served: boolean): { scripts: string[]; styles: string[] } {
  const parts = PARTS.filter(({ isNeededBy }) => isNeededBy?.(body) ?? true);
  return {
    scripts: [
      ...parts.flatMap(({ script }) => (script === undefined ? [] : [partScript(script)])),
      ...(served ? ['assets/live.js'] : []),
    ],
    styles: parts.flatMap(({ styles }) => (styles === undefined ? [] : [partStyles(styles)])),
  };
}

/** The text of a page as a script, for the page in the other language to show beside its own. */
function besideScript(path: string): string {
  return path.replace(/\.html$/, '.text.js');
}

function besideScriptText(body: string): string {
  return `workshopTranslation(${JSON.stringify(body)});\n`;
}
