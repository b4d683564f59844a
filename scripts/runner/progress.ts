/**
 * How far the learner is: a plain file that can be deleted at any time. What it says of the labs is
 * only kept from running the checks again, and counts for the very files that were checked.
 */
import { basename, join } from 'node:path';
import { readJson, readText, replaceFile, sourceHash } from '#course/files.ts';
import { codeFilesOf, type Lab } from '#course/lab.ts';
import { NOT_REVIEWED, readState, type ReviewState } from '#course/review/round.ts';
import { stateFolder } from '#course/stage.ts';
import { isObject } from '#text/json.ts';
import type { LabRun } from './result.ts';

export interface LabProgress {
  /** Of the files that were run; see `sourceHashOf`. */
  readonly sourceHash: string;
  readonly stepsPassed: number;
  readonly steps: number;
  /** The number of the first step that is open; undefined where the lab is passed. */
  readonly openStep?: number;
}

interface Contents {
  readonly labs: Readonly<Record<string, LabProgress>>;
  /** How many hints were shown, by lab and step: `01-base64url#2`. */
  readonly hints: Readonly<Record<string, number>>;
  /** The reviews, by lab. */
  readonly reviews: Readonly<Record<string, unknown>>;
}

export class Progress {
  private readonly path: string;

  constructor(root: string) {
    this.path = join(stateFolder(root), 'progress.json');
  }

  /** What is known of the lab; undefined where its files have changed since. */
  of(lab: Lab): LabProgress | undefined {
    const known = this.read().labs[lab.id];
    return known?.sourceHash === sourceHashOf(lab) ? known : undefined;
  }

  /** Keeps how far a run came, where the files are still those that were run. */
  record(lab: Lab, run: LabRun): LabProgress {
    const contents = this.read();
    const open = run.steps.find(({ status }) => status !== 'passed');
    const progress: LabProgress = {
      sourceHash: run.sourceHash,
      stepsPassed: run.steps.filter(({ status }) => status === 'passed').length,
      steps: run.steps.length,
      ...(run.outcome === 'failed' && { openStep: open?.number ?? 1 }),
    };
    // What was saved while the checks ran may have been run or not.
    if (run.problem?.kind !== 'not-started' && sourceHashOf(lab) === run.sourceHash) {
      this.write({ ...contents, labs: { ...contents.labs, [lab.id]: progress } });
    }
    return progress;
  }

  /** How many hints of the step were shown. */
  hintsShown(lab: Lab, step: number): number {
    const shown = this.read().hints[`${lab.id}#${step}`];
    return Number.isInteger(shown) ? (shown ?? 0) : 0;
  }

  recordHint(lab: Lab, step: number, shown: number): void {
    const contents = this.read();
    this.write({ ...contents, hints: { ...contents.hints, [`${lab.id}#${step}`]: shown } });
  }

  /** Begins the hints of the lab anew. */
  forgetHints(lab: Lab): void {
    const contents = this.read();
    const others = Object.entries(contents.hints).filter(([key]) => !key.startsWith(`${lab.id}#`));
    this.write({ ...contents, hints: Object.fromEntries(others) });
  }

  review(lab: Lab): ReviewState {
    return readState(this.read().reviews[lab.id]) ?? NOT_REVIEWED;
  }

  recordReview(lab: Lab, state: ReviewState): void {
    const contents = this.read();
    this.write({ ...contents, reviews: { ...contents.reviews, [lab.id]: state } });
  }

  /** A file that is missing, broken or of another shape is an empty one. */
  private read(): Contents {
    const { labs, hints, reviews } = Object(readJson(this.path)) as Partial<Contents>;
    return {
      labs: isObject(labs) ? labs : {},
      hints: isObject(hints) ? hints : {},
      reviews: isObject(reviews) ? reviews : {},
    };
  }

  /** A folder that can't be written to costs the learner a faster list, and nothing else. */
  private write(contents: Contents): void {
    try {
      replaceFile(this.path, `${JSON.stringify(contents, undefined, 2)}\n`);
    } catch {
      // The report does not depend on it.
    }
  }
}

/** The hash of what a run of the lab depends on: the learner's files, the given ones and the checks. */
export function sourceHashOf(lab: Lab): string {
  const texts = codeFilesOf(lab).map((file) => `${basename(file)}\0${readText(file)}`);
  return sourceHash(texts.join('\0'));
}
