/** The command line of `npm run solutions`. */
import { parseArgs } from 'node:util';
import { UsageError } from '../commands/usage.ts';
import { say, type Language, type Message } from '../text/message.ts';

export const UPDATES = ['starters', 'translations'] as const;
export type Update = (typeof UPDATES)[number];

export interface Request {
  /** Without a lab it is about all of them, and the rest of the course. */
  readonly lab: number | undefined;
  readonly update: Update | undefined;
  readonly json: boolean;
  readonly help: boolean;
  readonly language: Language | undefined;
}

const OPTIONS = {
  update: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the arguments after the script's name. Throws a UsageError. */
export function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const [lab, ...more] = positionals;
  if (more.length > 0) throw new UsageError(say`One lab at a time, please.`);
  if (lab !== undefined && !/^\d+$/.test(lab)) {
    throw new UsageError(say`A lab is named by its number, not by "${lab}".`);
  }
  const { update, lang, json, help } = values;
  if (lang !== undefined && lang !== 'en' && lang !== 'ko') {
    throw new UsageError(say`--lang takes en or ko, not "${lang}".`);
  }
  if (update !== undefined && !isUpdate(update)) {
    throw new UsageError(say`--update takes starters or translations, not "${update}".`);
  }
  return { lab: lab === undefined ? undefined : Number(lab), update, json, help, language: lang };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's message names the option; its first sentence is all that helps here.
    const [first = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(say`${first}.`);
  }
}

function isUpdate(text: string): text is Update {
  return (UPDATES as readonly string[]).includes(text);
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run solutions', say`check every lab and the rest of the course`],
  ['npm run solutions 1', say`check lab 1 only`],
  ['npm run solutions -- --lang ko', say`in Korean; --lang en in English`],
  ['npm run -s solutions -- --json', say`the result as one JSON object`],
  [
    'npm run solutions -- --update starters',
    say`keep the files in labs/ as the starters: solutions/*/starter.patch`,
  ],
  [
    'npm run solutions -- --update translations',
    say`stamp each *.ko.md with the English text that it translates, once you have read both`,
  ],
];
