/**
 * Where other parts of the site plug into its pages. Each stands in a folder of its own; the builder
 * knows nothing of them but the list in `parts.ts`.
 */
import type { Language } from '#text/message.ts';

/** A stretch of text that gets an element around it, whatever its colours are. */
export interface Mark {
  /** Offsets in the text, in UTF-16 units, as `slice` takes them. Marks may nest, but not cross. */
  readonly start: number;
  readonly end: number;
  /** The tags around it. No `id`, `style` or `on…` attribute. */
  readonly open: string;
  readonly close: string;
}

/** Where a text stands: in a sentence, or in code. */
export type Surroundings = 'prose' | 'code';

export interface SitePart {
  /** Stretches of a text or of a block of code. A link's text is left alone: it can be pressed already. */
  readonly mark?: (text: string, where: Surroundings, language: Language) => readonly Mark[];
  /** The entry of its script in `scripts/site/client`, such as `tokens/index.ts`. */
  readonly script?: string;
  /** Its stylesheet, relative to `scripts/site`, such as `tokens/tokens.css`. */
  readonly styles: string;
  /** What stands in the HTML of every page that needs script and styles. */
  readonly sign: string;
}

/** A page in one language whose body is not Markdown. */
export interface WrittenPage {
  /** Its path below the language's folder, such as `playground/index.html`. */
  readonly path: string;
  readonly title: string;
  /** The class of its body; the first folder of its path if left out. */
  readonly kind?: string;
  /** Under which heading the course's list has it; without one it is reached from elsewhere. */
  readonly group?: 'slides' | 'reference';
  /** Of a page that belongs to a lab. */
  readonly lab?: number;
  /** One sentence, for search results and previews. */
  readonly summary: string;
  /** What it is found by besides title and summary; without it the search leaves the page out. */
  readonly found?: string;
  /** The HTML inside `<main>`, with its `<h1>`. Its links are relative to `path`. */
  readonly body: string;
  /** A script that hands the page its data, in the page's folder. */
  readonly data?: { readonly file: string; readonly script: string };
}
