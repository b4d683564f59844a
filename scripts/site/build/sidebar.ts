/** The course's list: labs with their steps, the slides, and what else there is. */
import type { Lab } from '#course/lab.ts';
import type { Heading } from '#course/markdown.ts';
import { say, verbatim, type Language } from '#text/message.ts';
import type { CoursePage } from './course-pages.ts';
import type { WrittenPage } from './hooks.ts';
import { escapeHtml, htmlIn } from './html.ts';
import { relative } from './markdown/links.ts';
import type { RenderedText } from './markdown/render.ts';
import { reviewPath } from './review-page.ts';
import { textIn } from './text.ts';

/** A page as the list shows it. */
export interface Entry {
  readonly group: keyof typeof GROUPS;
  /** In the site. */
  readonly path: string;
  readonly title: string;
  readonly lab?: number | undefined;
  /** Of a lab that can be reviewed: the page, in the site. */
  readonly review?: string | undefined;
  /** What is listed below it while it is read: a lab's steps, a section's slides. */
  readonly parts?: readonly Heading[];
}

/** The groups, in their order, with their titles. */
const GROUPS = {
  home: verbatim(''),
  lab: say`Labs`,
  slides: say`Slides`,
  reference: say`More`,
};

/** What a lab's step or a slide looks like as a heading. */
const PART = /^(?:Step \d+|\d+단계|Slide \d+|슬라이드 \d+):\s*/;

/** What the list holds, in reading order. */
export function entriesOf(
  pages: readonly (readonly [CoursePage, Readonly<Record<Language, RenderedText>>])[],
  writtenPages: readonly WrittenPage[],
  reviews: ReadonlyMap<Lab, unknown>,
  language: Language,
): Entry[] {
  const course = pages.map(([page, { [language]: text }]): Entry => {
    const parts = text.headings.filter((heading) => PART.test(heading.text)).map(partOf);
    const title = titleOf(page, text.title, language);
    const path = `${language}/${page.path}`;
    const { kind: group, lab } = page;
    const review = lab && reviews.has(lab) ? `${language}/${reviewPath(lab)}` : undefined;
    return { group, path, title, lab: lab?.number, review, parts };
  });
  const written = writtenPages.flatMap(({ group, path, title }): Entry[] =>
    group ? [{ group, path: `${language}/${path}`, title }] : [],
  );
  const all = [...course, ...written];
  return Object.keys(GROUPS).flatMap((name) => all.filter(({ group }) => group === name));
}

/** In the page's language, though the text has no translation; of a lab without the number that is listed anyway. */
export function titleOf({ kind, path }: CoursePage, title: string, language: Language): string {
  if (kind === 'home') return textIn(language, say`Start here`);
  if (path === 'glossary.html') return textIn(language, say`Glossary`);
  if (path === 'contributing.html') return textIn(language, say`Contributing`);
  return kind === 'lab' ? title.replace(/^[^·]*· /, '') : title;
}

function partOf(heading: Heading): Heading {
  const number = /\d+/.exec(heading.text)?.[0] ?? '';
  return { ...heading, text: `${number} · ${heading.text.replace(PART, '')}` };
}

/** The list as it stands on the page at `current`. */
export function sidebarHtml(
  entries: readonly Entry[],
  current: string,
  language: Language,
): string {
  const groups = Object.entries(GROUPS).flatMap(([name, message]) => {
    const items = entries.filter(({ group }) => group === name);
    const title = htmlIn(language)(message);
    const list = `<ul>\n${items.map((entry) => itemHtml(entry, current, language)).join('\n')}\n</ul>`;
    return items.length === 0 ? [] : [...(title === '' ? [] : [`<h2>${title}</h2>`]), list];
  });
  return groups.join('\n');
}

function itemHtml(entry: Entry, current: string, language: Language): string {
  const { path, title, lab, review, parts = [] } = entry;
  const isCurrent = path === current;
  const isReviewed = review === current;
  const [number, progress] =
    lab === undefined
      ? ['', '']
      : [
          `<span class="number">${lab}</span> `,
          `<span class="progress" data-lab-progress="${lab}"></span>`,
        ];
  const link = `<a href="${relative(current, path)}"${isCurrent ? ' aria-current="page"' : ''}>${number}<span>${escapeHtml(title)}</span>${progress}</a>`;
  if (!(isCurrent || isReviewed) || parts.length === 0) return `<li>${link}</li>`;
  const page = isCurrent ? '' : relative(current, path);
  const items = parts.map(
    ({ anchor, text }) =>
      `<li><a href="${page}#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  if (review !== undefined) {
    const mark = isReviewed ? ' aria-current="page"' : '';
    const name = htmlIn(language)(say`Review twelve changes`);
    items.push(`<li><a href="${relative(current, review)}"${mark}>${name}</a></li>`);
  }
  return `<li>${link}<ul>\n${items.join('\n')}\n</ul></li>`;
}
