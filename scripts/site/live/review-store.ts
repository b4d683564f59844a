/** The learner's reviews, kept with the other progress, as the page reads and writes them. */
import { parseJson } from '#text/json.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { halfAfter, readState, type Half, type ReviewState } from '#course/review/round.ts';
import { Progress } from '#runner/progress.ts';

/** What a page gets. */
export interface KeptReview {
  readonly state: ReviewState;
  /** Which half is next; left out where nobody knows how far the learner is. */
  readonly half?: Half;
}

export class ReviewStore {
  private readonly labs: readonly Lab[];
  private readonly progress: Progress;

  constructor(root: string) {
    this.labs = findLabs(root);
    this.progress = new Progress(root);
  }

  /** The review of a lab, by its folder's name; undefined where there is no such lab. */
  read(id: string): KeptReview | undefined {
    const lab = this.labOf(id);
    if (!lab) return undefined;
    const known = this.progress.of(lab);
    const state = this.progress.review(lab);
    return known ? { state, half: halfAfter(known.stepsPassed) } : { state };
  }

  /** Keeps the state that a page sent as JSON. Returns false where it is none. */
  record(id: string, json: string): boolean {
    const lab = this.labOf(id);
    const state = readState(parseJson(json));
    if (!lab || !state) return false;
    this.progress.recordReview(lab, state);
    return true;
  }

  private labOf(id: string): Lab | undefined {
    return this.labs.find((lab) => lab.id === id);
  }
}
