/** Everything that can be found, in one language: each section of each page is a result of its own. */
import MiniSearch from 'minisearch';
import type { Language } from '#text/message.ts';
import { INDEX_OPTIONS, type Section } from '../client/search/sections.ts';
import { plainText } from './html.ts';

/** A heading as the renderer writes it, with what is behind it up to the next one. */
const SECTION = /<h[1-6] id="([^"]*)"[^>]*>([^]*?)<\/h[1-6]>([^]*?)(?=<h[1-6] id="|$)/g;
/** A term of the glossary: its row, with the term itself in the first two cells. */
const TERM = /<tr id="([^"]*)">\s*<td[^>]*>([^]*?)<\/td>\s*<td[^>]*>([^]*?)<\/td>([^]*?)<\/tr>/g;
const BLOCK_END = /<\/(?:p|li|td|th|pre|summary|h[1-6]|dt|dd|div)>|<br>/g;

export class SearchIndex {
  private readonly language: Language;
  private readonly index = new MiniSearch<Section>(INDEX_OPTIONS);
  private count = 0;

  constructor(language: Language) {
    this.language = language;
  }

  add({ path, title, body }: { path: string; title: string; body: string }): void {
    const sections = [...body.matchAll(SECTION)];
    // A page whose headings carry no anchor is found as a whole.
    if (sections.length === 0) return this.put(path, title, title, body);
    for (const [index, [, id = '', heading = '', html = '']] of sections.entries()) {
      const own = heading.replace(/<a class="anchor"[^]*?<\/a>/, '');
      this.put(
        index === 0 ? path : `${path}#${id}`,
        title,
        plainText(own),
        html.replaceAll(TERM, ''),
      );
      for (const [, term = '', english = '', korean = '', meaning = ''] of html.matchAll(TERM)) {
        this.put(`${path}#${term}`, title, plainText(`${english} · ${korean}`), meaning);
      }
    }
  }

  /** The index as a script that hands it to `workshopSearch`: `fetch` does not work from a folder. */
  script(): string {
    return `workshopSearch(${JSON.stringify(JSON.stringify(this.index))});\n`;
  }

  private put(url: string, page: string, heading: string, html: string): void {
    const text = plainText(html.replaceAll(BLOCK_END, ' $&')).replaceAll(/\s+/g, ' ').trim();
    const inLanguage = url.slice(this.language.length + 1);
    this.index.add({ id: this.count, url: inLanguage, page, heading: heading.trim(), text });
    this.count += 1;
  }
}
