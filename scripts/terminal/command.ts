/** A command of the table: its name, its help, the arguments that it takes, and what it does. */
import type { Message } from '#text/message.ts';
import type { Environment } from './charset.ts';
import type { Page, PageOptions } from './page.ts';

export type { Environment };

/** What every command works with. */
export interface Context {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Where the person stands, absolute: a path that is typed begins there. */
  readonly folder: string;
  readonly environment: Environment;
  /** How to write to standard output. */
  readonly page: PageOptions;
  /** Whether a person reads standard output: it is a terminal, and no pipe or file. */
  readonly isTerminal: boolean;
  /** Prints to standard output; resolves when the text is out. */
  print(text: string): Promise<void>;
  /** Prints what `write` writes on a page. */
  draw(write: (page: Page) => void): Promise<void>;
  /** Prints one value as JSON, in letters that every character set has where it has to be. */
  printJson(value: unknown, indent?: number): Promise<void>;
  /** Prints messages to standard output, each from a line of its own. */
  tell(...lines: readonly Message[]): Promise<void>;
}

/** A positional argument, or the value of an option. */
export interface Argument<Value> {
  /** An option that takes no value. */
  readonly isFlag?: true;
  /** One letter: `-w`. */
  readonly short?: string;
  /** `text` is undefined where the argument is left out. Throws a UsageError. */
  read(text: string | undefined): Value;
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>;

/** The values of arguments, by their names. */
export type Asked<All extends Arguments> = {
  readonly [Name in keyof All]: All[Name] extends Argument<infer Value> ? Value : never;
};

interface Spec<Words extends Arguments, Options extends Arguments> {
  readonly name: string;
  /** Command lines as they are typed, and what each does: these make the help. */
  readonly examples: Readonly<Record<string, Message>>;
  /** The positional arguments, in their order. */
  readonly words?: Words;
  readonly options?: Options;
  /** Returns the exit code: 0 or 1. Throws an ExplainedError or a UsageError. */
  run(context: Context, asked: Asked<Words> & Asked<Options>): Promise<number>;
}

/** A command without the types of its arguments, so that a table can hold many. */
export interface Command extends Spec<Arguments, Arguments> {
  readonly words: Arguments;
  readonly options: Arguments;
}

export function command<
  Words extends Arguments = Record<never, never>,
  Options extends Arguments = Record<never, never>,
>(spec: Spec<Words, Options>): Command {
  return { words: {}, options: {}, ...spec } as unknown as Command;
}

/** An option that is on where it is given. */
export const flag: Argument<boolean> = { isFlag: true, read: (text) => text !== undefined };

/** An argument that may be left out. */
export function optional<Value>(read: (text: string) => Value): Argument<Value | undefined> {
  return { read: (text) => (text === undefined ? undefined : read(text)) };
}
