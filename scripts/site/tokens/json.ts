/**
 * JSON that tells where it is wrong. `JSON.parse` says it in words that differ from browser to
 * browser, takes a member twice without a word, and forgets how a number was written; so the text is
 * also read piece by piece. What is JSON and what is not, `JSON.parse` decides.
 */
import { say, verbatim, type Message } from '#text/message.ts';

/** What its members hold is the sender's choice. */
export type JsonObject = Record<string, unknown>;

export interface JsonFault {
  /** In UTF-16 units from the beginning. */
  readonly offset: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly what: Message;
}

export type JsonResult =
  | {
      readonly value: unknown;
      /** Names that an object has more than once, wherever it stands. */
      readonly duplicates: readonly string[];
      /** The same JSON without white space between its pieces; numbers and escapes stay as written. */
      readonly compact: string;
      /** The same JSON on lines, two spaces deep. */
      readonly pretty: string;
      readonly fault?: undefined;
    }
  | { readonly fault: JsonFault };

/** Reads a JSON text. Never throws. */
export function readJson(text: string): JsonResult {
  const value = parsed(text);
  const read = lexemesOf(text);
  if (!value) {
    const problem = misplacedIn(read.lexemes) ?? read.problem ?? missingAfter(read.lexemes, text);
    return { fault: place(text, problem) };
  }
  const { lexemes } = read;
  return {
    value: value.json,
    duplicates: duplicatesIn(lexemes),
    compact: lexemes.map((lexeme) => lexeme.text).join(''),
    pretty: prettyOf(lexemes),
  };
}

interface Lexeme {
  readonly offset: number;
  readonly text: string;
}

interface Problem {
  readonly offset: number;
  readonly what: Message;
}

function parsed(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const LEXEME =
  /[ \t\n\r]+|[[\]{}:,]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/** The pieces up to the first that is none, which is the problem. */
function lexemesOf(text: string): { lexemes: Lexeme[]; problem?: Problem } {
  const lexemes: Lexeme[] = [];
  LEXEME.lastIndex = 0;
  for (;;) {
    const offset = LEXEME.lastIndex;
    if (offset === text.length) return { lexemes };
    const found = LEXEME.exec(text)?.[0];
    if (found === undefined) return { lexemes, problem: noLexeme(text, offset) };
    if (found.trim() !== '') lexemes.push({ offset, text: found });
  }
}

function noLexeme(text: string, offset: number): Problem {
  const rest = text.slice(offset);
  if (rest.startsWith('"')) return badString(rest, offset);
  const start = rest[0] ?? '';
  const word = /^[\w$.+-]+/.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (/^[-+.\d]/.test(rest))
    return { offset, what: say`"${cut(word)}" is not a number as JSON writes it` };
  if (/['`“”‘’]/.test(start)) {
    return { offset, what: say`texts and names stand in straight double quotes: "` };
  }
  if (rest.startsWith('//') || rest.startsWith('/*')) {
    return { offset, what: say`JSON has no comments` };
  }
  if (start === '\ufeff') return { offset, what: say`an invisible byte order mark stands here` };
  if (/^\s/.test(rest))
    return { offset, what: say`white space that JSON does not know stands here` };
  if (/^[A-Za-z_$]/.test(rest)) {
    return {
      offset,
      what: say`${cut(word)} has no double quotes around it: only numbers, true, false and null go without`,
    };
  }
  return { offset, what: say`"${cut(word)}" has no place here` };
}

function badString(rest: string, offset: number): Problem {
  const good = /^"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*/.exec(rest)?.[0] ?? '"';
  const next = rest.slice(good.length);
  if (next.startsWith('\\')) {
    return {
      offset: offset + good.length,
      what: say`after a backslash JSON takes only " \\ / b f n r t and u with four digits`,
    };
  }
  if (next === '' || /^[\n\r]/.test(next)) return { offset, what: say`this text has no closing "` };
  return {
    offset: offset + good.length,
    what: say`a control character, such as a tab, is written \\t or \\u0009 in a text`,
  };
}

type Awaited =
  'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** Where a reader of JSON stands: what may come next, and what is open. */
class Reader {
  awaits: Awaited = 'value';
  readonly open: string[] = [];

  /** Takes the next piece, or answers false where it must not stand here. */
  take(text: string): boolean {
    const inside = this.open.at(-1);
    if (text === '}' || text === ']') {
      if (!this.awaits.endsWith('-or-end') || inside !== (text === '}' ? '{' : '[')) return false;
      this.open.pop();
      this.afterValue();
    } else if (text === ':' || text === ',') {
      if (this.awaits !== (text === ':' ? 'colon' : 'comma-or-end')) return false;
      this.awaits = text === ',' && inside === '{' ? 'name' : 'value';
    } else if (this.awaits.startsWith('name')) {
      if (!text.startsWith('"')) return false;
      this.awaits = 'colon';
    } else {
      if (!this.awaits.startsWith('value')) return false;
      this.afterValue();
      if (text === '{' || text === '[') {
        this.open.push(text);
        this.awaits = text === '{' ? 'name-or-end' : 'value-or-end';
      }
    }
    return true;
  }

  private afterValue(): void {
    this.awaits = this.open.length === 0 ? 'nothing' : 'comma-or-end';
  }
}

/** The first piece that stands where it must not. */
function misplacedIn(lexemes: readonly Lexeme[]): Problem | undefined {
  const reader = new Reader();
  for (const { offset, text } of lexemes) {
    if (!reader.take(text))
      return { offset, what: misplaced(text, reader.awaits, reader.open.at(-1)) };
  }
  return undefined;
}

/** What has to come after the last piece, at the end of the text. */
function missingAfter(lexemes: readonly Lexeme[], text: string): Problem {
  const reader = new Reader();
  for (const lexeme of lexemes) reader.take(lexeme.text);
  return { offset: text.length, what: missing(reader.awaits, reader.open.at(-1)) };
}

function misplaced(text: string, awaits: Awaited, inside: string | undefined): Message {
  const closes = text === '}' || text === ']';
  if (awaits === 'nothing') return say`the JSON has ended before this`;
  if (closes && (awaits === 'name' || awaits === 'value')) {
    return inside === undefined || (text === '}') !== (inside === '{')
      ? say`nothing is open that ${text} could close`
      : awaits === 'name' || inside === '['
        ? say`a comma with nothing after it: take the comma before ${text} away`
        : say`a value is missing before ${text}`;
  }
  if (closes) {
    return inside === '{'
      ? say`an object ends with }, not with ]`
      : say`a list ends with ], not with }`;
  }
  if (awaits === 'comma-or-end') return say`a comma is missing before this`;
  if (awaits === 'colon') return say`after a name comes a colon`;
  if (awaits.startsWith('name')) return say`a name in double quotes belongs here`;
  return say`a value is missing here`;
}

function missing(awaits: Awaited, inside: string | undefined): Message {
  if (inside === undefined) return say`nothing is here yet`;
  if (awaits === 'colon') return say`after a name comes a colon`;
  if (awaits === 'value') return say`a value is missing here`;
  return inside === '{' ? say`the closing } is missing` : say`the closing ] is missing`;
}

function place(text: string, { offset, what }: Problem): JsonFault {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { offset, what, line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

/** Takes the pieces of sound JSON. */
function duplicatesIn(lexemes: readonly Lexeme[]): string[] {
  const found = new Set<string>();
  const open: Set<string>[] = [];
  for (const [index, { text }] of lexemes.entries()) {
    if (text === '{' || text === '[') open.push(new Set());
    else if (text === '}' || text === ']') open.pop();
    else if (lexemes[index + 1]?.text === ':' && text.startsWith('"')) {
      const name = JSON.parse(text) as string;
      if (open.at(-1)?.has(name)) found.add(name);
      open.at(-1)?.add(name);
    }
  }
  return [...found];
}

/** Takes the pieces of sound JSON. */
function prettyOf(lexemes: readonly Lexeme[]): string {
  let depth = 0;
  let text = '';
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [index, lexeme] of lexemes.entries()) {
    const before = lexemes[index - 1]?.text ?? '';
    const closes = lexeme.text === '}' || lexeme.text === ']';
    const follows = before === '{' || before === '[';
    if (closes) {
      depth--;
      if (!follows) text += newLine();
    } else if (follows || before === ',') text += newLine();
    text += lexeme.text === ':' ? ': ' : lexeme.text;
    if (lexeme.text === '{' || lexeme.text === '[') depth++;
  }
  return text;
}

function cut(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

/** A JSON object; arrays and null are none. */
export function asObject(value: unknown): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

/** What kind of JSON a value is. */
export function kindOf(value: unknown): Message {
  if (value === null) return verbatim('null');
  if (Array.isArray(value)) return say`a list`;
  if (typeof value === 'string') return say`a text`;
  if (typeof value === 'number') return say`a number`;
  if (typeof value === 'boolean') return say`true or false`;
  return say`an object`;
}
