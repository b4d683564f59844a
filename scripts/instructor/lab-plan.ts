/** Everything of one lab that has to be run, read from its folders. */
import { catalogOf } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { reviewOf, type Review } from '#course/review/questions.ts';
import { referenceSources, type Sources } from '#course/stage.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { say, type Catalog } from '#text/message.ts';
import type { Area } from './course-report.ts';
import type { Finding } from './finding.ts';
import { findMistakes } from './rules/mistakes.ts';
import { findAlternatives, referenceTrial } from './trials/accepted.ts';
import { mistakeTrial } from './trials/mistake.ts';
import { findStarter, starterTrial } from './trials/starter.ts';
import type { Trial } from './trials/trial.ts';

export interface LabPlan {
  readonly lab: Lab;
  readonly catalog: Catalog;
  readonly starter: Sources;
  readonly reference: Sources;
  readonly trials: readonly Trial[];
  readonly review: Review;
  /** What is wrong with the files themselves. */
  readonly findings: Readonly<Partial<Record<Area, readonly Finding[]>>>;
}

export function planLab(lab: Lab): LabPlan {
  const plan = { lab, catalog: catalogFor(lab), review: reviewOf(lab) };
  if (lab.files.length === 0) {
    const what = say`The lab has no reference solution, so its checks can't be judged.`;
    const remedy = say`Write it: solutions/${lab.id}/<the learner's file>.ts`;
    const finding = { rule: 'no-reference', file: `solutions/${lab.id}`, what, remedy };
    return { ...plan, starter: {}, reference: {}, trials: [], findings: { reference: [finding] } };
  }
  const reference = referenceSources(lab);
  const starter = findStarter(lab);
  const mistakes = findMistakes(lab, reference, plan.review);
  const alternatives = findAlternatives(lab, reference);
  return {
    ...plan,
    starter: starter.sources,
    reference,
    trials: [
      starterTrial(lab, starter.sources),
      referenceTrial(lab, reference),
      ...mistakes.mistakes.map((mistake) => mistakeTrial(lab, mistake)),
      ...alternatives.trials,
    ],
    findings: {
      starter: starter.findings,
      mistakes: mistakes.findings,
      alternatives: alternatives.findings,
    },
  };
}

/** A catalogue that can't be read is reported by its own rule. */
function catalogFor(lab: Lab): Catalog {
  try {
    return catalogOf(lab);
  } catch {
    return toolsCatalog;
  }
}
