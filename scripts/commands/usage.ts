/** The command line: what may be said, and what was. */
import { parseArgs } from 'node:util';
import { codeOf } from '../checks/outcome.ts';
import { say, type Language, type Message } from '../text/message.ts';

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

/** Something that the caller said wrongly: it gets the message and the usage, and exit code 2. */
export class UsageError extends Error {
  readonly text: Message;

  constructor(text: Message) {
    super(text.text);
    this.name = 'UsageError';
    this.text = text;
  }
}

const OPTIONS = {
  watch: { type: 'boolean', short: 'w', default: false },
  solution: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  lang: { type: 'string' },
} as const;

/**
 * Reads the arguments after the script's name. Throws a UsageError.
 *
 * Without its `--`, npm keeps the flags to itself and hands on what follows them. What was meant is
 * plain all the same: a flag stands in npm's environment, and "ko" among the arguments.
 */
export function readRequest(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Request {
  const { values, positionals } = parse(args);
  const words = positionals.filter((word) => word !== 'en' && word !== 'ko');
  const [command = 'lab', number, ...more] = words;
  if (!isCommand(command)) throw new UsageError(say`There is no command "${command}".`);
  if (more.length > 0) throw new UsageError(say`One lab at a time, please.`);
  const lang = values.lang ?? positionals.find((word) => !words.includes(word));
  const isSet = (flag: 'watch' | 'solution' | 'json' | 'help'): boolean =>
    values[flag] || environment[`npm_config_${flag}`] === 'true';
  if (lang !== undefined && lang !== 'en' && lang !== 'ko') {
    throw new UsageError(say`--lang takes en or ko, not "${lang}".`);
  }
  return {
    command,
    lab: number === undefined ? undefined : labNumber(number),
    watch: isSet('watch'),
    solution: isSet('solution'),
    json: isSet('json'),
    help: isSet('help'),
    language: lang,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's own message is English, and longer than what helps here; its code is enough.
    const unknown =
      /'(?:-\w, )?(--?[\w-]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw new UsageError(
      codeOf(error) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
        ? say`There is no option ${unknown}.`
        : say`The option ${unknown} is not used like that.`,
    );
  }
}

function isCommand(text: string): text is Command {
  return (COMMANDS as readonly string[]).includes(text);
}

function labNumber(text: string): number {
  if (!/^\d+$/.test(text))
    throw new UsageError(say`A lab is named by its number, not by "${text}".`);
  return Number(text);
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
