/** What every command works with. */
import { findLabs, type Lab } from '#course/lab.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { UsageError } from '#terminal/arguments.ts';
import type { Request } from './usage.ts';

export interface Context {
  /** The repository's root, absolute. */
  readonly root: string;
  readonly labs: readonly Lab[];
  readonly request: Request;
  readonly page: PageOptions;
  /** Prints to standard output. */
  readonly print: (text: string) => void;
}

export function makeContext(
  root: string,
  request: Request,
  page: PageOptions,
  print: (text: string) => void,
): Context {
  return { root, labs: findLabs(root), request, page, print };
}

/** The lab that the request names. Throws a UsageError where it names none, or one that is not. */
export function labOf({ labs, request }: Context): Lab {
  const { lab: number, command } = request;
  const numbers = labs.map((lab) => lab.number).join(', ');
  if (number === undefined) throw new UsageError(say`${command} needs a lab's number: ${numbers}.`);
  const lab = labs.find((candidate) => candidate.number === number);
  if (!lab) throw new UsageError(say`There is no lab ${number}. There are: ${numbers}.`);
  return lab;
}

/** Prints a few lines. */
export function printLines(context: Context, ...lines: readonly (Message | undefined)[]): void {
  const page = new Page(context.page);
  for (const line of lines) page.line(line ? page.text(line) : '', 2);
  context.print(page.toString());
}
