/** How a program starts, prints and ends: the same for the learner's commands and the instructor's. */
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Page, type PageOptions } from './page.ts';
import type { Language, Message } from '#text/message.ts';
import { pageOptions } from './terminal.ts';
import { UsageError } from './arguments.ts';

/** What every program can be asked for. */
interface Asked {
  readonly help: boolean;
  readonly language: Language | undefined;
}

export interface Program<Request extends Asked> {
  /** Commands with what they do. */
  readonly usage: readonly (readonly [command: string, meaning: Message])[];
  /** Reads the arguments. Throws a UsageError. */
  readonly read: (args: readonly string[]) => Request;
  /** Answers the exit code: 0 or 1. */
  readonly run: (request: Request, page: PageOptions) => Promise<number>;
}

/**
 * Runs a program and ends the process: with its own exit code, or with 2 where it was called wrongly,
 * which gets a message and the usage. Anything else that it throws is a bug of ours, with its stack.
 */
export async function runProgram<Request extends Asked>(program: Program<Request>): Promise<never> {
  endOnSignals();
  process.exit(await answer(program, process.argv.slice(2)));
}

async function answer<Request extends Asked>(
  program: Program<Request>,
  args: readonly string[],
): Promise<number> {
  try {
    const request = program.read(args);
    const page = pageOptions(process.stdout, request.language);
    if (!request.help) {
      const code = await program.run(request, page);
      await print('');
      return code;
    }
    await print(usageText(program, page));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const options = pageOptions(process.stderr);
    const page = new Page(options);
    page.line(page.text(error.text));
    page.line();
    await print(page.toString() + usageText(program, options), process.stderr);
    return 2;
  }
}

/** A signal's default is to end at once, without a word to the processes that run learners' code. */
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop) stop();
      else process.exit(128 + constants.signals[signal]);
    });
  }
}

let stop: (() => void) | undefined;

/**
 * For a program that runs until it is told to stop: resolves at the first Ctrl-C or other signal,
 * so that it can close what it has opened. The next signal ends the process at once.
 */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    stop = () => {
      stop = undefined;
      done();
    };
  });
}

function usageText({ usage }: Pick<Program<never>, 'usage'>, options: PageOptions): string {
  const page = new Page(options);
  for (const [command, meaning] of usage) {
    page.line(page.tone('strong', command));
    page.line(`    ${page.text(meaning)}`);
  }
  return page.toString();
}

/** The repository's root; a test points it at a course of its own. */
export function rootFolder(): string {
  const here = resolve(fileURLToPath(import.meta.url), '..', '..', '..');
  return resolve(process.env['WORKSHOP_ROOT'] ?? here);
}

/** Waits until the text, and all that was printed before it, is out: a pipe may take it in parts. */
export function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((done) => stream.write(text, () => done()));
}
