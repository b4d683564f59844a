/** One answer of a reviewer, held against what is true of the change. */
import { say, type Message } from '#text/message.ts';
import { isChanged } from './line.ts';

/** A refusal names a line of the change, from 0, and one of the four reasons, from 0. */
export type Answer = 'approve' | { readonly line: number; readonly reason: number };

export interface Solution {
  /** As in a difference, with `+`, `-` or a space in front. */
  readonly lines: readonly string[];
  /** The index of the reason that is true; undefined where the change is right. */
  readonly reason: number | undefined;
}

export interface Judged {
  readonly isRight: boolean;
  /** What was right of the answer, or wrong, in a sentence. */
  readonly verdict: Message;
}

/** Right is who approves a right change, and who refuses a wrong one for its line and its reason. */
export function judge({ lines, reason }: Solution, answer: Answer): Judged {
  if (answer === 'approve') {
    return reason === undefined
      ? { isRight: true, verdict: say`Right: this change can be approved.` }
      : { isRight: false, verdict: say`No: this change must be refused.` };
  }
  if (reason === undefined) {
    return { isRight: false, verdict: say`No: this change is right, and can be approved.` };
  }
  if (answer.reason !== reason) {
    return { isRight: false, verdict: say`It must be refused, but for another reason.` };
  }
  return isChanged(lines[answer.line] ?? '')
    ? { isRight: true, verdict: say`Right: it must be refused, and for this reason.` }
    : {
        isRight: false,
        verdict: say`It must be refused, but the fault is in a line that changes.`,
      };
}
