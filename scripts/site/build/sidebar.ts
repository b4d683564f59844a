/** The course's list: labs with their steps, the slides, and what else there is. */
import type { Heading } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import { escapeHtml } from './html.ts';
import { relative } from './markdown/links.ts';
import { textIn } from './text.ts';

/** A page as the list shows it. */
export interface Entry {
  readonly group: 'home' | 'labs' | 'slides' | 'more';
  /** In the site. */
  readonly path: string;
  readonly title: string;
  readonly lab: number | undefined;
  /** What is listed below it while it is read: a lab's steps, a section's slides. */
  readonly parts: readonly Heading[];
}

/** The list as it stands on the page at `current`. */
export function sidebarHtml(
  entries: readonly Entry[],
  current: string,
  language: Language,
): string {
  const titles = {
    home: '',
    labs: textIn(language, say`Labs`),
    slides: textIn(language, say`Slides`),
    more: textIn(language, say`More`),
  };
  return (['home', 'labs', 'slides', 'more'] as const)
    .map((group) => {
      const items = entries.filter((entry) => entry.group === group);
      if (items.length === 0) return '';
      const title = titles[group] === '' ? '' : `<h2>${titles[group]}</h2>\n`;
      return `${title}<ul>\n${items.map((entry) => itemHtml(entry, current)).join('\n')}\n</ul>`;
    })
    .filter((html) => html !== '')
    .join('\n');
}

function itemHtml(entry: Entry, current: string): string {
  const isCurrent = entry.path === current;
  const number = entry.lab === undefined ? '' : `<span class="number">${entry.lab}</span> `;
  const progress =
    entry.lab === undefined
      ? ''
      : `<span class="progress" data-lab-progress="${entry.lab}"></span>`;
  const link = `<a href="${relative(current, entry.path)}"${isCurrent ? ' aria-current="page"' : ''}>${number}<span>${escapeHtml(entry.title)}</span>${progress}</a>`;
  if (!isCurrent || entry.parts.length === 0) return `<li>${link}</li>`;
  const parts = entry.parts.map(
    ({ anchor, text }) =>
      `<li><a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<li>${link}<ul>\n${parts.join('\n')}\n</ul></li>`;
}
