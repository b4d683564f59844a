/** What the journal says of a single check. */
import type { Failure } from '#kit/checks/failure.ts';
import { say } from '#text/message.ts';
import type { ChecksReport } from './checks-host.ts';

/** A failure, or how the check ended without one. */
export type Verdict = Failure | 'passed' | 'not-run';

/** The verdict on one check of a run, by the check's id. */
export function verdictOn(id: string, checks: ChecksReport): Verdict {
  for (const entry of checks.journal) {
    if (entry.type === 'end' && entry.id === id) return entry.failure ?? 'passed';
  }
  const last = checks.journal.findLast((entry) => entry.type === 'start');
  if (last?.id !== id) return 'not-run';
  const failure = cutShort(checks);
  const call = checks.journal.findLast((entry) => entry.type === 'call');
  return typeof failure === 'object' && call
    ? { ...failure, expected: say`${call.call} comes to an end`, subject: call.subject }
    : failure;
}

/** The failure of the check during which the run was cut short. */
function cutShort({ stopped, crashed, output }: ChecksReport): Failure | 'not-run' {
  const expected = say`a function that comes to an end`;
  if (stopped === 'flood' || (stopped && output.isCut)) {
    return {
      kind: 'flood',
      expected,
      actual: say`it printed without end, and was stopped`,
      cause: say`A loop that prints and never ends: look for a condition that never becomes false.`,
    };
  }
  if (stopped) {
    return {
      kind: 'loop',
      expected,
      actual: say`it did not come back, and was stopped`,
      cause: say`An endless loop: look for a condition that never becomes false, or a counter that never moves.`,
    };
  }
  if (!crashed) return 'not-run';
  return {
    kind: 'crash',
    expected,
    actual: say`the process ended while it ran`,
    cause: say`Something in it ends or kills its own process, or uses up all memory.`,
  };
}
