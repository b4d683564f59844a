/** What the command lines of all our programs have in common. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { codeOf } from './error-code.ts';
import { say, type Language, type Message } from '#text/message.ts';

/** Something that the caller said wrongly: it gets the message and the usage, and exit code 2. */
export class UsageError extends Error {
  readonly text: Message;

  constructor(text: Message) {
    super(text.text);
    this.name = 'UsageError';
    this.text = text;
  }
}

/** The options that every program takes. */
export const COMMON_OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  lang: { type: 'string' },
} as const;

/** Reads `args` as `util.parseArgs` does. Throws a UsageError that names the option. */
export function parseArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
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

/** Which of its commands a program was asked for. Throws a UsageError. */
export function readCommand<Command extends string>(
  commands: readonly Command[],
  text: string,
): Command {
  const command = commands.find((one) => one === text);
  if (command === undefined) throw new UsageError(say`There is no command "${text}".`);
  return command;
}

export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a flag was given: among the arguments, or before npm's own `--`, for then npm keeps it to
 * itself and it stands in the environment.
 */
export function flagReader<Values extends object>(
  values: Values,
  environment: ProcessEnvironment,
): (flag: FlagOf<Values>) => boolean {
  return (flag) =>
    values[flag] === true || environment[`npm_config_${flag.replaceAll('-', '_')}`] === 'true';
}

/** The names of the options that are on or off. */
type FlagOf<Values> = {
  [Name in keyof Values & string]-?: Values[Name] extends boolean ? Name : never;
}[keyof Values & string];

/** The number of a port, from 1 to `most`. Throws a UsageError. */
export function readPort(text: string, most = 65_535): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= most) return port;
  throw new UsageError(say`--port takes a number from 1 to ${most}, not "${text}".`);
}

/**
 * The words without the language among them: without its `--`, npm keeps `--lang` to itself and hands
 * on the "ko" behind it.
 */
export function takeLanguage(positionals: readonly string[]): {
  readonly words: readonly string[];
  readonly lang: string | undefined;
} {
  return {
    words: positionals.filter((word) => !isLanguage(word)),
    lang: positionals.find(isLanguage),
  };
}

function isLanguage(word: string): boolean {
  return word === 'en' || word === 'ko';
}

/** What `--lang` says. Throws a UsageError. */
export function readLanguage(lang: string | undefined): Language | undefined {
  if (lang === undefined || lang === 'en' || lang === 'ko') return lang;
  throw new UsageError(say`--lang takes en or ko, not "${lang}".`);
}

/** A lab's number as it is typed. Throws a UsageError. */
export function readLabNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(say`A lab is named by its number, not by "${text}".`);
}

/** The words of which there may be one at most: a lab's number. Throws a UsageError. */
export function readOneLab(words: readonly string[]): number | undefined {
  const [number, ...more] = words;
  if (more.length > 0) throw new UsageError(say`One lab at a time, please.`);
  return number === undefined ? undefined : readLabNumber(number);
}
