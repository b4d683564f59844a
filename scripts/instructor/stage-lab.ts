/** Stages everything of a lab that its checks are to judge. */
import { join } from 'node:path';
import type { LabPlan } from './lab-plan.ts';
import { alternativeTrial, referenceTrial } from './trials/accepted.ts';
import { mistakeTrial } from './trials/mistake.ts';
import { starterTrial } from './trials/starter.ts';
import type { Trials } from './trials/trial.ts';

export interface StagedLab {
  readonly plan: LabPlan;
  /** What has to type-check: the path of the staged copy, and that of the file it is made from. */
  readonly origins: readonly (readonly [staged: string, origin: string])[];
  /** The folder in which the reference stands in the learner's place. */
  readonly reference: string | undefined;
}

export function stageLab(trials: Trials, plan: LabPlan): StagedLab {
  const { lab, starter, reference, mistakes, alternatives } = plan;
  const origins: [string, string][] = [];
  const track = (folder: string, origin: (file: string) => string): string => {
    origins.push(...lab.files.map((file): [string, string] => [join(folder, file), origin(file)]));
    return folder;
  };
  if (lab.files.length === 0) return { plan, origins, reference: undefined };

  const starterFolder = trials.add(lab, starterTrial(lab, starter.sources));
  track(starterFolder, (file) => `labs/${lab.id}/${file}`);
  const referenceFolder = trials.add(lab, referenceTrial(lab, reference.sources));
  track(referenceFolder, (file) => `solutions/${lab.id}/${file}`);
  for (const { name, file, sources } of mistakes.mistakes) {
    trials.add(lab, mistakeTrial(lab, name, file, sources));
  }
  for (const { name, sources } of alternatives.alternatives) {
    const path = `solutions/${lab.id}/alternatives/${name}`;
    const folder = trials.add(lab, alternativeTrial(lab, name, sources));
    track(folder, (file) => (name.endsWith('.ts') ? path : `${path}/${file}`));
  }
  return { plan, origins, reference: referenceFolder };
}
