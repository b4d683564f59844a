/** Errors that are no bug of ours: each is told in a line, without a stack. */
import { english, type Message } from '#text/message.ts';

/** What helps, and the command for it. */
export interface Next {
  readonly what: Message;
  readonly command: string;
}

/** Something that keeps a command from its work, and that a person can mend: exit code 1. */
export class ExplainedError extends Error {
  readonly text: Message;
  /** More lines, such as the places to look at. */
  readonly details: readonly Message[];
  readonly next: Next | undefined;

  constructor(
    text: Message,
    { details = [], next }: { readonly details?: readonly Message[]; readonly next?: Next } = {},
  ) {
    super(english(text));
    this.name = new.target.name;
    this.text = text;
    this.details = details;
    this.next = next;
  }
}

/** A command that was typed wrongly: exit code 2. */
export class UsageError extends ExplainedError {}
