/**
 * What a lab's demo is written with, imported as `#demo`: the slide's demo, told line by line.
 *
 * On its own (`npx tsx labs/…/demo.ts`) a demo prints in English. Where the runner starts it, the
 * lines go to the event log, so that they can be shown in either language.
 */
import { isLogged, record, startLog } from '../event-log.ts';
import { failureFrom } from '../checks/outcome.ts';
import { english, type Message } from '#text/message.ts';

export { say, verbatim, type Message } from '#text/message.ts';
export { traceLines } from './trace-lines.ts';

startLog();

/** Prints one line of the demo. */
export function print(line: Message): void {
  if (isLogged) record({ type: 'line', line });
  else console.log(english(line));
}

/** Runs a demo. What the learner's code throws ends it with a line that says so. */
export async function demo(run: () => void | Promise<void>): Promise<void> {
  try {
    await run();
    record({ type: 'over' });
  } catch (error) {
    const failure = failureFrom(error);
    record({ type: 'over', failure });
    if (!isLogged) console.log(english(failure.actual));
  }
}
