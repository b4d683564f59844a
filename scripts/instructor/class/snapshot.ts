/**
 * What a learner's machine sends to the class: which checks of a lab passed and which failed, on which
 * known mistake, and when. No code, no value, no token: there is no place for one. The class takes
 * nothing else, for every id has to be one of this course.
 */
import type { LabRun } from '#runner/result.ts';
import { isObject, parseJson } from '#text/json.ts';
import type { MistakeHeader } from '../rules/mistakes.ts';
import type { ClassLab } from './class-course.ts';

/** One lab as it was at one run: the newest is all there is to know. */
export interface Snapshot {
  readonly lab: number;
  /** In milliseconds since the epoch, by the clock of whoever writes it down. */
  readonly at: number;
  /** Ids of checks. What is in none of the lists has not been run. */
  readonly passed: readonly string[];
  readonly failed: readonly FailedCheck[];
  /** Their step's TODO is still there. */
  readonly todo: readonly string[];
}

export interface FailedCheck {
  readonly check: string;
  /** The name of the known mistake, where what came is true of that one alone. */
  readonly mistake?: string;
}

export interface ClassMessage {
  readonly version: typeof VERSION;
  /** Random, and the same as long as the learner is in this class. */
  readonly learner: string;
  /** As the learner gave it. */
  readonly name: string;
  /** The time when it is sent, by the learner's own clock, which may be wrong. */
  readonly sent: number;
  /** Absent where the learner has just joined. */
  readonly snapshot?: Snapshot;
}

/** Grows when the class has to read a message in another way. */
export const VERSION = 1;

/** In letters. */
export const LONGEST_NAME = 40;

/** What a run says; undefined where none of its checks was run: a slip of the pen takes nothing back. */
export function snapshotOf(
  { lab, steps }: Pick<LabRun, 'lab' | 'steps'>,
  mistakes: readonly MistakeHeader[],
  at: number,
): Snapshot | undefined {
  const checks = steps.flatMap((step) => step.checks);
  const idsOf = (wanted: string): string[] =>
    checks.filter(({ status }) => status === wanted).map(({ id }) => id);
  const failed = checks
    .filter(({ status }) => status === 'failed')
    .map(({ id, failure }): FailedCheck => {
      const said = failure ? [failure.expected, failure.actual, failure.cause] : [];
      const mistake = mistakeBehind(id, said.map((text) => text?.en ?? '').join('\n'), mistakes);
      return { check: id, ...(mistake && { mistake: mistake.name }) };
    });
  const snapshot = { lab: lab.number, at, passed: idsOf('passed'), failed, todo: idsOf('todo') };
  const isEmpty = snapshot.passed.length + failed.length + snapshot.todo.length === 0;
  return isEmpty ? undefined : snapshot;
}

/** The one mistake whose message it is; where several have it, what was believed is not known. */
function mistakeBehind(
  check: string,
  said: string,
  mistakes: readonly MistakeHeader[],
): MistakeHeader | undefined {
  const fitting = mistakes.filter((one) => one.check === check && said.includes(one.says));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Reads a message; undefined where it is none of this course's, to the letter. */
export function readMessage(text: string, labs: readonly ClassLab[]): ClassMessage | undefined {
  const value = parseJson(text);
  return isMessage(value, labs) ? value : undefined;
}

function isMessage(value: unknown, labs: readonly ClassLab[]): value is ClassMessage {
  return (
    hasMembers(value, ['version', 'learner', 'name', 'sent'], ['snapshot']) &&
    value['version'] === VERSION &&
    typeof value['learner'] === 'string' &&
    UUID.test(value['learner']) &&
    isName(value['name']) &&
    isTime(value['sent']) &&
    (!('snapshot' in value) || isSnapshot(value['snapshot'], labs))
  );
}

/** As `crypto.randomUUID` makes it (RFC 9562 §5.4). */
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Printable text: no control character (it would reach terminals), and none that turns the text's direction. */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() === value &&
    value !== '' &&
    [...value].length <= LONGEST_NAME &&
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value)
  );
}

export function isSnapshot(value: unknown, labs: readonly ClassLab[]): value is Snapshot {
  if (!hasMembers(value, ['lab', 'at', 'passed', 'failed', 'todo'], [])) return false;
  const { passed, failed, todo } = value;
  const lab = labs.find(({ number }) => number === value['lab']);
  if (!lab || !isTime(value['at'])) return false;
  if (!Array.isArray(passed) || !Array.isArray(failed) || !Array.isArray(todo)) return false;
  const failedIds = failed.map((one: unknown) => (isFailed(one, lab) ? one.check : undefined));
  const ids: readonly unknown[] = [...passed, ...failedIds, ...todo];
  const known = new Set<unknown>(lab.steps.flatMap(({ checks }) => checks.map(({ id }) => id)));
  return ids.length > 0 && new Set(ids).size === ids.length && ids.every((id) => known.has(id));
}

function isFailed(value: unknown, { mistakes }: ClassLab): value is FailedCheck {
  if (!hasMembers(value, ['check'], ['mistake'])) return false;
  return (
    !('mistake' in value) ||
    mistakes.some(({ name, check }) => name === value['mistake'] && check === value['check'])
  );
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether it has all of these members, and none beyond those that it may have. */
function hasMembers(
  value: unknown,
  needed: readonly string[],
  more: readonly string[],
): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const names = Object.keys(value);
  return (
    needed.every((name) => names.includes(name)) &&
    names.every((name) => needed.includes(name) || more.includes(name))
  );
}
