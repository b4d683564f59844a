/** The HTML that stands in Markdown, taken apart. Comments are left out. */

export type HtmlPiece =
  Tag | { readonly kind: 'text'; readonly text: string; readonly line: number };

export interface Tag {
  readonly kind: 'open' | 'close';
  /** In small letters. */
  readonly name: string;
  /** In their order; without a value where none is written. */
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[];
  /** Lines before it, in the HTML that was read. */
  readonly line: number;
}

const PIECE = /<!--[^]*?-->|<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>|[^<]+|</gi;
const ATTRIBUTE = /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gi;

export function readHtml(html: string): HtmlPiece[] {
  let line = 0;
  return [...html.matchAll(PIECE)].flatMap(([piece, slash, name, attributes = '']): HtmlPiece[] => {
    const at = line;
    line += piece.split('\n').length - 1;
    if (piece.startsWith('<!--')) return [];
    if (name === undefined) return [{ kind: 'text', text: unescaped(piece), line: at }];
    const pairs = [...attributes.matchAll(ATTRIBUTE)].map(
      ([, key = '', double, single]) => [key.toLowerCase(), double ?? single] as const,
    );
    const kind = slash ? 'close' : 'open';
    return [{ kind, name: name.toLowerCase(), attributes: pairs, line: at }];
  });
}

/** Undefined where the tag has none, or none with a value. */
export function attributeOf({ attributes }: Tag, name: string): string | undefined {
  return attributes.find(([key]) => key === name)?.[1];
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|amp|quot);/g, (entity) => CHARACTERS[entity] ?? entity);
}
