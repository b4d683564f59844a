/** The command line of `npm run deploy`, `destroy`, `probe` and `template`: what was asked for. */
import {
  COMMON_OPTIONS,
  flagReader,
  parseArguments,
  readCommand,
  readLabNumber,
  readLanguage,
  UsageError,
  type ProcessEnvironment,
} from '#terminal/arguments.ts';
import { say, type Language, type Message } from '#text/message.ts';
import { isPrefix, isRegion, PREFIX_LENGTH } from '#aws/deploy/names.ts';

export const COMMANDS = ['deploy', 'destroy', 'probe', 'template'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Request {
  readonly command: Command;
  /** `deploy` and `template`: the lab's number, or the application of the contract cases. */
  readonly lab: number | 'contract' | undefined;
  /** Empty for `template` and where help is asked for. */
  readonly region: string;
  /** Undefined where `deploy` and `template` may choose it. */
  readonly prefix: string | undefined;
  /** The reference solution's functions in place of the learner's. */
  readonly solution: boolean;
  readonly dryRun: boolean;
  /** `template`: the file to write; standard output where it is left out. */
  readonly out: string | undefined;
  readonly help: boolean;
  readonly language: Language | undefined;
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  lab: { type: 'string' },
  region: { type: 'string' },
  prefix: { type: 'string' },
  solution: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

/**
 * Reads the arguments after the script's name. Throws a UsageError.
 *
 * Where npm's own `--` was left out, npm has the flags: without a value they stand in its
 * environment, and a value is lost, so that the region or the lab is then asked for.
 */
export function readRequest(
  args: readonly string[],
  environment: ProcessEnvironment = {},
): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const [first = '', ...words] = positionals;
  const command = readCommand(COMMANDS, first);
  const isSet = flagReader(values, environment);
  const help = isSet('help');
  if (words.length > 0 && !help) {
    throw new UsageError(say`"${words.join(' ')}": write it after two dashes, as shown below.`);
  }
  const hasLab = command === 'deploy' || command === 'template';
  return {
    command,
    lab: hasLab && !help ? readLab(command, values.lab) : undefined,
    region: command === 'template' || help ? '' : readRegion(command, values.region),
    prefix: help ? undefined : readPrefix(command, values.prefix, hasLab),
    solution: isSet('solution'),
    dryRun: isSet('dry-run'),
    out: values.out,
    help,
    language: readLanguage(values.lang),
  };
}

function readLab(command: Command, text: string | undefined): number | 'contract' {
  if (text === undefined) throw new UsageError(say`${command} needs --lab, for example --lab 5.`);
  return text === 'contract' ? text : readLabNumber(text);
}

function readRegion(command: Command, text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError(
      say`${command} needs --region, for example --region ap-northeast-2, which is Seoul.`,
    );
  }
  if (!isRegion(text))
    throw new UsageError(say`--region takes the name of a region, not "${text}".`);
  return text;
}

function readPrefix(
  command: Command,
  text: string | undefined,
  isOptional: boolean,
): string | undefined {
  if (text === undefined && isOptional) return undefined;
  if (text === undefined) {
    throw new UsageError(say`${command} needs --prefix, as npm run deploy printed it.`);
  }
  if (isPrefix(text)) return text;
  throw new UsageError(
    say`--prefix takes ${PREFIX_LENGTH.least} to ${PREFIX_LENGTH.most} lower-case letters, digits and single hyphens, a letter first, not "${text}".`,
  );
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run deploy -- --lab 5 --region R', say`put lab 5's functions and APIs on AWS`],
  [
    'npm run deploy -- --lab 5 --region R --dry-run',
    say`say what that would make; asks AWS nothing`,
  ],
  ['npm run deploy -- ... --solution', say`the reference solution in place of your files`],
  ['npm run deploy -- ... --prefix P', say`what every name begins with, in place of lab and user`],
  ['npm run destroy -- --region R --prefix P', say`remove all of it again`],
  [
    'npm run template -- --lab 5 --out FILE',
    say`the same as a CloudFormation template, with the code beside it`,
  ],
  [
    'npm run deploy -- --lab contract --region R',
    say`put up what npm run probe asks: for whoever wants to know what AWS really does`,
  ],
  [
    'npm run probe -- --region R --prefix P',
    say`compare AWS, there, with what the course says of it`,
  ],
];
