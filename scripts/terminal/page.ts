/**
 * The paper that a report is written on: wrapped to the terminal's width, with colour where the
 * terminal has it. Everything it adds of its own is ASCII.
 */
import { styleText } from 'node:util';
import columns from 'string-width';
import wrapAnsi from 'wrap-ansi';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { toAscii } from './charset.ts';
import { bilingual, type Bilingual, type Language, type Message } from '#text/message.ts';

export interface PageOptions {
  readonly language: Language;
  readonly colour: boolean;
  /** In columns; a Korean letter takes two. */
  readonly width: number;
}

export type Tone = 'good' | 'bad' | 'dim' | 'strong';

const FORMATS = { good: 'green', bad: 'red', dim: 'dim', strong: 'bold' } as const;

/** What may be written: as it stands, or in the page's language. */
export type Text = string | Bilingual | Message;

export class Page {
  private readonly options: PageOptions;
  private readonly lines: string[] = [];

  constructor(options: PageOptions) {
    this.options = options;
  }

  get language(): Language {
    return this.options.language;
  }

  /** The text in the page's language. */
  text(text: Text): string {
    if (typeof text === 'string') return text;
    const both = 'values' in text ? bilingual(text, toolsCatalog) : text;
    const { language } = this.options;
    return language === 'en' ? toAscii(both.en) : both[language];
  }

  tone(tone: Tone, text: Text): string {
    const words = this.text(text);
    return this.options.colour ? styleText(FORMATS[tone], words, { validateStream: false }) : words;
  }

  /**
   * A line, or as many as it takes: they are set in by what the text begins with, and those after
   * the first by `hang` columns more.
   */
  line(text: Text = '', hang = 0): void {
    const words = this.text(text);
    const margin = /^ */.exec(words)?.[0] ?? '';
    const room = this.options.width - margin.length - hang;
    const [first = '', ...rest] = wrap(words.trimStart(), room);
    this.lines.push(margin + first, ...rest.map((line) => margin + ' '.repeat(hang) + line));
  }

  /** A block of text whose lines stay lines, each set in behind `margin`. */
  block(text: Text, margin: string): void {
    for (const line of this.text(text).split('\n')) {
      const parts = wrap(line, this.options.width - margin.length, false);
      for (const part of parts) this.lines.push((margin + part).trimEnd());
    }
  }

  /** Code, set in behind `margin` and never wrapped: a line of code is one line. */
  code(text: string, margin: string): void {
    for (const line of text.split('\n')) this.lines.push((margin + line).trimEnd());
  }

  /** Lines of a diff: what begins with `-` is taken away, with `+` is put there. */
  diff(text: string): void {
    const tones: Readonly<Record<string, Tone>> = { '-': 'bad', '+': 'good', '@': 'dim' };
    for (const line of text.split('\n')) {
      const tone = tones[line.charAt(0)];
      this.code(tone ? this.tone(tone, line) : line, '');
    }
  }

  /** Markdown as a reader of plain text would have it: code set in, links written out. */
  markdown(text: string): void {
    let inCode = false;
    for (const line of text.split('\n')) {
      if (line.startsWith('```')) inCode = !inCode;
      else if (inCode) this.code(line, '    ');
      else this.line(plainInline(line), /^(?:[-*]|\d+\.) /.exec(line)?.[0].length ?? 0);
    }
  }

  /** A label and what belongs to it, which is set in as a column of its own. */
  entry(label: Text, text: Text, { margin = 0, column = 10 } = {}): void {
    const lead = ' '.repeat(margin);
    const name = this.text(label);
    const gap = ' '.repeat(Math.max(1, column - columns(name)));
    const room = this.options.width - margin - column;
    const [first = '', ...rest] = wrap(this.text(text), room);
    this.lines.push(`${lead}${this.tone('dim', name)}${gap}${first}`);
    for (const line of rest) this.lines.push(`${lead}${' '.repeat(column)}${line}`);
  }

  /** Everything written so far, with a line's end after the last line. */
  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

/** What is written on a page of its own. */
export function drawn(options: PageOptions, write: (page: Page) => void): string {
  const page = new Page(options);
  write(page);
  return page.toString();
}

function plainInline(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)').replaceAll('**', '');
}

/** A path or an address stays in one piece, however long: it is there to be opened, or copied. */
function wrap(text: string, room: number, trim = true): string[] {
  const isWide = (word: string): boolean => /[\\/]/.test(word) && columns(word) > room;
  return wrapAnsi(text, room, { hard: !text.split(' ').some(isWide), trim }).split('\n');
}
