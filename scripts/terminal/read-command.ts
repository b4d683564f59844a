/** Reads a command line as its command declares it. */
import { parseArgs } from 'node:util';
import { say, type Language } from '#text/message.ts';
import type { Arguments, Asked, Command, Environment } from './command.ts';
import { codeOf } from './error-code.ts';
import { UsageError } from './errors.ts';

export interface CommandLine {
  /** Undefined where help is asked for. */
  readonly asked: Asked<Arguments> | undefined;
  /** Undefined where none is asked for. */
  readonly language: Language | undefined;
}

/**
 * Reads the arguments after the command's name. Throws a UsageError.
 *
 * Where npm's own `--` is left out, npm takes the options for its own: a flag, and a value after
 * `=`, stand in its environment then, and other values are among the words. Other package managers
 * hand the `--` on.
 */
export function readCommand(
  command: Command,
  args: readonly string[],
  environment: Environment,
): CommandLine {
  const { values, positionals } = parse(withoutDashes(args), command.options);
  const language = readLanguage(values['lang']?.toString() ?? positionals.find(isLanguage));
  if (values['help'] === true) return { asked: undefined, language };
  const words = positionals.filter((word) => !isLanguage(word));
  const names = Object.keys(command.words);
  if (words.length > names.length) throw tooMany(command, environment);
  return {
    language,
    asked: Object.fromEntries([
      ...Object.entries(command.words).map(([name, { read }], at) => [name, read(words[at])]),
      ...Object.entries(command.options).map(([name, { read, isFlag }]) => {
        const value = values[name] ?? keptByNpm(name, isFlag === true, environment);
        return [name, read(value === undefined ? undefined : String(value))];
      }),
    ]),
  };
}

function parse(args: string[], options: Arguments) {
  const declared = Object.entries(options).map(([name, { isFlag, short }]) => {
    const type = isFlag ? ('boolean' as const) : ('string' as const);
    return [name, { type, ...(short !== undefined && { short }) }] as const;
  });
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        ...Object.fromEntries(declared),
        help: { type: 'boolean', short: 'h' },
        lang: { type: 'string' },
      },
      allowPositionals: true,
    });
    return {
      values: values as Readonly<Record<string, string | boolean | undefined>>,
      positionals,
    };
  } catch (error) {
    // Node's own message is English, and longer than what helps here; its code is enough.
    const option =
      /'(?:-\w, )?(--?[\w-]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw new UsageError(
      codeOf(error) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
        ? say`There is no option ${option}.`
        : say`The option ${option} is not used like that.`,
    );
  }
}

function withoutDashes(args: readonly string[]): string[] {
  const dashes = args.indexOf('--');
  return args.filter((_, index) => index !== dashes);
}

/** npm has settings of its own by these names, which say nothing of ours. */
const NPM_SETTINGS = new Set(['email', 'prefix']);

function keptByNpm(name: string, isFlag: boolean, environment: Environment): string | undefined {
  if (NPM_SETTINGS.has(name)) return undefined;
  const kept = (option: string) => environment[`npm_config_${option.replaceAll('-', '_')}`];
  // npm reads `--no-open` as an `open` that is off.
  const isOff = name.startsWith('no-') && kept(name.slice('no-'.length)) === '';
  const value = isOff ? 'true' : kept(name);
  return (value === 'true') === isFlag ? value : undefined;
}

/** What is too much may be a token or a password: it is not repeated. */
function tooMany({ name, options }: Command, environment: Environment): UsageError {
  const lost = Object.entries(options)
    .filter(([option, { isFlag }]) => !isFlag && environment[`npm_config_${option}`] === 'true')
    .map(([option]) => `--${option}`);
  return new UsageError(
    lost.length > 0
      ? say`npm kept ${lost.join(', ')} to itself: write -- in front of the options.`
      : say`That is more than ${name} takes.`,
  );
}

function readLanguage(text: string | undefined): Language | undefined {
  if (text === undefined || isLanguage(text)) return text;
  throw new UsageError(say`--lang takes en or ko, not "${text}".`);
}

/** Without npm's `--` nothing is left of `--lang ko` but the "ko". */
export function isLanguage(word: string): word is Language {
  return word === 'en' || word === 'ko';
}
