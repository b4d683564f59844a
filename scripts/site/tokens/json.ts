/**
 * JSON that reports where it is wrong. `JSON.parse` decides what is JSON; but it words its errors
 * differently from browser to browser, takes a member twice without a word, and forgets how a number
 * was written.
 */
import { printParseErrorCode, visit } from 'jsonc-parser';
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
      /** The same JSON on lines, two spaces deep, as far as people read. */
      readonly pretty: string;
      readonly fault?: undefined;
    }
  | { readonly fault: JsonFault };

/** Reads a JSON text of any depth, in linear time. Never throws. */
export function readJson(text: string): JsonResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: faultIn(text) };
  }
  const lexemes = text.match(LEXEME) ?? [];
  return {
    value,
    duplicates: duplicatesIn(lexemes),
    compact: lexemes.join(''),
    pretty: prettyOf(lexemes),
  };
}

/** The pieces of sound JSON: a text, a bracket or mark, a number or word. */
const LEXEME = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;

function duplicatesIn(lexemes: readonly string[]): string[] {
  const found = new Set<string>();
  /** For each list or object that is open; a list has no names. */
  const open: (Set<string> | undefined)[] = [];
  for (const [index, text] of lexemes.entries()) {
    if (text === '{' || text === '[') open.push(text === '{' ? new Set() : undefined);
    else if (text === '}' || text === ']') open.pop();
    else if (lexemes[index + 1] === ':') {
      const name = JSON.parse(text) as string;
      if (open.at(-1)?.has(name)) found.add(name);
      open.at(-1)?.add(name);
    }
  }
  return [...found];
}

/** Deeper levels, and whatever comes after so many letters, stay on one line. */
const DEEPEST = 64;
const LONGEST = 250_000;

function prettyOf(lexemes: readonly string[]): string {
  let depth = 0;
  let pretty = '';
  let before = '';
  for (const text of lexemes) {
    const closes = text === '}' || text === ']';
    const follows = before === '{' || before === '[';
    const isShown = depth <= DEEPEST && pretty.length < LONGEST;
    if (closes) depth--;
    if (isShown && (closes ? !follows : follows || before === ',')) {
      pretty += `\n${'  '.repeat(depth)}`;
    }
    pretty += text === ':' ? ': ' : text;
    if (text === '{' || text === '[') depth++;
    before = text;
  }
  return pretty;
}

interface Problem {
  readonly offset: number;
  readonly what: Message;
}

/** For a text that is no JSON: its first fault. */
function faultIn(text: string): JsonFault {
  let problem: Problem | undefined;
  let reached = 0;
  const onError = (code: number, offset: number): void => {
    problem ??= problemAt(text, offset, printParseErrorCode(code));
  };
  const onBegin = (offset: number): void => {
    reached = offset;
  };
  try {
    const visitor = { onError, onObjectBegin: onBegin, onArrayBegin: onBegin };
    visit(text, visitor, { disallowComments: true });
  } catch {
    // The parser descends by recursion, and this text is deeper than the stack.
  }
  const { offset, what } = problem ?? {
    offset: reached,
    what: say`what follows is nested too deeply to be looked at`,
  };
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { offset, what, line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}

/** @param code as jsonc-parser names it */
function problemAt(text: string, offset: number, code: string): Problem {
  const next = text[offset] ?? '';
  if (/^(?:UnexpectedEndOfString|Invalid(?:Unicode|EscapeCharacter|Character))$/.test(code)) {
    return inString(text, offset);
  }
  // A number such as 015 is two numbers to the parser.
  const [before = ''] = /[\w.+-]*$/.exec(text.slice(Math.max(0, offset - 50), offset)) ?? [];
  if (/Number|Symbol|Comment/.test(code) || (before !== '' && /[\w.+-]/.test(next))) {
    const start = offset - before.length;
    return { offset: start, what: noWord(text.slice(start, start + 50)) };
  }
  return { offset, what: misplaced(code, next, text.slice(0, offset).trimEnd().at(-1)) };
}

function inString(text: string, start: number): Problem {
  STRING.lastIndex = start;
  const offset = start + (STRING.exec(text)?.[0].length ?? 1);
  const next = text[offset] ?? '\n';
  if (next === '\\') {
    return {
      offset,
      what: say`after a backslash JSON takes only " \\ / b f n r t and u with four digits`,
    };
  }
  if (/[\n\r]/.test(next)) return { offset: start, what: say`this text has no closing "` };
  return {
    offset,
    what: say`a control character, such as a tab, is written \\t or \\u0009 in a text`,
  };
}

/** As much of a text as is sound. */
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*/y;

/** For letters that are no text, no number and no word of JSON. */
function noWord(rest: string): Message {
  const word = /^[\w$.+-]+/.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const shown = word.length > 20 ? `${word.slice(0, 20)}…` : word;
  if (/^[-+.\d]/.test(rest)) return say`"${shown}" is not a number as JSON writes it`;
  if (/^['`“”‘’]/.test(rest)) return say`texts and names stand in straight double quotes: "`;
  if (/^\/[/*]/.test(rest)) return say`JSON has no comments`;
  if (rest.startsWith('\ufeff')) return say`an invisible byte order mark stands here`;
  if (/^\s/.test(rest)) return say`white space that JSON does not know stands here`;
  return /^[A-Za-z_$]/.test(rest)
    ? say`${shown} has no double quotes around it: only numbers, true, false and null go without`
    : say`"${shown}" has no place here`;
}

/** For a sound piece in the wrong place: what stands there, and what before it. */
function misplaced(code: string, next: string, before: string | undefined): Message {
  const closes = next === '}' || next === ']';
  if (code === 'EndOfFileExpected') return say`the JSON has ended before this`;
  if (code === 'ColonExpected') return say`after a name comes a colon`;
  if (code === 'CloseBraceExpected') return say`the closing } is missing`;
  if (code === 'CloseBracketExpected') return say`the closing ] is missing`;
  if (before === undefined && next === '') return say`nothing is here yet`;
  if (before === undefined && closes) return say`nothing is open that ${next} could close`;
  if (closes && before === ':') return say`a value is missing before ${next}`;
  const isInObject = code === 'PropertyNameExpected';
  if (closes && before === ',' && isInObject === (next === '}')) {
    return say`a comma with nothing after it: take the comma before ${next} away`;
  }
  if (closes) {
    return next === ']'
      ? say`an object ends with }, not with ]`
      : say`a list ends with ], not with }`;
  }
  if (code === 'CommaExpected') return say`a comma is missing before this`;
  return isInObject || before === '{'
    ? say`a name in double quotes belongs here`
    : say`a value is missing here`;
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
