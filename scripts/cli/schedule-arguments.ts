/** The command line of `npm run schedule`. */
import {
  COMMON_OPTIONS,
  flagReader,
  parseArguments,
  readLanguage,
  takeLanguage,
  UsageError,
  type ProcessEnvironment,
} from '#terminal/arguments.ts';
import { say, type Language, type Message } from '#text/message.ts';
import { CLASSES, type ClassKind } from '#notes/programme.ts';

export interface Request {
  /** In minutes after midnight. */
  readonly start: number;
  readonly classes: readonly ClassKind[];
  readonly json: boolean;
  readonly help: boolean;
  readonly language: Language | undefined;
}

const OPTIONS = {
  start: { type: 'string' },
  half: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...COMMON_OPTIONS,
} as const;

/**
 * Reads the arguments after the script's name. Throws a UsageError.
 *
 * Without its `--`, npm keeps the flags to itself: they stand in its environment, and the time is
 * there or among the arguments, and so is the language.
 */
export function readRequest(
  args: readonly string[],
  environment: ProcessEnvironment = {},
): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const { words, lang } = takeLanguage(positionals);
  const [word, ...more] = words;
  if (more.length > 0) throw new UsageError(say`That is more than ${'schedule'} takes.`);
  const isSet = flagReader(values, environment);
  const kept = environment['npm_config_start'];
  const start = values.start ?? word ?? (kept === 'true' ? undefined : kept);
  const asked = CLASSES.filter((kind) => isSet(kind));
  const help = isSet('help');
  return {
    start: help ? 0 : readTime(start),
    classes: asked.length > 0 ? asked : CLASSES,
    json: isSet('json'),
    help,
    language: readLanguage(values.lang ?? lang),
  };
}

function readTime(text: string | undefined): number {
  if (!text) throw new UsageError(say`Say when the class begins, such as --start 10:00.`);
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return Number(hour) * 60 + Number(minute);
  throw new UsageError(say`--start takes a time from 00:00 to 23:59, not "${text}".`);
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run schedule -- --start 10:00', say`a half-day and a full-day class, with every hour`],
  ['npm run schedule -- --start 10:00 --half', say`the half day only; --full: the full day`],
  ['npm run schedule -- --start 10:00 --lang ko', say`in Korean; --lang en in English`],
  ['npm run -s schedule -- --start 10:00 --json', say`the result as one JSON object`],
];
