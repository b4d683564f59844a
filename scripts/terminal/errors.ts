/** Errors that are no bug of ours: each is told in a line, without a stack. */
import { relative, sep } from 'node:path';
import { english, say, type Message } from '#text/message.ts';
import { codeOf } from './error-code.ts';

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

/** What the system says of a file that it lets nobody open or write, by its code. */
const REFUSALS: Readonly<Record<string, Message>> = {
  EACCES: say`it belongs to somebody else, is read-only, or is open in another program`,
  EPERM: say`it belongs to somebody else, is read-only, or is open in another program`,
  EBUSY: say`it is open in another program`,
  EROFS: say`it is read-only`,
  ENOSPC: say`the disk is full`,
  ENOTDIR: say`a file stands where a folder is needed`,
  EEXIST: say`a file stands where a folder is needed`,
  EISDIR: say`it is a folder`,
};

/**
 * The explanation of an error; undefined where it is a bug of ours. `root` is the course's: what is
 * missing there has been deleted or renamed.
 */
export function explanationOf(error: unknown, root?: string): ExplainedError | undefined {
  if (error instanceof ExplainedError) return error;
  if (!(error instanceof Error) || !('path' in error)) return undefined;
  const code = String(codeOf(error));
  const path = String(error.path);
  if (code === 'ENOENT' && root !== undefined) return missingFile(relative(root, path));
  const reason = REFUSALS[code];
  if (reason === undefined) return undefined;
  return new ExplainedError(say`The system refuses access to ${path} (${code}): ${reason}.`);
}

/** `path` is relative to the course's root. What lies outside the course's own folders is not its own. */
function missingFile(path: string): ExplainedError | undefined {
  const file = path.split(sep).join('/');
  if (!/^(?:labs|solutions|slides-notes|skeleton)\//.test(file)) return undefined;
  return new ExplainedError(say`${file} is not there. It is a part of the course.`, {
    next: { what: say`bring it back`, command: `git checkout -- ${file}` },
  });
}
