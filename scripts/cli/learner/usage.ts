/** The command line: what may be said, and what was. */
import { say, type Language, type Message } from '#text/message.ts';
import {
  COMMON_OPTIONS,
  flagReader,
  parseArguments,
  readCommand,
  readLanguage,
  readOneLab,
  takeLanguage,
  type ProcessEnvironment,
} from '#terminal/arguments.ts';

export const COMMANDS = ['lab', 'watch', 'hint', 'solution', 'reset'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Request {
  readonly command: Command;
  /** Without a lab, `lab` lists them all. */
  readonly lab: number | undefined;
  readonly watch: boolean;
  readonly solution: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly language: Language | undefined;
}

const OPTIONS = {
  watch: { type: 'boolean', short: 'w', default: false },
  solution: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...COMMON_OPTIONS,
} as const;

/**
 * Reads the arguments after the script's name. Throws a UsageError.
 *
 * Without its `--`, npm keeps the flags to itself and hands on what follows them. What was meant is
 * plain all the same: a flag stands in npm's environment, and "ko" among the arguments.
 */
export function readRequest(
  args: readonly string[],
  environment: ProcessEnvironment = {},
): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const { words, lang } = takeLanguage(positionals);
  const [command = 'lab', ...numbers] = words;
  const isSet = flagReader(values, environment);
  return {
    command: readCommand(COMMANDS, command),
    lab: readOneLab(numbers),
    watch: isSet('watch'),
    solution: isSet('solution'),
    json: isSet('json'),
    help: isSet('help'),
    language: readLanguage(values.lang ?? lang),
  };
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run lab', say`all labs, how far each is, and what is next`],
  ['npm run lab 1', say`run lab 1 (also: npm run lab:1)`],
  ['npm run lab 1 -- --watch', say`run it again at every save (also: npm run watch 1)`],
  ['npm run lab 1 -- --solution', say`run the checks on the reference solution`],
  ['npm run lab 1 -- --lang ko', say`in Korean; --lang en in English`],
  ['npm run -s lab 1 -- --json', say`the result as one JSON object`],
  ['npm run hint 1', say`the next hint for the first open step`],
  ['npm run solution 1', say`your file beside the reference, as a diff`],
  ['npm run reset 1', say`the starter again; your version is saved first`],
];
