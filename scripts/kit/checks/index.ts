/**
 * What a lab's checks are written with, imported as `#checks`. Import it before the learner's
 * file: loading it begins the event log.
 */
import { startLog } from '../event-log.ts';
import { listenForUncaught } from './uncaught.ts';

/** See runner/shared-worker.mjs. */
const NEXT_FILE = Symbol.for('jwt-workshop.next-file');

export { say, verbatim, type Message } from '#text/message.ts';
export { CheckFailure, type Failure } from './failure.ts';
export { given, givenAsync, same, type Cause } from './given.ts';
export { codeBehind } from './learners-code.ts';
export { codeOf } from '#terminal/error-code.ts';
export { type Outcome } from './outcome.ts';
export { secret, show } from './show.ts';
export { check, guard, step } from './steps.ts';

const endings = [startLog(), listenForUncaught()];
// A worker that runs several files of checks ends here what the last one has left.
const worker = globalThis as { [NEXT_FILE]?: (end: () => void) => void };
worker[NEXT_FILE]?.(() => endings.forEach((end) => end()));
