/**
 * The assertions that a check is written with: call the learner's function, say what must come.
 *
 *     given(base64urlDecode, 'Zg').returns(bytes(102));
 *     given(base64urlDecode, 'Zg==').refuses('malformed', say`…`);
 */
import { expect } from 'vitest';
import { say, verbatim, type Message } from '#text/message.ts';
import { CheckFailure, type Failure } from './failure.ts';
import { record } from '../event-log.ts';
import { codeOf } from '#terminal/error-code.ts';
import { describeOutcome, failureByNature, refusalCode, stackOf, type Outcome } from './outcome.ts';
import { isCut, show } from './show.ts';

/**
 * The likely cause: a function that reads it off what came, or a text, which speaks of a wrong value
 * or a wrong refusal and of nothing else. An exception that nobody meant, or an empty answer, is
 * never explained by a text.
 */
export type Cause = Message | ((outcome: Outcome) => Message | undefined);

const names = new WeakMap<object, string>();
/** What was called last: what a check works out by itself is worked out from that. */
let lastSubject: string | undefined;

/** Remembers the name that the learner exports `subject` by. */
export function nameSubject(subject: unknown, name: string): void {
  if (typeof subject === 'function') names.set(subject, name);
}

/** Calls `subject` with `args` and keeps what it came to. */
export function given<Arguments extends unknown[], Result>(
  subject: (...args: Arguments) => Result,
  ...args: Arguments
): Given<Result> {
  const { name, call } = announced(subject, args);
  return new Given<Result>(
    name,
    call,
    outcomeOf(() => subject(...args)),
  );
}

/** As `given`, for a function that returns a promise: keeps what that came to. */
export async function givenAsync<Arguments extends unknown[], Result>(
  subject: (...args: Arguments) => Promise<Result>,
  ...args: Arguments
): Promise<Given<Result>> {
  const { name, call } = announced(subject, args);
  try {
    return new Given<Result>(name, call, { threw: false, returned: await subject(...args) });
  } catch (error) {
    return new Given<Result>(name, call, { threw: true, error });
  }
}

/** Enters the call into the event log. */
function announced<Arguments extends unknown[]>(
  subject: (...args: Arguments) => unknown,
  args: Arguments,
): { readonly name: string; readonly call: string } {
  const name = names.get(subject) ?? subject.name;
  const call = `${name}(${args.map((argument) => show(argument)).join(', ')})`;
  record({ type: 'call', subject: name, call });
  return { name, call };
}

function outcomeOf(run: () => unknown): Outcome {
  try {
    return { threw: false, returned: run() };
  } catch (error) {
    return { threw: true, error };
  }
}

export class Given<Result> {
  private readonly subject: string;
  private readonly call: string;
  readonly outcome: Outcome;

  constructor(subject: string, call: string, outcome: Outcome) {
    this.subject = subject;
    lastSubject = subject;
    this.call = call;
    this.outcome = outcome;
  }

  /** What it returned, for a check that looks closer. Throws a failure where it threw. */
  result(cause?: Cause): Result {
    if (this.outcome.threw) this.failAnswer(say`${this.call} returns a value`, cause);
    return this.outcome.returned as Result;
  }

  /**
   * It returns a value equal to `expected`: by content, as `toEqual` of vitest. Where bytes are
   * expected any Uint8Array will do, a Buffer too.
   */
  returns(expected: Result, cause?: Cause): void {
    const what = say`${this.call} → ${show(expected)}`;
    const { outcome } = this;
    if (!outcome.threw && isEqual(outcome.returned, expected)) return;
    this.failAnswer(
      what,
      cause,
      outcome.threw ? undefined : whatDiffers(outcome.returned, expected),
    );
  }

  /**
   * It throws an Error whose `code` is this one, whatever its class. With `nullIsAnAnswer` a null
   * or a false that comes back is what was read, and not a no.
   */
  refuses(code: string, cause?: Cause, { nullIsAnAnswer = false } = {}): void {
    if (this.outcome.threw && codeOf(this.outcome.error) === code) return;
    const expected = say`${this.call} throws a JwtError with code "${code}"`;
    if (nullIsAnAnswer) this.fail(expected, cause);
    this.failRefusal(expected, cause);
  }

  /** It throws a RangeError; a stack that ran full is one too, but not the one that is meant. */
  throwsRangeError(cause?: Cause): void {
    const { outcome } = this;
    const isMeant = outcome.threw && outcome.error instanceof RangeError;
    if (isMeant && failureByNature(outcome.error) === undefined) return;
    this.failRefusal(say`${this.call} throws a RangeError`, cause);
  }

  /** What it returned passes `holds`; `expected` says what that means. */
  satisfies(expected: Message, holds: (result: Result) => boolean, cause?: Cause): void {
    const result = this.result(cause);
    if (!holds(result)) this.failAnswer(say`${this.call}: ${expected}`, cause);
  }

  /** Fails where a throw was expected. Who says no by an empty answer has not thrown. */
  private failRefusal(expected: Message, cause?: Cause): never {
    const { outcome } = this;
    const isEmpty = !outcome.threw && [null, undefined, false].includes(outcome.returned as null);
    this.fail(
      expected,
      isEmpty
        ? () => say`To refuse is to throw. Whoever gets this back goes on as if all were well.`
        : cause,
    );
  }

  /** Fails where an answer was expected. */
  private failAnswer(expected: Message, cause?: Cause, came?: Message): never {
    const { outcome } = this;
    if (!outcome.threw && outcome.returned === undefined) {
      // As a function: a text is for a wrong value, and not for none.
      this.fail(expected, () => say`The function ends without "return".`);
    }
    this.fail(expected, cause, came);
  }

  /**
   * Ends the check: this was expected, and the call came to something else. `came` is the judged part
   * of a long answer, which would be cut away with its end.
   */
  fail(expected: Message, cause?: Cause, came?: Message): never {
    const { outcome } = this;
    const byNature = outcome.threw ? failureByNature(outcome.error) : undefined;
    if (byNature) throw new CheckFailure({ ...byNature, subject: this.subject });
    const likely = likelyCause(cause, outcome);
    const failure: Failure = {
      kind: outcome.threw ? 'threw' : 'wrong',
      expected,
      actual: (!outcome.threw && came) || describeOutcome(outcome),
      ...(likely && { cause: likely }),
      subject: this.subject,
      ...(outcome.threw && stackOf(outcome.error)),
    };
    throw new CheckFailure(failure);
  }
}

function likelyCause(cause: Cause | undefined, outcome: Outcome): Message | undefined {
  if (!outcome.threw && outcome.returned instanceof Promise) {
    return say`The function is async, so its caller gets a promise: take "async" away.`;
  }
  if (outcome.threw && !(outcome.error instanceof Error)) {
    return say`Throw an Error: a thrown text has no stack, and no code to tell it by.`;
  }
  if (typeof cause === 'function') return cause(outcome);
  return isJudgement(outcome) ? cause : undefined;
}

/** Whether it is a value, or a refusal that the learner's code means: one with a code of its own. */
function isJudgement(outcome: Outcome): boolean {
  if (outcome.threw) return refusalCode(outcome.error) !== undefined;
  return ![undefined, null, ''].includes(outcome.returned as null);
}

/**
 * Ends the check unless `actual` equals `expected`; `what` names the thing that is compared.
 * For what a check derives itself from the learner's answers.
 */
export function same<Value>(
  what: Message,
  actual: Value,
  expected: unknown,
  cause?: Message | ((actual: Value) => Message | undefined),
): void {
  if (isEqual(actual, expected)) return;
  const likely = typeof cause === 'function' ? cause(actual) : cause;
  throw new CheckFailure({
    kind: 'wrong',
    expected: say`${what}: ${verbatim(show(expected))}`,
    actual: verbatim(show(actual)),
    ...(likely && { cause: likely }),
    ...(lastSubject !== undefined && { subject: lastSubject }),
  });
}

/** Of a long object the members that are not as expected: the rest would push them off the line. */
function whatDiffers(actual: unknown, expected: unknown): Message | undefined {
  if (!isCut(actual) || !isPlain(actual) || !isPlain(expected)) return undefined;
  const members = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const parts = members
    .filter((name) => !isEqual(actual[name], expected[name]))
    .map((name) => (name in actual ? `${name}: ${show(actual[name])}` : say`no ${name}`));
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  return others.reduce<Message>(
    (line, part) => say`${line}, ${part}`,
    say`it returned an object with ${first}`,
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}

/** Equal by content: an object's prototype and a Buffer's class do not matter. */
function isEqual(actual: unknown, expected: unknown): boolean {
  if (expected instanceof Uint8Array) {
    return actual instanceof Uint8Array && Buffer.compare(actual, expected) === 0;
  }
  try {
    expect(actual).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}
