/** Runs a command line to its end: exit codes, help and errors are the same for every command. */
import { say, type Message } from '#text/message.ts';
import { charsetOf, encode, escaped } from './charset.ts';
import type { Command, Context } from './command.ts';
import { explanationOf, UsageError, type ExplainedError } from './errors.ts';
import { drawNext } from './next-line.ts';
import { drawn, type Page, type PageOptions } from './page.ts';
import { isLanguage, readCommand } from './read-command.ts';
import { pageOptions } from './terminal.ts';

/** Where a command runs; a test makes up its own. */
export interface Surroundings extends Pick<Context, 'root' | 'folder' | 'environment'> {
  readonly stdout: Output;
  readonly stderr: Output;
}

export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'hasColors'> & {
  write(text: string | Uint8Array, done: () => void): unknown;
};

/**
 * Runs the command that the first of `words` names.
 *
 * @returns the exit code: the command's own, 0 or 1; 1 where it could not do its work, and 2 where
 *   it was typed wrongly, with the reason on standard error. Throws what is a bug of ours.
 */
export async function runCommand(
  commands: readonly Command[],
  [name = '', ...args]: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, environment } = surroundings;
  const command = commands.find((one) => one.name === name);
  try {
    if (!command) throw new UsageError(say`There is no command "${name}".`);
    const { asked, language } = readCommand(command, args, environment);
    const page = pageOptions(stdout, environment, language);
    const context = contextOf(surroundings, page);
    if (asked) return await command.run(context, asked);
    await context.print(helpOf([command], page));
    await context.tell(say`All commands: npm run help`);
    return 0;
  } catch (error) {
    const known = explanationOf(error, surroundings.root);
    if (!known) throw error;
    const page = pageOptions(stderr, environment, args.find(isLanguage));
    const isUsage = known instanceof UsageError;
    const text = isUsage ? wrongUsage(known, command, page) : explained(known, page);
    await write(stderr, encode(text, charsetOf(environment, page.language)));
    return isUsage ? 2 : 1;
  }
}

function contextOf(
  { root, folder, environment, stdout }: Surroundings,
  page: PageOptions,
): Context {
  const charset = charsetOf(environment, page.language);
  const print = (text: string): Promise<void> => write(stdout, encode(text, charset));
  const printJson = (value: unknown, indent = 2): Promise<void> => {
    const json = `${JSON.stringify(value, undefined, indent)}\n`;
    return write(stdout, charset === 'utf-8' ? json : escaped(json));
  };
  const draw = (onto: (page: Page) => void): Promise<void> => print(drawn(page, onto));
  const tell = (...lines: readonly Message[]): Promise<void> => print(linesOn(page, lines));
  const isTerminal = Boolean(stdout.isTTY);
  return { root, folder, environment, page, isTerminal, print, draw, printJson, tell };
}

/** The reason stands last, where it is read; a page of help would push it away. */
function wrongUsage(error: UsageError, command: Command | undefined, options: PageOptions): string {
  const help = command ? `npm run ${command.name} -- --help` : 'npm run help';
  return linesOn(options, [say`Help: ${help}`, error.text]);
}

function explained({ text, details, next }: ExplainedError, options: PageOptions): string {
  return drawn(options, (page) => {
    for (const line of [text, ...details]) page.line(line, 2);
    if (next) drawNext(page, next.what, next.command);
  });
}

function linesOn(options: PageOptions, lines: readonly Message[]): string {
  return drawn(options, (page) => lines.forEach((line) => page.line(line, 2)));
}

/** The help of commands: their examples, each with what it does. */
export function helpOf(commands: readonly Command[], options: PageOptions): string {
  const examples = commands.flatMap((command) => Object.entries(command.examples));
  return drawn(options, (page) => {
    for (const [line, meaning] of examples) {
      page.code(page.tone('strong', line), '');
      page.line(`    ${page.text(meaning)}`);
    }
  });
}

/** Resolves when the text, and all that was printed before it, is out: a pipe may take it in parts. */
export function write(output: Output, text: string | Uint8Array): Promise<void> {
  return new Promise((done) => void output.write(text, () => done()));
}
