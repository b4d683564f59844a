/** What a program that runs labs does for the class that was joined; where none was, nothing. */
import type { LabRun } from '#runner/result.ts';
import type { Context } from '#terminal/command.ts';
import { hasJoined } from './membership.ts';

/**
 * Returns what sends a run to the class: call it when the verdict has been shown. Its promise is for
 * a program that ends; it never rejects. `json`: standard output is for a program, and gets no line.
 */
export function classReports(
  { root, tell }: Pick<Context, 'root' | 'tell'>,
  { json = false } = {},
): (run: LabRun) => Promise<void> {
  let sender: Promise<(run: LabRun) => Promise<void>> | undefined;
  return async (run) => {
    // Checks that never started say nothing of the learner.
    if (run.problem?.kind === 'not-started' || !hasJoined(root)) return;
    sender ??= import('./send.ts').then(({ classSender }) =>
      classSender(root, json ? () => Promise.resolve() : tell),
    );
    await (
      await sender
    )(run);
  };
}
