/** What a rule has to say, before it is known in which lab and which language. */
import type { Message } from '#text/message.ts';

export interface Finding {
  readonly rule: string;
  /** Relative to the repository's root, with `/`; with `:line` where it is known. */
  readonly file: string;
  readonly what: Message;
  /** Exactly what to do. */
  readonly remedy: Message;
  /** The commands that belong to it, in their order. */
  readonly run?: readonly string[];
  /** The check that it is about, where it is one that never ran. */
  readonly neverRan?: string;
}

/** The outcome of one rule. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** How many are as they must be, of how many. */
  readonly done?: number;
  readonly of?: number;
}

/** Several outcomes, or findings, as one: what they count is added up. */
export function together(...parts: readonly (Outcome | readonly Finding[])[]): Outcome {
  const outcomes = parts.map((part) => ('findings' in part ? part : { findings: part }));
  const counted = outcomes.filter(({ of }) => of !== undefined);
  return {
    findings: outcomes.flatMap(({ findings }) => findings),
    ...(counted.length > 0 && {
      done: counted.reduce((sum, { done = 0 }) => sum + done, 0),
      of: counted.reduce((sum, { of = 0 }) => sum + of, 0),
    }),
  };
}
