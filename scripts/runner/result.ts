/**
 * What one run of a lab came to: the one object that the terminal, `--json` and a page all draw.
 * Every text is there in both languages. Paths are relative to the repository's root, with `/`.
 */
import type { FailureKind } from '#kit/checks/failure.ts';
import type { Bilingual, Message } from '#text/message.ts';

export interface LabRun {
  /** Grows when a reader of this object has to change. */
  readonly schema: 1;
  readonly lab: { readonly number: number; readonly id: string; readonly title: Bilingual };
  /** Whose code was checked: the learner's, or the reference solution. */
  readonly subject: 'learner' | 'reference';
  /** Of the lab's files as they were when the run began; see `sourceHashOf`. */
  readonly sourceHash: string;
  /** The files that the learner edits. */
  readonly files: readonly string[];
  readonly outcome: 'passed' | 'failed';
  readonly steps: readonly StepRun[];
  /** What kept the checks from running at all, or came between them. */
  readonly problem?: Problem;
  /** Type errors do not fail a lab. */
  readonly typeErrors: readonly TypeError[];
  readonly demo?: DemoRun;
  /** What the learner's code printed while it was checked, cut where it is long. */
  readonly output?: { readonly text: string; readonly isCut: boolean };
  /** The one thing to do now, and then to run. */
  readonly next: { readonly what: Bilingual; readonly command: string };
}

export interface StepRun {
  readonly number: number;
  readonly title: Bilingual;
  readonly exports: readonly string[];
  /** The step's section in the lesson: a path with an anchor. */
  readonly section: Bilingual;
  /** Where it is to be written: its TODO, or the function that the TODO stood in. */
  readonly place?: Place;
  readonly status: Status;
  readonly checks: readonly CheckRun[];
}

/** `todo`: the step's TODO is still there. `not-run`: the run ended before it. */
export type Status = 'passed' | 'failed' | 'todo' | 'not-run';

export interface CheckRun {
  readonly id: string;
  readonly title: Bilingual;
  /** It guards what is given, and may pass before the step is written. */
  readonly guard: boolean;
  readonly status: Status;
  readonly failure?: FailureRun;
}

export interface FailureRun {
  readonly kind: FailureKind;
  readonly expected: Bilingual;
  readonly actual: Bilingual;
  readonly cause?: Bilingual;
  readonly place?: Place;
}

export interface Problem {
  readonly kind:
    | 'unreadable-file'
    | 'encoding'
    | 'syntax'
    | 'load-threw'
    | 'load-loop'
    | 'load-waiting'
    | 'load-flood'
    | 'load-exit'
    | 'crash'
    | 'unhandled'
    | 'no-checks'
    | 'not-started';
  readonly what: Bilingual;
  readonly cause?: Bilingual;
  readonly place?: Place;
}

/** A problem before its texts are translated. */
export interface ProblemMessage extends Pick<Problem, 'kind' | 'place'> {
  readonly what: Message;
  readonly cause?: Message;
}

/** Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

export interface TypeError extends Place {
  /** The compiler's own words, such as `TS2322`. */
  readonly code: string;
  readonly message: string;
}

export interface DemoRun {
  readonly lines: readonly Bilingual[];
  /** Why the demo went no further; absent where it came to its end. */
  readonly stopped?: Bilingual;
}

/** The first check that has not passed, with its step; undefined where all have. */
export function firstOpenCheck(
  run: Pick<LabRun, 'steps'>,
): { step: StepRun; check: CheckRun } | undefined {
  for (const step of run.steps) {
    const check = step.checks.find(({ status }) => status !== 'passed');
    if (check) return { step, check };
  }
  return undefined;
}

/** 0 where the lab is passed, 1 where it is not. */
export function exitCodeOf(run: LabRun): 0 | 1 {
  return run.outcome === 'passed' ? 0 : 1;
}
