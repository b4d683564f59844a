/**
 * The little HTML that the course's Markdown may use, as GitHub shows it: folded parts, pictures, a
 * few marks. It is taken apart and written anew, so that nothing else of it reaches a page.
 */
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

const PIECE = /<!--[^]*?-->|<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>|[^<]+|</gi;
const ATTRIBUTE = /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gi;
const HINT = /^(?:Hint|힌트) (\d+):\s*/;

export interface RawHtmlOptions {
  /** Answers where a picture stands in the site. */
  readonly picture: (target: string) => string;
  readonly problem: (what: string) => void;
}

/** Writes a piece of HTML from Markdown anew. Comments are dropped. */
export function rewriteHtml(html: string, { picture, problem }: RawHtmlOptions): string {
  let result = '';
  for (const match of html.matchAll(PIECE)) {
    const [piece, slash, name = '', attributes = ''] = match;
    if (piece.startsWith('<!--')) continue;
    const tag = name.toLowerCase();
    if (tag === '') {
      result += escapeHtml(
        piece.replaceAll(/&(lt|gt|amp|quot);/g, (entity) => READ[entity] ?? entity),
      );
      continue;
    }
    const allowed = Object.hasOwn(ALLOWED, tag) ? ALLOWED[tag] : undefined;
    if (!allowed) {
      problem(`<${tag}> is not among the HTML that a page may use`);
      continue;
    }
    result += slash ? `</${tag}>` : openTag(tag, attributes, allowed, { picture, problem });
  }
  return markHints(result);
}

const READ: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
};

function openTag(
  tag: string,
  text: string,
  allowed: readonly string[],
  { picture, problem }: RawHtmlOptions,
): string {
  let attributes = '';
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    const value = double ?? single;
    if (!allowed.includes(key)) {
      problem(`<${tag}> may not have the attribute "${key}"`);
    } else if (value === undefined) {
      attributes += ` ${key}`;
    } else {
      const isPicture = key === 'src' || key === 'srcset';
      attributes += ` ${key}="${escapeHtml(isPicture ? picture(value) : value)}"`;
    }
  }
  return `<${tag}${attributes}>`;
}

/** A folded part that is a hint says so, with its level. */
function markHints(html: string): string {
  return html.replaceAll(
    /<details>(\s*)<summary>([^<]*)<\/summary>/g,
    (folded, space: string, text: string) => {
      const level = HINT.exec(text.trim());
      if (!level) return folded;
      const [label, number] = level;
      const question = text.trim().slice(label.length);
      return `<details class="hint" data-level="${number}">${space}<summary><b>${label.trim()}</b> ${question}</summary>`;
    },
  );
}
