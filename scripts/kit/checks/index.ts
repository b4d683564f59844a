/**
 * What a lab's checks are written with, imported as `#checks`. Import it before the learner's
 * file: loading it begins the event log.
 */
import { startLog } from '../event-log.ts';
import { listenForUncaught } from './uncaught.ts';

export { say, verbatim, type Message } from '#text/message.ts';
export { CheckFailure, type Failure } from './failure.ts';
export { given, givenAsync, same, type Cause } from './given.ts';
export { codeBehind } from './learners-code.ts';
export { codeOf } from '#terminal/error-code.ts';
export { type Outcome } from './outcome.ts';
export { secret, show } from './show.ts';
export { check, guard, step } from './steps.ts';

startLog();
listenForUncaught();
