/** The command line of `npm run aws`, `invoke`, `login` and `me`: what may be said, and what was. */
import {
  COMMON_OPTIONS,
  flagReader,
  parseArguments,
  readCommand,
  readLanguage,
  readOneLab,
  readPort,
  UsageError,
  type ProcessEnvironment,
} from '#terminal/arguments.ts';
import { say, type Language, type Message } from '#text/message.ts';

export const COMMANDS = ['start', 'invoke', 'login', 'me'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Request {
  readonly command: Command;
  /** `start`: whose functions; the lab that the learner is at where it is left out. */
  readonly lab: number | undefined;
  /** `start`: the reference solution's functions in place of the learner's. */
  readonly solution: boolean;
  /** The first of three ports: Lambda, HTTP API, REST API. */
  readonly port: number;
  /** `invoke`: the function's name, its event as it was given, and whether to show its log. */
  readonly function: string | undefined;
  readonly event: string | undefined;
  readonly log: boolean;
  /** `login`: who. */
  readonly email: string;
  readonly password: string;
  /** `me`: the token as it was given. */
  readonly token: string | undefined;
  /** `me`: ask the REST API. */
  readonly rest: boolean;
  /** The deployed stack that is asked; this machine where it is left out. */
  readonly stack: Stack | undefined;
  readonly help: boolean;
  readonly language: Language | undefined;
}

/** Where `npm run deploy` has put the application. */
export interface Stack {
  readonly region: string;
  readonly prefix: string;
}

/** Lambda answers here, the HTTP API on the next port and the REST API on the one after. */
export const FIRST_PORT = 9001;
/** The two next to it are ports as well. */
const LAST_FIRST_PORT = 65_533;

/** Spark's password is printed in lab 3's lesson, for this very purpose. */
const SPARK = { email: 'spark@rubywave.io', password: 'light-the-spark-15' } as const;

const OPTIONS = {
  ...COMMON_OPTIONS,
  port: { type: 'string' },
  solution: { type: 'boolean', default: false },
  event: { type: 'string' },
  log: { type: 'boolean', default: false },
  email: { type: 'string' },
  password: { type: 'string' },
  rest: { type: 'boolean', default: false },
  aws: { type: 'boolean', default: false },
  region: { type: 'string' },
  prefix: { type: 'string' },
} as const;

/**
 * Reads the arguments after the script's name. Throws a UsageError.
 *
 * Where npm's own `--` was left out, npm has the flags: they stand in its environment.
 */
export function readRequest(
  args: readonly string[],
  environment: ProcessEnvironment = {},
): Request {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const [first = 'start', ...words] = positionals;
  const command = readCommand(COMMANDS, first);
  const isSet = flagReader(values, environment);
  const one = onlyWord(command, words);
  return {
    command,
    lab: command === 'start' ? readOneLab(words) : undefined,
    solution: isSet('solution'),
    port: values.port === undefined ? FIRST_PORT : readPort(values.port, LAST_FIRST_PORT),
    function: command === 'invoke' ? one : undefined,
    event: values.event,
    log: isSet('log'),
    email: values.email ?? SPARK.email,
    password: values.password ?? (values.email === undefined ? SPARK.password : ''),
    token: command === 'me' ? one : undefined,
    rest: isSet('rest'),
    stack: isSet('aws') ? readStack(values.region, values.prefix) : undefined,
    help: isSet('help'),
    language: readLanguage(values.lang),
  };
}

/** What follows a next command's own words, so that it asks the same target. */
export function commandTail({ stack, port }: Request, words: string): string {
  if (stack) return `${words} --aws --region ${stack.region} --prefix ${stack.prefix}`;
  return port === FIRST_PORT ? words : `${words} --port ${port}`;
}

function onlyWord(command: Command, words: readonly string[]): string | undefined {
  const [word, ...more] = words;
  // What stands too much may be a token or a password: it is not repeated.
  if (command !== 'start' && (more.length > 0 || (command === 'login' && word !== undefined))) {
    throw new UsageError(say`That is more than ${command} takes.`);
  }
  return word;
}

function readStack(region: string | undefined, prefix: string | undefined): Stack {
  if (region !== undefined && prefix !== undefined) return { region, prefix };
  throw new UsageError(
    say`--aws needs --region and --prefix, as npm run deploy printed them at its end.`,
  );
}

export const USAGE: readonly (readonly [string, Message])[] = [
  ['npm run aws', say`Lambda and API Gateway on this machine, for the lab you are at`],
  ['npm run aws 4', say`for lab 4; Ctrl-C stops it`],
  ['npm run aws 4 -- --solution', say`with the reference solution in place of your files`],
  ['npm run aws 4 -- --port 9100', say`on ports 9100 to 9102 in place of 9001 to 9003`],
  [
    'npm run invoke -- issuer --event login.json',
    say`call a function: JSON, a file of it, or - for standard input`,
  ],
  ['npm run invoke -- issuer --event - --log', say`and show what it logged`],
  ['npm run login', say`log spark in: prints a token`],
  ['npm run login -- --email E --password P', say`log somebody else in`],
  ['npm run me -- <token>', say`whose token is it? asks the function, or the API, that checks it`],
  ['npm run me -- <token> --rest', say`asks the REST API in place of the HTTP API`],
  [
    'npm run login -- --aws --region R --prefix P',
    say`on AWS, after npm run deploy; the same for invoke and me`,
  ],
];
