/**
 * The reading site: every page of the course as HTML that needs no server, no network and no script
 * to be read.
 *
 *     buildSite(root, { served })  →  path in the site → contents
 *
 * - `course-pages.ts` says which Markdown is a page. `markdown/` makes HTML of it: the very files that
 *   GitHub shows. A link that leads nowhere ends the build.
 * - `shell.ts` puts a page around it, `sidebar.ts` the course's list beside it.
 * - `styles/` and `client/` are bundled by `bundle.ts`: classic scripts, for modules and `fetch` don't
 *   work from a folder. What a page shows only on request (its twin, the search) is a script that
 *   hands its data to a function.
 * - `hooks.ts` lists the parts that others plug in, such as the tokens in the text.
 *
 * Links name their `index.html`, for a folder has no server to add it. Nothing stands in a page that
 * the policy of the served site forbids: no inline script, no inline style, nothing from elsewhere.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '#course/files.ts';
import type { Language } from '#text/message.ts';
import { addAssets } from './assets.ts';
import { coursePages, type CoursePage } from './course-pages.ts';
import { entriesOf } from './entries.ts';
import { glossaryPage } from './glossary.ts';
import { homePage } from './home.ts';
import { PARTS, WRITTEN_PAGES } from './parts.ts';
import { makeCodePainter, type CodePainter } from './markdown/code.ts';
import { LinkResolver, sourcePage } from './markdown/links.ts';
import { renderMarkdown, type RenderedText } from './markdown/render.ts';
import { presenterPages } from './present/index.ts';
import { SiteError } from './problems.ts';
import { SearchIndex } from './search-index.ts';
import { pageHtml, partScript, partStyles, type Frame, type Neighbour } from './shell.ts';
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
  const links = new LinkResolver(root, pages);
  const texts = renderAll(root, pages, links, painter);
  const written = [...presenterPages(root, links, painter), ...WRITTEN_PAGES];
  const site = new Map<string, string | Uint8Array>();
  for (const language of LANGUAGES) {
    const entries = entriesOf(pages, written, texts, language);
    const search = new SearchIndex(language);
    const add = (frame: Omit<Frame, 'sidebar' | 'scripts' | 'styles'>): void => {
      const sidebar = sidebarHtml(entries, frame.path, language);
      site.set(frame.path, pageHtml({ ...frame, sidebar, ...partsFor(frame.body, served) }));
    };
    for (const page of pages) {
      const frame = courseFrame(page, texts, entries, language);
      add(frame);
      search.add(frame);
      if (frame.hasTwin) site.set(twinScript(frame.path), twinScriptText(frame.body));
    }
    for (const page of written) {
      const frame = {
        language,
        path: `${language}/${page.path}`,
        title: page.title(language),
        summary: page.summary(language),
        kind: page.path.split('/')[0] ?? '',
        body: page.body(language),
        writtenIn: language,
        headings: [],
        hasTwin: false,
      };
      add({ ...frame, ...neighboursOf(frame.path, entries) });
      // What the presenter's view shows is found in the notes.
      if (frame.kind !== 'present') search.add(frame);
    }
    for (const file of links.linked.sources) {
      const { title, body } = sourcePageBody(root, file, language, painter);
      add({
        language,
        path: sourcePage(language, file),
        title,
        summary: file,
        kind: 'source',
        body,
        writtenIn: language,
        headings: [],
        hasTwin: false,
      });
    }
    site.set(`assets/search-${language}.js`, search.script());
  }
  if (links.linked.problems.length > 0) throw new SiteError(links.linked.problems);
  for (const file of links.linked.files) site.set(`files/${file}`, readFileSync(join(root, file)));
  await addAssets(site, painter, { served });
  return site;
}

/** By page and language, in the order of `pages`. */
export type Texts = ReadonlyMap<CoursePage, Readonly<Record<Language, RenderedText>>>;

function renderAll(
  root: string,
  pages: readonly CoursePage[],
  links: LinkResolver,
  painter: CodePainter,
): Texts {
  return new Map(
    pages.map((page) => {
      const render = (language: Language): RenderedText => {
        const file = page.sources[language];
        const text = renderMarkdown(readText(join(root, file)), {
          file,
          page: `${language}/${page.path}`,
          language: page.writtenIn[language],
          links,
          painter,
        });
        if (page.kind === 'home') return homePage(text, language);
        return page.path === 'glossary.html' ? glossaryPage(text) : text;
      };
      return [page, { en: render('en'), ko: render('ko') }];
    }),
  );
}

function courseFrame(
  page: CoursePage,
  texts: Texts,
  entries: readonly Entry[],
  language: Language,
) {
  const both = texts.get(page);
  if (!both) throw new Error(`${page.path} was not rendered.`);
  const { title, summary, headings, html } = both[language];
  const path = `${language}/${page.path}`;
  return {
    language,
    path,
    title: entries.find((entry) => entry.path === path)?.title ?? title,
    summary,
    kind: page.kind,
    body: withTwins(
      html,
      both[otherLanguage(language)].headings.map(({ id }) => id),
    ),
    writtenIn: page.writtenIn[language],
    headings,
    lab: page.lab?.number,
    hasTwin: page.sources.en !== page.sources.ko,
    ...neighboursOf(path, entries),
  };
}

/** Each heading names its counterpart in the other language: the one with the same number. */
function withTwins(html: string, twins: readonly string[]): string {
  let index = 0;
  return html.replaceAll(/<h[1-6] id="[^"]*"/g, (tag) => {
    const twin = twins[index];
    index += 1;
    return twin === undefined ? tag : `${tag} data-twin="${twin}"`;
  });
}

function neighboursOf(
  path: string,
  entries: readonly Entry[],
): { previous: Neighbour | undefined; next: Neighbour | undefined } {
  const at = entries.findIndex((entry) => entry.path === path);
  return { previous: entries[at - 1], next: entries[at + 1] };
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
function twinScript(path: string): string {
  return path.replace(/\.html$/, '.text.js');
}

function twinScriptText(body: string): string {
  return `workshopTwin(${JSON.stringify(body)});\n`;
}
