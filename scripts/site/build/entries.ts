/** What the course's list holds, in reading order. */
import type { Heading } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import type { CoursePage, PageKind } from './course-pages.ts';
import type { WrittenPage } from './hooks.ts';
import type { RenderedText } from './markdown/render.ts';
import type { Entry } from './sidebar.ts';
import { textIn } from './text.ts';

const GROUPS = {
  home: 'home',
  lab: 'labs',
  slides: 'slides',
  reference: 'more',
} as const satisfies Readonly<Record<PageKind, Entry['group']>>;

/** What a lab's step or a slide looks like as a heading. */
const PART = /^(?:Step \d+|\d+단계|Slide \d+|슬라이드 \d+):\s*/;

/** By page and language, in the order of the pages. */
export type Texts = ReadonlyMap<CoursePage, Readonly<Record<Language, RenderedText>>>;

export function entriesOf(
  pages: readonly CoursePage[],
  writtenPages: readonly WrittenPage[],
  texts: Texts,
  language: Language,
): Entry[] {
  const course = pages.map((page): Entry => {
    const text = texts.get(page)?.[language];
    const headings = text?.headings ?? [];
    return {
      group: GROUPS[page.kind],
      path: `${language}/${page.path}`,
      title: titleOf(page, text?.title ?? '', language),
      lab: page.lab?.number,
      parts: headings.filter(({ text: heading }) => PART.test(heading)).map(partOf),
    };
  });
  const written = writtenPages.map((page): Entry => ({
    group: page.group,
    path: `${language}/${page.path}`,
    title: page.title(language),
    lab: undefined,
    parts: [],
  }));
  return GROUP_ORDER.flatMap((group) =>
    [...course, ...written].filter((entry) => entry.group === group),
  );
}

const GROUP_ORDER = ['home', 'labs', 'slides', 'more'] as const;

/** In the page's language, though the text has no translation; of a lab without the number that is listed anyway. */
function titleOf({ kind, path }: CoursePage, title: string, language: Language): string {
  if (kind === 'home') return textIn(language, say`Start here`);
  if (path === 'glossary.html') return textIn(language, say`Glossary`);
  if (path === 'contributing.html') return textIn(language, say`Contributing`);
  return kind === 'lab' ? title.replace(/^[^·]*· /, '') : title;
}

function partOf(heading: Heading): Heading {
  const number = /\d+/.exec(heading.text)?.[0] ?? '';
  return { ...heading, text: `${number} · ${heading.text.replace(PART, '')}` };
}
