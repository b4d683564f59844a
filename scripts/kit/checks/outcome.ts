/** What a call of the learner's code came to, and how to say it. */
import { codeOf } from '#terminal/error-code.ts';
import { say, type Message } from '#text/message.ts';
import { todoFailure, type Failure } from './failure.ts';
import { redact, show } from './show.ts';

export type Outcome =
  /** `came`: how it is shown, where the value itself would be cut before what matters. */
  | { readonly threw: false; readonly returned: unknown; readonly came?: Message }
  | { readonly threw: true; readonly error: unknown };

/** What came, for the line "came". */
export function describeOutcome(outcome: Outcome): Message {
  if (outcome.threw) return describeError(outcome.error);
  return outcome.came ?? say`it returned ${show(outcome.returned)}`;
}

function describeError(error: unknown): Message {
  if (!(error instanceof Error)) return say`it threw ${show(error)}, which is not an Error`;
  const code = refusalCode(error);
  const name = redact(String(error.name));
  if (code !== undefined) return say`it threw ${name} with code "${redact(code)}"`;
  return say`it threw ${name}: ${oneLine(error.message)}`;
}

/** The code of an error that a learner's code made: the platform's own are in capitals, or numbers. */
export function refusalCode(error: unknown): string | undefined {
  const code = codeOf(error);
  return typeof code === 'string' && !/^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
}

/**
 * The failure that an error stands for on its own account: a TODO that is still there, a stack
 * that ran full, a call of `process.exit`. Undefined where it depends on what the check expected.
 */
export function failureByNature(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const stack = stackOf(error);
  // An error from another process brings along what it stands for.
  if ('nature' in error && error.nature !== undefined)
    return { ...stack, ...(error.nature as Failure) };
  const todo = /^TODO (\d+)/.exec(error.message);
  if (todo) return { ...todoFailure(Number(todo[1])), ...stack };
  if (
    (error instanceof RangeError || error.name === 'RangeError') &&
    /call stack/.test(error.message)
  ) {
    return {
      kind: 'recursion',
      expected: say`a function that comes to an end`,
      actual: say`it called itself until the stack was full`,
      cause: say`An endless recursion: the function, or two that call each other, never reach a case that returns.`,
      ...stack,
    };
  }
  // In every step the same mistake, and nothing that a step's own causes know of.
  const [, undeclared] =
    (error.name === 'ReferenceError' && /^(\S+) is not defined$/.exec(error.message)) || [];
  if (undeclared !== undefined) {
    return {
      kind: 'threw',
      expected: say`every name declared or imported`,
      actual: describeError(error),
      cause: say`Nothing here is called ${undeclared}: it is misspelt, or its import is missing at the top of the file.`,
      ...stack,
    };
  }
  // The text is vitest's own, thrown in place of ending its worker.
  if (error.message.startsWith('process.exit unexpectedly called')) {
    return {
      kind: 'exit',
      expected: say`a return or a throw`,
      actual: say`it called process.exit`,
      cause: say`process.exit ends the whole program: a function that is used by others returns or throws.`,
      ...stack,
    };
  }
  return undefined;
}

/** The failure for an error that no assertion expected. */
export function failureFrom(error: unknown): Failure {
  return (
    failureByNature(error) ?? {
      kind: 'threw',
      expected: say`no error`,
      actual: describeError(error),
      ...stackOf(error),
    }
  );
}

/** The stack, as a part of a failure: it repeats the error's message, secrets and all. */
export function stackOf(error: unknown): { readonly stack?: string } {
  const stack = error instanceof Error ? error.stack : undefined;
  return typeof stack === 'string' ? { stack: redact(stack) } : {};
}

function oneLine(text: string): string {
  const [first = ''] = redact(String(text)).split('\n');
  return first.length > 120 ? `${first.slice(0, 119)}…` : first;
}
