/**
 * The instructor's check: every lab's starter, reference, mistakes and alternatives are run by the
 * lab's own checks, and what is written about them is held against them.
 */
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { UsageError } from '#terminal/errors.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { Stage } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { CourseReport } from './course-report.ts';
import { judgeLab, judgeRest } from './judge.ts';
import { planLab, type LabPlan } from './lab-plan.ts';
import { makeReport, reportUnreadable, type Examined } from './make-report.ts';
import { checkLint } from './rules/lint.ts';
import { checkTypes } from './rules/types.ts';
import { checkCodeSamples } from './samples/code-samples.ts';
import { Transcripts } from './samples/transcripts.ts';
import { stageLab } from './stage-lab.ts';
import { Trials, type Progress } from './trials/trial.ts';

/** How many samples run at once, beside the checks. */
const PARALLEL_SAMPLES = 2;

/**
 * Checks all labs below `root`, or the one of this number. Throws a UsageError if there is none.
 * `onProgress` is called as each trial has its report.
 */
export async function checkCourse(
  root: string,
  only?: number,
  onProgress?: (progress: Progress) => void,
): Promise<CourseReport> {
  let all: readonly Lab[];
  try {
    all = findLabs(root);
  } catch (error) {
    return reportUnreadable(error);
  }
  const labs = all.filter(({ number }) => only === undefined || number === only);
  if (labs.length === 0) {
    const numbers = all.map(({ number }) => number).join(', ');
    throw new UsageError(say`There is no lab ${only ?? '-'}. There are: ${numbers}.`);
  }
  const stage = new Stage(root);
  try {
    const plans = labs.map((lab) => planLab(lab));
    return makeReport(await examine(root, stage, plans, only === undefined, onProgress), only);
  } finally {
    stage.remove();
  }
}

/** Runs everything that has to be run, at the same time, and judges what came. */
async function examine(
  root: string,
  stage: Stage,
  plans: readonly LabPlan[],
  isWhole: boolean,
  onProgress?: (progress: Progress) => void,
): Promise<Examined[]> {
  const labs = plans.map(({ lab }) => lab);
  const trials = new Trials(root, stage);
  const staged = plans.map((plan) => stageLab(trials, plan));
  const limit = pLimit(PARALLEL_SAMPLES);
  const transcripts = new Transcripts(root, stage, plans, limit);
  const running = trials.run(availableParallelism(), onProgress);
  const others = Promise.all([
    checkTypes(root, stage, new Map(staged.flatMap(({ origins }) => origins))),
    checkLint(root, labs),
    Promise.all(
      staged.map(({ plan, reference }) =>
        limit(() => checkCodeSamples(root, plan.lab, plan.reference.sources, reference)),
      ),
    ),
    Promise.all(labs.map((lab) => transcripts.checkPages(lab, labs))),
    isWhole ? transcripts.checkPages(undefined, labs) : undefined,
  ]);
  // Whatever fails, nothing may be left running.
  await Promise.allSettled([running, others]);
  const [types, lint, codeSamples, outputs, rest] = await others;
  const runs = await running;
  const examined = staged.map(({ plan, origins }, index): Examined => {
    const { lab, catalog } = plan;
    const outcomes = judgeLab(root, plan, {
      trials: runs.get(lab) ?? [],
      typeErrors: origins.flatMap(([file, origin]) =>
        (types.get(file) ?? []).map((finding) => ({ origin, finding })),
      ),
      lint: lint.get(lab) ?? [],
      samples: [codeSamples[index], outputs[index]].flatMap((outcome) => outcome ?? []),
    });
    return { lab, catalog, outcomes };
  });
  return rest ? [...examined, judgeRest(root, labs, rest)] : examined;
}
