/**
 * Code in colours. The colours are classes, one for each pair of a light and a dark colour, so that
 * a page needs no style in it and the stylesheet knows both themes.
 */
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import type { Mark } from '../hooks.ts';
import { weave, type Piece } from '../html.ts';

/** What stands behind the back-ticks, and which grammar reads it. Anything else is plain text. */
const GRAMMARS: Readonly<Record<string, string>> = {
  ts: 'typescript',
  json: 'json',
  http: 'http',
  sh: 'shellscript',
  yaml: 'yaml',
};

/** Both pass WCAG AA on their own background and on ours. */
const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

export class CodePainter {
  private readonly highlighter: HighlighterCore;
  /** Pairs of colours and font styles, and the class that each has got. */
  private readonly classes = new Map<string, string>();
  private readonly plain: string;
  private readonly painted = new Map<string, readonly Piece[]>();

  constructor(highlighter: HighlighterCore) {
    this.highlighter = highlighter;
    const { light, dark } = THEMES;
    this.plain = pair(highlighter.getTheme(light).fg, highlighter.getTheme(dark).fg, 0);
  }

  /** The code as HTML: text and `<span class>`. Lines end with `\n`. */
  paint(code: string, language: string, marks: readonly Mark[] = []): string {
    return weave(this.piecesOf(code, language), marks);
  }

  /** The same code stands in both languages' pages, and reading it is most of the build's work. */
  private piecesOf(code: string, language: string): readonly Piece[] {
    const key = `${language}\n${code}`;
    const known = this.painted.get(key);
    if (known) return known;
    const pieces = this.read(code, language);
    this.painted.set(key, pieces);
    return pieces;
  }

  private read(code: string, language: string): Piece[] {
    const grammar = GRAMMARS[language];
    if (grammar === undefined) return [{ text: code, class: '' }];
    const lines = this.highlighter.codeToTokensWithThemes(code, {
      lang: grammar,
      themes: THEMES,
      // By default a busy machine gets lines without colours, and so another page.
      tokenizeTimeLimit: 0,
    });
    const pieces: Piece[] = [];
    for (const [index, line] of lines.entries()) {
      if (index > 0) pieces.push({ text: '\n', class: '' });
      for (const { content, variants } of line) {
        const { light, dark } = variants;
        const colours = pair(light?.color, dark?.color, light?.fontStyle ?? 0);
        pieces.push({ text: content, class: this.classFor(colours) });
      }
    }
    return joined(pieces);
  }

  /** The stylesheet of all classes that have been used so far. */
  styles(): string {
    const rules = [...this.classes].map(([colours, name]) => {
      const [light, dark, style] = colours.split(' ');
      return `.${name}{color:light-dark(${light},${dark})${style === '0' ? '' : ';font-weight:600'}}`;
    });
    return rules.join('\n');
  }

  private classFor(colours: string): string {
    if (colours === this.plain) return '';
    const known = this.classes.get(colours);
    if (known !== undefined) return known;
    const made = `c${this.classes.size}`;
    this.classes.set(colours, made);
    return made;
  }
}

export async function makeCodePainter(): Promise<CodePainter> {
  highlighter ??= loadHighlighter();
  return new CodePainter(await highlighter);
}

/** One for all builds of a process: it takes long to load, and keeps nothing of what it read. */
let highlighter: Promise<HighlighterCore> | undefined;

function loadHighlighter(): Promise<HighlighterCore> {
  return createHighlighterCore({
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/http.mjs'),
      import('shiki/langs/shellscript.mjs'),
      import('shiki/langs/yaml.mjs'),
    ],
    engine: createOnigurumaEngine(import('shiki/wasm')),
  });
}

function pair(light = '', dark = '', fontStyle: number): string {
  return `${light.toLowerCase()} ${dark.toLowerCase()} ${fontStyle}`;
}

/** Neighbours of one colour in one piece; white space takes the colour before it. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const before = result.at(-1);
    const isSame = before && (before.class === piece.class || piece.text.trim() === '');
    if (isSame) result[result.length - 1] = { ...before, text: before.text + piece.text };
    else result.push(piece);
  }
  return result;
}
