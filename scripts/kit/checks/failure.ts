/** What a failed check has to say. */
import { english, say, type Message } from '#text/message.ts';
import { redact } from './show.ts';

export type FailureKind =
  /** The step's `TODO n` is still there. */
  | 'todo'
  /** The file does not export what the step asks for. */
  | 'missing-export'
  /** It answered, but not with what the rule asks for. */
  | 'wrong'
  /** It threw where it should have answered. */
  | 'threw'
  /** It called itself until the stack was full. */
  | 'recursion'
  /** It called `process.exit`. */
  | 'exit'
  /** It returned a promise that did not settle in time. */
  | 'timeout'
  /** An error, or a promise's rejection, that nobody caught. */
  | 'unhandled'
  /** It never came back, and its process had to be ended. */
  | 'loop'
  /** It printed without end, and its process had to be ended. */
  | 'flood'
  /** It ended the process that it ran in. */
  | 'crash';

export interface Failure {
  readonly kind: FailureKind;
  readonly expected: Message;
  readonly actual: Message;
  /** Why this usually happens; a known misconception is named here. */
  readonly cause?: Message;
  /** For the kind `todo`: the number of the TODO. */
  readonly todo?: number;
  /** The export under test, for finding it in the learner's file. */
  readonly subject?: string;
  /** The stack of what the learner's code threw. */
  readonly stack?: string;
}

/** The failure of a step whose TODO still throws. */
export function todoFailure(step: number): Failure {
  return {
    kind: 'todo',
    expected: say`step ${step} written`,
    actual: say`its TODO still throws: write the code in its place`,
    todo: step,
  };
}

/** Thrown by a check's assertions; its message alone reads well under a bare `vitest`. */
export class CheckFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    const lines = [
      `expected: ${english(failure.expected)}`,
      `came:     ${english(failure.actual)}`,
      ...(failure.cause ? [`likely:   ${english(failure.cause)}`] : []),
    ];
    super(redact(lines.join('\n')));
    this.name = 'CheckFailure';
    this.failure = failure;
  }
}
