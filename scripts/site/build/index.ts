/**
 * The reading site: every page of the course as HTML that needs no server, no network and no script
 * to be read.
 *
 *     buildSite(root, { served })  →  path in the site → contents
 *
 * - `course-pages.ts` says which Markdown is a page. `markdown/` makes HTML of what the course's reader
 *   answers: the very files that GitHub shows. A link that leads nowhere ends the build.
 * - `shell.ts` puts a page around it, `sidebar.ts` the course's list beside it.
 * - `theme/` and `client/` are bundled by `bundle.ts`: classic scripts, for modules and `fetch` don't
 *   work from a folder. What a page shows only on request (its translation, the search) is a script that
 *   hands its data to a function.
 * - `parts.ts` lists the parts that others plug in, such as the tokens in the text.
 *
 * Links name their `index.html`, for a folder has no server to add it. Nothing stands in a page that
 * the policy of the served site forbids: no inline script, no inline style, nothing from elsewhere.
 */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readText } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { say, type Language } from '#text/message.ts';
import { labsToFollow } from '../follow/follow.ts';
import { followLink, followPages, recordingPath } from '../follow/page.ts';
import type { Recording } from '../follow/record.ts';
import { playground } from '../tokens/playground-page.ts';
import type { SitePart, WrittenPage } from './hooks.ts';
import { addAssets } from './assets.ts';
import { choicePage } from './choice-page.ts';
import { coursePages, type CoursePage } from './course-pages.ts';
import { arrangeGlossary } from './glossary.ts';
import { arrangeHome } from './home.ts';
import { makeCodePainter } from './markdown/code.ts';
import { SiteLinks, sourcePage } from './markdown/links.ts';
import { renderMarkdown, type RenderedText, type RenderContext } from './markdown/render.ts';
import { PARTS, scriptsOf } from './parts.ts';
import { presenterPages } from './present/index.ts';
import { SiteError } from './problems.ts';
import { SearchIndex } from './search-index.ts';
import { ASSETS, pageHtml, partScript, partStyles, type Frame } from './shell.ts';
import { inviteToReview, reviewPage, reviewsOf } from './review-page.ts';
import { entriesOf, sidebarHtml, titleOf } from './sidebar.ts';
import { sourcePageBody } from './source-page.ts';
import { LANGUAGES, otherLanguage } from './text.ts';

export interface SiteOptions {
  /** Served by `npm run read`: the pages then show the learner's own progress too. */
  readonly served: boolean;
  /** More pages than every site has. */
  readonly written?: readonly ((language: Language) => WrittenPage)[];
  /** Of the pages that follow a request, by the lab's number; a served site needs none. */
  readonly recordings?: ReadonlyMap<number, Recording>;
}

/** The whole site. @throws SiteError with all that is wrong in the Markdown */
export async function buildSite(
  root: string,
  { served, written: more = [], recordings }: SiteOptions,
): Promise<Map<string, string | Uint8Array>> {
  const painter = await makeCodePainter();
  const pages = coursePages(root);
  const links = new SiteLinks(root, pages);
  const context = { links, painter, parts: PARTS };
  const reviews = reviewsOf(pages.flatMap(({ lab }) => lab ?? []));
  const rendered = pages.map((page) => [page, renderPage(root, page, context, reviews)] as const);
  const site = new Map<string, string | Uint8Array>();
  const parts = new Set<SitePart>();
  const followed = labsToFollow(root).filter(({ number }) => served || recordings?.has(number));
  for (const language of LANGUAGES) {
    const written: readonly WrittenPage[] = [
      ...presenterPages(root, context, language, { followed, served }),
      ...more.map((page) => page(language)),
      playground(links, language),
      ...followPages(followed, language, { isRecorded: recordings !== undefined }),
      ...[...reviews].map(([lab, review]) =>
        reviewPage(lab, review, painter, language, { served }),
      ),
    ];
    const entries = entriesOf(rendered, written, reviews, language);
    const search = new SearchIndex(language);
    const add = (frame: OwnFrame): void => {
      const at = entries.findIndex(({ path, review }) => [path, review].includes(frame.path));
      // A review stands between its lab and the next one.
      const before = entries[at]?.review === frame.path ? at : at - 1;
      const neighbours = at < 0 ? {} : { previous: entries[before], next: entries[at + 1] };
      const sidebar = sidebarHtml(entries, frame.path, language);
      const needed = PARTS.filter(({ sign }) => frame.body.includes(sign));
      for (const part of needed) parts.add(part);
      const scripts = [...scriptsOf(needed).map(partScript), ...(served ? [ASSETS.live] : [])];
      const styles = needed.map(partStyles);
      site.set(frame.path, pageHtml({ ...frame, ...neighbours, sidebar, scripts, styles }));
    };
    for (const [page, texts] of rendered) {
      const frame = courseFrame(page, texts[language], language);
      const lab = followed.find(({ number }) => number === page.lab?.number);
      add(lab ? { ...frame, body: followLink(frame.body, lab, language) } : frame);
      search.add(frame, texts[language].sections);
      // For the page in the other language, to show beside its own text.
      const beside = `workshopTranslation(${JSON.stringify(frame.body)});\n`;
      if (frame.isTranslated) site.set(frame.path.replace(/\.html$/, '.text.js'), beside);
    }
    for (const page of written) {
      const { title, data, kind = page.path.split('/')[0] ?? '' } = page;
      const path = `${language}/${page.path}`;
      add({ ...page, language, path, kind });
      const text = `${page.summary} ${page.found}`;
      if (page.found) search.add({ path, title }, [{ anchor: '', heading: title, text }]);
      if (data) site.set(posix.join(posix.dirname(path), data.file), data.script);
    }
    for (const file of links.linked.sources) {
      const source = sourcePageBody(root, file, language, painter);
      const path = sourcePage(language, file);
      add({ ...source, language, path, kind: 'source', summary: file });
    }
    site.set(`assets/search-${language}.js`, search.script());
  }
  for (const lab of followed) {
    const recording = recordings?.get(lab.number);
    if (recording) site.set(recordingPath(lab), `workshopFollow(${JSON.stringify(recording)});\n`);
  }
  if (links.linked.problems.length > 0) throw new SiteError(links.linked.problems);
  for (const file of links.linked.files) site.set(`files/${file}`, readFileSync(join(root, file)));
  site.set('index.html', choicePage(''));
  if (served) site.set('404.html', choicePage('/', say`There is no such page.`));
  await addAssets(site, painter, [...parts], { served });
  return site;
}

/** A page before the course's list and its neighbours are around it. */
type OwnFrame = Omit<Frame, 'sidebar' | 'previous' | 'next' | 'scripts' | 'styles'>;

function renderPage(
  root: string,
  page: CoursePage,
  context: RenderContext,
  reviews: ReadonlyMap<Lab, unknown>,
): Record<Language, RenderedText> {
  const render = (language: Language): RenderedText => {
    const file = page.sources[language];
    return renderMarkdown(readText(join(root, file)), {
      ...context,
      file,
      page: `${language}/${page.path}`,
      language: page.writtenIn[language],
      counterparts: context.links.anchorsOf(page.sources[otherLanguage(language)]),
      arrange: (read, tokens) => {
        if (page.kind === 'home') return arrangeHome(read, tokens, language, reviews);
        if (page.lab && reviews.has(page.lab)) return inviteToReview(tokens, page.lab, language);
        return page.path === 'glossary.html' ? arrangeGlossary(read, tokens) : tokens;
      },
    });
  };
  return { en: render('en'), ko: render('ko') };
}

function courseFrame(page: CoursePage, text: RenderedText, language: Language): OwnFrame {
  return {
    language,
    path: `${language}/${page.path}`,
    title: titleOf(page, text.title, language),
    summary: text.summary,
    kind: page.kind,
    body: text.html,
    writtenIn: page.writtenIn[language],
    headings: text.headings,
    lab: page.lab?.number,
    isTranslated: page.sources.en !== page.sources.ko,
  };
}
