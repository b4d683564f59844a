/**
 * The questions of a lab's review can be asked: there are enough right changes, and what a reviewer
 * reads of a change has its Korean. That one reason alone is true, the trials of the mistakes prove.
 */
import { readChanges } from '#course/change.ts';
import type { Lab } from '#course/lab.ts';
import { reviewCatalogFile, type Review } from '#course/review/questions.ts';
import { say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import { compareCatalog } from './catalogs.ts';

/** From so many mistakes on a lab is large enough for a review. */
const MANY_MISTAKES = 24;
const FEWEST_RIGHT_CHANGES = 6;

/** Counts the changes that can be asked about: short ones whose check is written out. */
export function checkReview(root: string, lab: Lab, { rounds, leftOut }: Review): Outcome {
  const mistakes = readChanges(lab, 'mistakes');
  const rights = readChanges(lab, 'alternatives');
  if (mistakes.length < MANY_MISTAKES) return { findings: [] };
  const of = mistakes.length + rights.length;
  const findings =
    rounds.before.length === 0
      ? []
      : compareCatalog(root, reviewCatalogFile(lab), textsOf([...mistakes, ...rights]));
  return { findings: [...tooFew(lab, rights.length), ...findings], done: of - leftOut, of };
}

function tooFew({ id }: Lab, count: number): Finding[] {
  if (count >= FEWEST_RIGHT_CHANGES) return [];
  const file = `solutions/${id}/alternatives`;
  const what = say`Right changes for a review: ${count}. At least ${FEWEST_RIGHT_CHANGES} are needed.`;
  const remedy = say`Add a short patch of the reference that a hasty reviewer would refuse, with "Why: …" above "---".`;
  return [{ rule: 'too-few-right-changes', file, what, remedy }];
}

function textsOf(changes: ReturnType<typeof readChanges>): ReadonlyMap<string, string> {
  return new Map(
    changes.map(({ header, path }) => [header('Misconception') || header('Why'), path] as const),
  );
}
