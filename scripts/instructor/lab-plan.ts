/** Everything of one lab that has to be run, read from its folders. */
import { existsSync } from 'node:fs';
import { catalogOf } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { say, type Catalog } from '#text/message.ts';
import type { Finding } from './finding.ts';
import { findAlternatives, type Alternative } from './rules/alternatives.ts';
import { findMistakes, type MistakesFound } from './rules/mistakes.ts';
import { findStarter, referenceSources, type Starter } from './trials/starter.ts';

export interface LabPlan {
  readonly lab: Lab;
  readonly catalog: Catalog;
  readonly starter: Starter;
  readonly reference: { readonly sources: Sources; readonly findings: readonly Finding[] };
  readonly mistakes: MistakesFound;
  readonly alternatives: {
    readonly alternatives: readonly Alternative[];
    readonly findings: readonly Finding[];
  };
}

export function planLab(lab: Lab): LabPlan {
  const catalog = catalogFor(lab);
  if (lab.files.length === 0 || !existsSync(lab.solution)) {
    const nothing = { sources: {}, findings: [] };
    const finding: Finding = {
      rule: 'no-reference',
      file: `solutions/${lab.id}`,
      what: say`The lab has no reference solution, so its checks can't be judged.`,
      remedy: say`Write it: solutions/${lab.id}/<the learner's file>.ts`,
    };
    return {
      lab,
      catalog,
      starter: nothing,
      reference: { sources: {}, findings: [finding] },
      mistakes: { mistakes: [], findings: [] },
      alternatives: { alternatives: [], findings: [] },
    };
  }
  const reference = referenceSources(lab);
  return {
    lab,
    catalog,
    starter: findStarter(lab),
    reference: { sources: reference, findings: [] },
    mistakes: findMistakes(lab, reference),
    alternatives: findAlternatives(lab),
  };
}

/** A catalogue that can't be read is told of by its own rule. */
function catalogFor(lab: Lab): Catalog {
  try {
    return catalogOf(lab);
  } catch {
    return toolsCatalog;
  }
}
