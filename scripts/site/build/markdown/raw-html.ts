/**
 * The little HTML that the course's Markdown may use, as GitHub shows it: folded parts, pictures, a
 * few marks. It is taken apart and written anew, so that nothing else of it reaches a page.
 */
import { HINT } from '#course/lesson.ts';
import { attributeOf, readHtml, type HtmlPiece, type Tag } from '#course/raw-html.ts';
import { escapeHtml } from '../html.ts';

/** The elements, and their attributes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  details: ['open'],
  summary: [],
  blockquote: ['lang'],
  p: ['lang'],
  span: ['lang'],
  br: [],
  kbd: [],
  sub: [],
  sup: [],
  picture: [],
  source: ['srcset', 'media'],
  img: ['src', 'alt', 'width', 'height'],
};
const WITHOUT_END = new Set(['br', 'source', 'img']);

export interface RawHtmlOptions {
  /** Returns where a picture stands in the site. */
  readonly picture: (target: string) => string;
  /** Returns a text as HTML. */
  readonly text: (text: string) => string;
  readonly problem: (what: string) => void;
}

/** Writes the HTML of one page, piece by piece in the page's order. */
export class RawHtmlWriter {
  /** The `lang` of each element that is open. */
  private readonly languages: (string | undefined)[] = [];

  /** The language that the HTML around this place names. */
  get language(): string | undefined {
    return this.languages.findLast((language) => language !== undefined);
  }

  write(html: string, options: RawHtmlOptions): string {
    const pieces = readHtml(html);
    return pieces
      .map((piece, index) => {
        if (piece.kind === 'text') return writeText(piece.text, pieces[index - 1], options);
        return this.writeTag(piece, hintOf(pieces.slice(index)), options);
      })
      .join('');
  }

  private writeTag(tag: Tag, hint: RegExpExecArray | null, options: RawHtmlOptions): string {
    const { kind, name } = tag;
    const allowed = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
    if (!allowed) {
      options.problem(`<${name}> is not among the HTML that a page may use`);
      return '';
    }
    if (kind === 'close') {
      this.languages.pop();
      return `</${name}>`;
    }
    if (!WITHOUT_END.has(name)) this.languages.push(attributeOf(tag, 'lang'));
    const attributes = tag.attributes.map(([key, value]) => {
      if (!allowed.includes(key)) options.problem(`<${name}> may not have the attribute "${key}"`);
      if (!allowed.includes(key)) return '';
      if (value === undefined) return ` ${key}`;
      const isPicture = key === 'src' || key === 'srcset';
      return ` ${key}="${escapeHtml(isPicture ? options.picture(value) : value)}"`;
    });
    const level = hint ? ` class="hint" data-level="${hint[2]}"` : '';
    return `<${name}${attributes.join('')}${level}>`;
  }
}

/** Read where the pieces open a folded part that is a hint: its label, level and question. */
function hintOf([details, ...pieces]: readonly HtmlPiece[]): RegExpExecArray | null {
  if (details?.kind !== 'open' || details.name !== 'details') return null;
  const [summary, text] = pieces.filter((one) => one.kind !== 'text' || one.text.trim() !== '');
  const isSummary = summary?.kind === 'open' && summary.name === 'summary';
  return isSummary && text?.kind === 'text' ? HINT.exec(text.text.trim()) : null;
}

function writeText(text: string, before: HtmlPiece | undefined, options: RawHtmlOptions): string {
  const isSummary = before?.kind === 'open' && before.name === 'summary';
  const [, label, , question] = (isSummary && HINT.exec(text.trim())) || [];
  if (label === undefined || question === undefined) return options.text(text);
  return `<b>${label}</b> ${options.text(question)}`;
}
