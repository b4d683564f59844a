import { print } from '#terminal/program.ts';
import { drawNext } from '#terminal/next-line.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { english, type Message } from '#text/message.ts';
import type { Request } from './usage.ts';

/** What every command works with. */
export interface Context {
  /** The repository's root, absolute. */
  readonly root: string;
  readonly request: Request;
  readonly page: PageOptions;
}

/** Something that keeps a command from its work and is no bug of ours: a line, and exit 1. */
export class CommandError extends Error {
  readonly text: Message;
  /** What helps, and the command for it. */
  readonly next: Next | undefined;

  constructor(text: Message, next?: Next) {
    super(english(text));
    this.name = 'CommandError';
    this.text = text;
    this.next = next;
  }
}

export interface Next {
  readonly what: Message;
  readonly command: string;
}

/** Runs a command's work; a CommandError is printed to standard error and is 1. */
export async function orExplain(
  { page: options }: Context,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const page = new Page(options);
    page.line(page.text(error.text), 2);
    if (error.next) drawNext(page, error.next.what, error.next.command);
    await print(page.toString(), process.stderr);
    return 1;
  }
}
