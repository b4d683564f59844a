/** Everything that can be found, in one language: each section of each page is a result of its own. */
import MiniSearch from 'minisearch';
import type { Language } from '#text/message.ts';
import { INDEX_OPTIONS, type Section } from '../client/search/sections.ts';
import type { PageSection } from './markdown/sections.ts';

export class SearchIndex {
  private readonly language: Language;
  private readonly index = new MiniSearch<Section>(INDEX_OPTIONS);
  private count = 0;

  constructor(language: Language) {
    this.language = language;
  }

  /** The page's sections; its first one is found as the page itself. */
  add(page: { path: string; title: string }, sections: readonly PageSection[]): void {
    const path = page.path.slice(this.language.length + 1);
    for (const [index, { anchor, heading, text }] of sections.entries()) {
      const url = index === 0 ? path : `${path}#${anchor}`;
      this.index.add({ id: this.count, url, page: page.title, heading, text });
      this.count += 1;
    }
  }

  /** The index as a script that hands it to `workshopSearch`: `fetch` does not work from a folder. */
  script(): string {
    return `workshopSearch(${JSON.stringify(JSON.stringify(this.index))});\n`;
  }
}
