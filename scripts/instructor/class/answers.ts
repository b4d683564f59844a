/**
 * A class without a network: what a folder of answers says, in the form in which messages arrive. An
 * entry is a clone, a folder of results, or one result that `--json` has printed. Whatever is in it
 * was written by somebody else: what is broken is named and left out, and nothing is run by reading it.
 */
import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesIn } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { starterOf } from '#course/starter.ts';
import type { LabRun } from '#runner/result.ts';
import { isObject, parseJson } from '#text/json.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import { readMistakes } from '../rules/mistakes.ts';
import type { ClassLab } from './class-course.ts';
import { isPlainFolder, NotPlain, readPlain } from './plain-file.ts';
import { isSnapshot, snapshotOf, type Snapshot } from './snapshot.ts';
import type { Arrival } from './view-class.ts';

export interface Answers {
  readonly arrivals: readonly Arrival[];
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  /** Below the folder, with `/`, ready to be shown. */
  readonly path: string;
  readonly why: Message;
}

/** A learner's own files of a lab, to be run. */
export interface Answer {
  readonly lab: Lab;
  readonly sources: Sources;
}

/** What running an answer has come to, as `--json` prints it; undefined where it came to nothing. */
export type RunAnswer = (answer: Answer) => Promise<string | undefined>;

interface Course {
  readonly labs: readonly Lab[];
  readonly known: readonly ClassLab[];
}

/** Reads the folder. `run`: run the clones' code with it, in place of what they say of themselves. */
export async function readAnswers(
  folder: string,
  course: Course,
  run?: RunAnswer,
): Promise<Answers> {
  const arrivals: Arrival[] = [];
  const skipped: Skipped[] = [];
  for (const name of namesIn(folder).filter((found) => !found.startsWith('.'))) {
    const path = join(folder, name);
    const learner = shown(name.replace(/\.json$/, ''));
    const add = (at: number, snapshot?: Snapshot): void => {
      arrivals.push({ learner, name: learner, at, ...(snapshot && { snapshot }) });
    };
    const skip = (file: string, why: Message): void => {
      skipped.push({ path: shown(file === '' ? name : `${name}/${file}`), why });
    };
    if (name.endsWith('.json')) readResult(folder, path, course, add, (why) => skip('', why));
    else if (!isPlainFolder(path)) skip('', say`it is neither a folder nor a result (*.json)`);
    else if (isPlainFolder(join(path, 'labs'))) {
      // Somebody who has begun nothing is in the class, too.
      add(0);
      await readClone(path, course, run, add, skip);
    } else {
      const results = namesIn(path).filter((found) => found.endsWith('.json'));
      if (results.length === 0)
        skip('', say`it is no clone of the course, and holds no result (*.json)`);
      for (const file of results) {
        readResult(path, join(path, file), course, add, (why) => skip(file, why));
      }
    }
  }
  return { arrivals, skipped };
}

type Add = (at: number, snapshot?: Snapshot) => void;

/** A file's name may hold anything but `/`, such as what clears a terminal; an error repeats it. */
function shown(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
}

const REASONS: Readonly<Record<NotPlain['why'], Message>> = {
  elsewhere: say`it is a link that leads out of its folder`,
  special: say`it is no plain file`,
  large: say`it is larger than a megabyte`,
};

/** Calls `read`; what can't be read is skipped. */
function guarded<Value>(read: () => Value, skip: (why: Message) => void): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotPlain) skip(REASONS[error.why]);
    else skip(verbatim(shown(error instanceof Error ? error.message : String(error))));
    return undefined;
  }
}

function readResult(
  folder: string,
  path: string,
  course: Course,
  add: Add,
  skip: (why: Message) => void,
): void {
  const text = guarded(() => readPlain(folder, path), skip);
  if (text === undefined) return;
  const at = Math.trunc(lstatSync(path).mtimeMs);
  const snapshots = snapshotsIn(text, course, at);
  if (!snapshots) skip(say`it is no result of this course, as --json prints one`);
  for (const snapshot of snapshots ?? []) add(at, snapshot);
}

/** What a clone says of itself, or what its code comes to. */
async function readClone(
  clone: string,
  course: Course,
  run: RunAnswer | undefined,
  add: Add,
  skip: (file: string, why: Message) => void,
): Promise<void> {
  if (!run) {
    const file = '.workshop/progress.json';
    const path = join(clone, file);
    const text = guarded(
      () => readPlain(clone, path),
      (why) => skip(file, why),
    );
    if (text === undefined) return;
    const at = Math.trunc(lstatSync(path).mtimeMs);
    const snapshots = progressIn(text, course, at);
    if (!snapshots) skip(file, say`it is broken`);
    for (const snapshot of snapshots ?? []) add(at, snapshot);
    return;
  }
  for (const lab of course.labs) {
    const file = `labs/${lab.id}`;
    const sources = guarded(
      () => sourcesIn(clone, lab),
      (why) => skip(file, why),
    );
    if (!sources) continue;
    const text = await run({ lab, sources });
    const snapshots = text === undefined ? undefined : snapshotsIn(text, course, 1);
    if (!snapshots) skip(file, say`it could not be run to an end`);
    for (const snapshot of snapshots ?? []) add(1, snapshot);
  }
}

/** The learner's files of the lab; undefined where one is missing, or nothing was written yet. */
function sourcesIn(clone: string, lab: Lab): Sources | undefined {
  const texts = lab.files.map((file) => readPlain(clone, join(clone, 'labs', lab.id, file)));
  const sources = Object.fromEntries(
    lab.files.flatMap((file, index) => {
      const text = texts[index];
      return text === undefined ? [] : [[basename(file), text] as const];
    }),
  );
  const starter = starterOf(lab);
  const isBegun = lab.files.some((file) => sources[file] !== starter[file]);
  return isBegun && !texts.includes(undefined) ? sources : undefined;
}

/** What `--json` printed, of one lab or of all; undefined where it is something else. */
function snapshotsIn(text: string, { labs, known }: Course, at: number): Snapshot[] | undefined {
  const value = jsonIn(text);
  if (!isObject(value)) return undefined;
  if (Array.isArray(value['labs'])) return progressOf(value['labs'], known, at);
  if (!isRun(value) || value.subject !== 'learner') return undefined;
  const lab = labs.find(({ number }) => number === value.lab.number);
  const snapshot = lab && snapshotOf(value, readMistakes(lab), at);
  // A run whose checks did not run says nothing, and is a result all the same.
  if (lab && !snapshot) return [];
  return isSnapshot(snapshot, known) ? [snapshot] : undefined;
}

/** Without `npm run -s` npm's own lines stand in front. */
function jsonIn(text: string): unknown {
  return parseJson(text.slice(Math.max(0, text.search(/^\{/m))));
}

function progressIn(text: string, { known }: Course, at: number): Snapshot[] | undefined {
  const value = jsonIn(text);
  if (!isObject(value) || !isObject(value['labs'])) return undefined;
  const labs = Object.entries(value['labs']).map(([id, far]) => {
    return { ...(isObject(far) ? far : {}), number: known.find((lab) => lab.id === id)?.number };
  });
  return progressOf(labs, known, at);
}

/** How far labs are, as steps tell it: which check failed is not known. */
function progressOf(
  values: readonly unknown[],
  known: readonly ClassLab[],
  at: number,
): Snapshot[] {
  return values.flatMap((value): Snapshot[] => {
    if (!isObject(value)) return [];
    const lab = known.find(({ number }) => number === value['number']);
    const { openStep, stepsPassed } = value;
    if (!lab || (stepsPassed === 0 && openStep === 1)) return [];
    const open = typeof openStep === 'number' ? openStep : Infinity;
    const idsOf = (isWanted: (step: number) => boolean): string[] =>
      lab.steps.flatMap(({ number, checks }) =>
        isWanted(number) ? checks.map(({ id }) => id) : [],
      );
    const [passed, todo] = [idsOf((step) => step < open), idsOf((step) => step === open)];
    return [{ lab: lab.number, at, passed, failed: [], todo }];
  });
}

/** As much of a run as a snapshot is made of. */
function isRun(value: Readonly<Record<string, unknown>>): value is LabRun & typeof value {
  const { lab, steps } = value;
  return (
    isObject(lab) &&
    Array.isArray(steps) &&
    steps.every(
      (step: unknown) =>
        isObject(step) && Array.isArray(step['checks']) && step['checks'].every(isCheckRun),
    )
  );
}

function isCheckRun(value: unknown): boolean {
  if (!isObject(value) || typeof value['id'] !== 'string') return false;
  const { failure } = value;
  return failure === undefined || (isObject(failure) && Object.values(failure).every(isNoNull));
}

function isNoNull(value: unknown): boolean {
  return value !== null;
}
