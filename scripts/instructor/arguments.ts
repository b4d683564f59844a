/** The command line of `npm run solutions`. */
import {
  COMMON_OPTIONS,
  parseArguments,
  readLanguage,
  readOneLab,
  UsageError,
} from '#terminal/arguments.ts';
import { say, type Language, type Message } from '#text/message.ts';

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
  json: { type: 'boolean', default: false },
  ...COMMON_OPTIONS,
} as const;

/** Reads the arguments after the script's name. Throws a UsageError. */
export function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const { update, lang, json, help } = values;
  if (update !== undefined && !isUpdate(update)) {
    throw new UsageError(say`--update takes starters or translations, not "${update}".`);
  }
  return { lab: readOneLab(positionals), update, json, help, language: readLanguage(lang) };
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
