/** What the event log says of a single check. */
import type { Failure } from '#kit/checks/failure.ts';
import { say } from '#text/message.ts';
import type { ChecksReport } from './checks-host.ts';
import type { Stop } from './watched-worker.ts';

/** A failure, or how the check ended without one. */
export type Verdict = Failure | 'passed' | 'not-run';

/** The verdict on one check of a run, by the check's id. */
export function verdictOn(id: string, { events, stopped, crashed }: ChecksReport): Verdict {
  for (const event of events) {
    if (event.type === 'end' && event.id === id) return event.failure ?? 'passed';
  }
  const last = events.findLast((event) => event.type === 'start');
  if (last?.id !== id || (!stopped && !crashed)) return 'not-run';
  const call = events.findLast((event) => event.type === 'call');
  return {
    ...CUT_SHORT[stopped ?? 'crash'],
    expected: call ? say`${call.call} comes to an end` : say`a function that comes to an end`,
    ...(call && { subject: call.subject }),
  };
}

const LOOP: Omit<Failure, 'expected'> = {
  kind: 'loop',
  actual: say`it did not come back, and was stopped`,
  cause: say`An endless loop: look for a condition that never becomes false, or a counter that never moves.`,
};

/** What a check has to say that the run was cut short in, by what ended it. */
const CUT_SHORT: Readonly<Record<Stop | 'crash', Omit<Failure, 'expected'>>> = {
  loop: LOOP,
  silent: LOOP,
  flood: {
    kind: 'flood',
    actual: say`it printed without end, and was stopped`,
    cause: say`A loop that prints and never ends: look for a condition that never becomes false.`,
  },
  waiting: {
    kind: 'timeout',
    actual: say`it did not come back, and was stopped`,
    cause: say`Something that the function awaits never settles.`,
  },
  crash: {
    kind: 'crash',
    actual: say`the process ended while it ran`,
    cause: say`Something in it ends or kills its own process, or uses up all memory.`,
  },
};
