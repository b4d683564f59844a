/**
 * Steps and their checks, on vitest.
 *
 * `step` becomes a `describe`, `check` a `test`: under a bare `vitest` they are nothing else. Where
 * the event log is read they also record what they find, for whoever shows it to the learner.
 */
import { describe, test } from 'vitest';
import { say, english, verbatim, type Message } from '#text/message.ts';
import { CheckFailure, type Failure } from './failure.ts';
import { failureFrom } from './outcome.ts';
import { record } from '../event-log.ts';
import { SETTLE_MS, TIMES_AGAIN, WORKING_SHARE } from '../limits.ts';
import { nameSubject } from './given.ts';
import { forgetUncaught, uncaughtFailure } from './uncaught.ts';

// A learner's file, or a check's own clock, may replace these.
const { setTimeout, clearTimeout } = globalThis;
const cpuUsage = process.cpuUsage.bind(process);

type Body = () => void | Promise<void>;

let settleMs = SETTLE_MS;

/**
 * How many milliseconds the checks that are declared from here on may take. For those whose answers
 * come from processes of their own: a slow machine takes long to start them, and what hangs there is
 * ended by whoever started it.
 */
export function settleWithin(milliseconds: number): void {
  settleMs = milliseconds;
  record({ type: 'settle', milliseconds });
}

const ids = new Set<string>();
let hasStalled = false;
let current: { readonly number: number; readonly exports: Readonly<Record<string, unknown>> };

/**
 * One step of a lab: TODO `number` in the starter, heading `number` in the README.
 * `exports` are what the learner writes in this step, under the names they must be exported by;
 * the names alone where the checks call them through Lambda and do not import them.
 */
export function step(
  number: number,
  exports: Readonly<Record<string, unknown>> | readonly string[],
  define: () => void,
): void {
  const names = isNames(exports) ? exports : Object.keys(exports);
  const values = isNames(exports) ? {} : exports;
  for (const [name, value] of Object.entries(values)) nameSubject(value, name);
  describe(`step ${number}: ${names.join(', ')}`, () => {
    current = { number, exports: values };
    record({ type: 'step', step: number, exports: names });
    define();
  });
}

function isNames(
  exports: Readonly<Record<string, unknown>> | readonly string[],
): exports is readonly string[] {
  return Array.isArray(exports);
}

/**
 * One rule that the step's exports must keep. It fails on the starter.
 * `id` is unique in the lab and stays the same when the wording changes: mistakes name it.
 */
export function check(id: string, title: Message, body: Body): void {
  declare(id, title, body, false);
}

/** A check that may pass on the starter: it guards what the learner is given. */
export function guard(id: string, title: Message, body: Body): void {
  declare(id, title, body, true);
}

function declare(id: string, title: Message, body: Body, isGuard: boolean): void {
  if (ids.has(id)) throw new Error(`Two checks have the id "${id}".`);
  ids.add(id);
  const { number, exports } = current;
  record({ type: 'check', step: number, id, title, guard: isGuard });
  // oxlint-disable-next-line vitest/expect-expect -- the body asserts; a failure is thrown below
  test(`${id}: ${english(title)}`, { timeout: settleMs * (TIMES_AGAIN + 2) }, async (context) => {
    // Whatever hangs in one check would hang in the next: the learner need not wait for that.
    if (hasStalled) return context.skip();
    record({ type: 'start', id });
    const failure = await failureOf(exports, body);
    record({ type: 'end', id, ...(failure && { failure }) });
    hasStalled ||= failure?.kind === 'timeout';
    if (failure) throw new CheckFailure(failure);
  });
}

async function failureOf(
  exports: Readonly<Record<string, unknown>>,
  body: Body,
): Promise<Failure | undefined> {
  const missing = Object.keys(exports).find((name) => exports[name] === undefined);
  if (missing !== undefined) return missingExport(missing);
  forgetUncaught();
  try {
    const pending = body();
    if (pending instanceof Promise) await settled(pending);
  } catch (error) {
    return error instanceof CheckFailure ? error.failure : failureFrom(error);
  }
  return uncaughtFailure();
}

function missingExport(name: string): Failure {
  return {
    kind: 'missing-export',
    expected: say`an export named ${name}`,
    actual: say`the file has none`,
    cause: say`The function was renamed or deleted, or "export" is missing in front of it; "export default" does not count.`,
    subject: name,
  };
}

async function settled(pending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const wait = (again: number): void => {
      const before = cpuUsage();
      timer = setTimeout(() => {
        const { user, system } = cpuUsage(before);
        const isAtWork = (user + system) / 1000 > settleMs * WORKING_SHARE;
        if (again === 0 || !isAtWork) return reject(new CheckFailure(timedOut()));
        // The process that watches this one waits for a sign, too.
        record({ type: 'settle', milliseconds: settleMs });
        wait(again - 1);
      }, settleMs);
    };
    wait(TIMES_AGAIN);
  });
  try {
    await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(): Failure {
  return {
    kind: 'timeout',
    expected: say`an answer within ${verbatim(String(settleMs / 1000))} seconds`,
    actual: say`none: a promise is still pending`,
    cause: say`Something that the function awaits never settles.`,
  };
}
