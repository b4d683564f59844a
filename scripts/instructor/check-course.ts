/**
 * The instructor's check: every lab's starter, reference, mistakes and alternatives are run by the
 * lab's own checks, and what is written about them is held against them.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { filesBelow } from '#course/files.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { CourseLinks } from '#course/links.ts';
import { Stage } from '#course/stage.ts';
import { UsageError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { makeReport, reportUnreadable, type CourseReport, type Examined } from './course-report.ts';
import { isOf, judgeLab, judgeRest } from './judge.ts';
import { planLab, type LabPlan } from './lab-plan.ts';
import { checkLint } from './rules/lint.ts';
import { checkTypes } from './rules/types.ts';
import { checkCodeSamples } from './samples/code-samples.ts';
import { Transcripts } from './samples/transcripts.ts';
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
  const links = new CourseLinks(root);
  const pages = filesBelow(root, '.md');
  const pagesOf = (lab: Lab) => pages.filter((path) => isOf(lab, path));
  const rest = pages.filter((path) => !labs.some((lab) => isOf(lab, path)));
  const trials = new Trials(root, stage);
  const { origins, references } = stageAll(trials, plans);
  const limit = pLimit(PARALLEL_SAMPLES);
  const transcripts = new Transcripts(links, stage, plans, limit);
  const running = trials.run(availableParallelism(), onProgress);
  const others = Promise.all([
    checkTypes(root, origins),
    checkLint(root, labs),
    Promise.all(
      plans.map(({ lab, reference }) =>
        limit(() => checkCodeSamples(links, lab, reference, references.get(lab))),
      ),
    ),
    Promise.all(labs.map((lab) => transcripts.checkPages(pagesOf(lab)))),
    isWhole ? transcripts.checkPages(rest) : undefined,
  ]);
  // Whatever fails, nothing may be left running.
  await Promise.allSettled([running, others]);
  const [types, lint, codeSamples, outputs, ofRest] = await others;
  const runs = await running;
  const examined = plans.map((plan, index) => {
    const samples = [codeSamples[index], outputs[index]].flatMap((outcome) => outcome ?? []);
    const found = { trials: runs.get(plan.lab) ?? [], types, lint, samples };
    return judgeLab(links, plan, pagesOf(plan.lab), found);
  });
  return ofRest ? [...examined, judgeRest(links, labs, rest, ofRest)] : examined;
}

/** Stages everything that the labs' checks are to judge. */
function stageAll(trials: Trials, plans: readonly LabPlan[]) {
  /** What has to type-check: the path of the staged copy, and that of the file it is made from. */
  const origins = new Map<string, string>();
  /** The folders in which the reference stands in the learner's place. */
  const references = new Map<Lab, string>();
  for (const { lab, trials: ofLab } of plans) {
    for (const trial of ofLab) {
      const folder = trials.add(lab, trial);
      if (trial.area === 'reference') references.set(lab, folder);
      const { origin } = trial;
      if (origin) for (const file of lab.files) origins.set(join(folder, file), origin(file));
    }
  }
  return { origins, references };
}
