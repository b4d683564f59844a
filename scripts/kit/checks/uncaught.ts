/** Errors that nobody caught: a rejected promise that is not awaited, a throw in a timer. */
import { setImmediate } from 'node:timers/promises';
import { say, type Message } from '#text/message.ts';
import type { Failure } from './failure.ts';
import { record } from '../event-log.ts';
import { failureFrom } from './outcome.ts';

let rejection: Failure | undefined;

const REJECTION = say`A promise was rejected and nobody awaits it: in Lambda that ends the whole function.`;
const LATE_THROW = say`Something that runs later, in a timer or an event, threw: no caller is left to catch it.`;

/** Listens from now on; whatever comes is recorded at once. Returns an unsubscribe function. */
export function listenForUncaught(): () => void {
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}

function onRejection(reason: unknown): void {
  const expected = say`every promise awaited, or its rejection caught`;
  rejection ??= uncaught(reason, expected, REJECTION);
}

/** A timer's error can't be told from which check it comes: it is only recorded. */
function onException(error: unknown): void {
  uncaught(error, say`no error outside the call`, LATE_THROW);
}

function uncaught(error: unknown, expected: Message, cause: Message): Failure {
  const failure: Failure = { ...failureFrom(error), kind: 'unhandled', expected, cause };
  record({ type: 'unhandled', failure });
  return failure;
}

/** What came before a check began is not its failure. */
export function forgetUncaught(): void {
  rejection = undefined;
}

/**
 * The rejection that the check that just ran left behind. Waits one turn of the event loop: that is
 * when Node tells of it.
 */
export async function uncaughtFailure(): Promise<Failure | undefined> {
  await setImmediate();
  return rejection;
}
