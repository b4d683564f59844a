/** The command line of `npm run site` and `npm run read`: what may be said, and what was. */
import {
  COMMON_OPTIONS,
  parseArguments,
  readCommand,
  readLanguage,
  readPort,
  UsageError,
} from '#terminal/arguments.ts';
import { say, type Language, type Message } from '#text/message.ts';

export const COMMANDS = ['build', 'read'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Request {
  readonly command: Command;
  /** `build`: the folder to write to, as it was given. */
  readonly out: string | undefined;
  /** `read`: any free port where it is left out. */
  readonly port: number;
  /** `read`: whether to open the browser. */
  readonly open: boolean;
  readonly help: boolean;
  readonly language: Language | undefined;
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  out: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean', default: false },
} as const;

/** Reads the arguments after the script's name. Throws a UsageError. */
export function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const [word = 'build', ...more] = positionals;
  const command = readCommand(COMMANDS, word);
  if (more.length > 0) throw new UsageError(say`That is more than ${command} takes.`);
  if (values.out === '') throw new UsageError(say`--out takes the name of a folder.`);
  return {
    command,
    out: values.out,
    port: values.port === undefined ? 0 : readPort(values.port),
    open: !values['no-open'],
    help: values.help,
    language: readLanguage(values.lang),
  };
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run read', say`the whole course in your browser, with your own progress; Ctrl-C stops it`],
  ['npm run read -- --port 8080', say`on that port`],
  ['npm run read -- --no-open', say`only print the address`],
  ['npm run site', say`the same as files in .workshop/site that need no server and no network`],
  ['npm run site -- --out DIR', say`in that folder`],
];
