/**
 * The instructor's check: every lab's starter, reference, mistakes and alternatives are run by the
 * lab's own checks, and what is written about them is held against them.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findLabs, type Lab } from '../course/lab.ts';
import { Stage } from '../course/stage.ts';
import toolsCatalog from '../text/ko.json' with { type: 'json' };
import { bilingual, say, type Catalog, type Language } from '../text/message.ts';
import { UsageError } from '../commands/usage.ts';
import {
  AREAS,
  type Area,
  type CourseReport,
  type Fault,
  type LabColumn,
  type Score,
} from './course-report.ts';
import { faultsOf, scoreOf, together, withoutSkipped, type Outcome } from './finding.ts';
import { originsOf, planLab, type LabPlan } from './lab-plan.ts';
import { readText } from './reading/files.ts';
import { readPage } from './reading/markdown.ts';
import { judgedChecks } from './reading/run.ts';
import { checkLabCatalog, checkToolsCatalog } from './rules/catalogs.ts';
import { compareExports } from './rules/exports.ts';
import { killMatrix } from './rules/kill-matrix.ts';
import { checkLint } from './rules/lint.ts';
import { allPages, checkLinks } from './rules/links.ts';
import { checkSteps } from './rules/steps.ts';
import { compareTwins, pagesWithTwins } from './rules/twins.ts';
import { checkTypes } from './rules/types.ts';
import { checkCodeSamples } from './samples/code-samples.ts';
import { Transcripts, transcriptsIn } from './samples/transcripts.ts';
import { alternativeTrial, referenceTrial } from './trials/accepted.ts';
import { mistakeTrial } from './trials/mistake.ts';
import { starterTrial } from './trials/starter.ts';
import { Trials, type FinishedTrial } from './trials/trial.ts';

/** Checks all labs below `root`, or the one of this number. Throws a UsageError if there is none. */
export async function checkCourse(root: string, only?: number): Promise<CourseReport> {
  const all = findLabs(root);
  const labs = all.filter(({ number }) => only === undefined || number === only);
  if (labs.length === 0) {
    const numbers = all.map(({ number }) => number).join(', ');
    throw new UsageError(say`There is no lab ${only ?? '-'}. There are: ${numbers}.`);
  }
  const stage = new Stage(root);
  try {
    const plans = labs.map((lab) => planLab(lab));
    const isWhole = only === undefined;
    return report(await examine(root, stage, plans, isWhole), only);
  } finally {
    stage.remove();
  }
}

/** The outcomes of one lab, or of the rest of the course. */
interface Examined {
  readonly lab?: Lab;
  readonly catalog: Catalog;
  readonly outcomes: Readonly<Partial<Record<Area, Outcome>>>;
}

async function examine(
  root: string,
  stage: Stage,
  plans: readonly LabPlan[],
  isWhole: boolean,
): Promise<Examined[]> {
  const trials = new Trials(root, stage);
  const staged = plans.map((plan) => stageLab(trials, plan));
  const files = new Map(staged.flatMap(({ origins }) => origins));
  const starters = plans.map(({ lab, starter }) => ({ lab, starter: starter.sources }));
  const transcripts = new Transcripts(root, stage, starters);
  const pages = allPages(root);
  const pagesOf = (lab: Lab | undefined): string[] =>
    pages.filter((path) => (lab ? isOf(lab, path) : !plans.some((plan) => isOf(plan.lab, path))));
  const samplesOf = (lab: Lab | undefined) =>
    transcripts.check(pagesOf(lab).flatMap((page) => transcriptsOn(root, page)));

  const [runs, types, lint, codeSamples, outputs, rest] = await Promise.all([
    trials.run(availableParallelism()),
    checkTypes(root, stage, files),
    checkLint(
      root,
      plans.map(({ lab }) => lab),
    ),
    Promise.all(staged.map(({ plan, reference }) => codeSamplesOf(root, plan, reference))),
    Promise.all(plans.map(({ lab }) => samplesOf(lab))),
    isWhole ? samplesOf(undefined) : undefined,
  ]);

  const examined = staged.map(({ plan, origins }, index): Examined => {
    const { lab, catalog, starter, reference, mistakes, alternatives } = plan;
    const finished = runs.get(lab) ?? [];
    const typeErrors = (prefix: string): Outcome => ({
      findings: origins
        .filter(([, origin]) => origin.startsWith(prefix))
        .flatMap(([file]) => types.get(file) ?? []),
    });
    const folder = `solutions/${lab.id}`;
    const labPages = pagesOf(lab);
    const twins = pagesWithTwins(root).filter((path) => isOf(lab, path));
    return {
      lab,
      catalog,
      outcomes: {
        starter: together([of('starter', finished), starter, typeErrors(`labs/${lab.id}/`)]),
        reference: together([
          of('reference', finished),
          reference,
          { findings: compareExports(lab, starter.sources, reference.sources) },
          {
            findings: origins
              .filter(([, origin]) => isReference(lab, origin))
              .flatMap(([file]) => types.get(file) ?? []),
          },
          { findings: lab.files.length === 0 ? [] : (lint.get(lab) ?? []) },
        ]),
        mistakes: together([
          of('mistakes', finished),
          mistakes,
          { findings: killMatrix(lab, checksOf(finished), caughtBy(plan, finished)) },
        ]),
        alternatives: together([
          of('alternatives', finished),
          alternatives,
          typeErrors(`${folder}/alternatives/`),
        ]),
        hints: checkSteps(lab, starter.sources),
        translation: {
          findings: [
            ...twins.flatMap((path) => compareTwins(root, path)),
            ...checkLabCatalog(root, lab),
          ],
        },
        links: checkLinks(root, labPages),
        samples: together([
          codeSamples[index] ?? { findings: [] },
          outputs[index] ?? { findings: [] },
        ]),
      },
    };
  });
  if (!isWhole) return examined;
  const twins = pagesWithTwins(root).filter((path) => !plans.some(({ lab }) => isOf(lab, path)));
  const course: Examined = {
    catalog: toolsCatalog,
    outcomes: {
      translation: {
        findings: [
          ...twins.flatMap((path) => compareTwins(root, path)),
          ...checkToolsCatalog(root),
        ],
      },
      links: checkLinks(root, pagesOf(undefined)),
      samples: rest ?? { findings: [] },
    },
  };
  return [...examined, course];
}

/** Stages what is to be run; answers where the type checker finds the files, and the reference. */
function stageLab(trials: Trials, plan: LabPlan) {
  const { lab, starter, reference, mistakes, alternatives } = plan;
  const origins: [string, string][] = [];
  if (reference.findings.length > 0) return { plan, origins, reference: undefined };
  const starterFolder = trials.add(lab, starterTrial(lab, starter.sources));
  origins.push(...originsOf(plan, starterFolder, (file) => `labs/${lab.id}/${file}`));
  const referenceFolder = trials.add(lab, referenceTrial(lab, reference.sources));
  origins.push(...originsOf(plan, referenceFolder, (file) => `solutions/${lab.id}/${file}`));
  for (const { name, file, sources } of mistakes.mistakes) {
    trials.add(lab, mistakeTrial(lab, name, file, sources));
  }
  for (const { name, sources } of alternatives.alternatives) {
    const folder = trials.add(lab, alternativeTrial(lab, name, sources));
    const path = `solutions/${lab.id}/alternatives/${name}`;
    const origin = (file: string): string => (name.endsWith('.ts') ? path : `${path}/${file}`);
    origins.push(...originsOf(plan, folder, origin));
  }
  return { plan, origins, reference: referenceFolder };
}

/** The outcome of the trials of one area. */
function of(area: Area, trials: readonly FinishedTrial[]): Outcome {
  const starter = trials.find((trial) => trial.area === 'starter');
  const checks = starter ? judgedChecks(starter.report) : [];
  // Without checks there is nothing to judge by, and the starter's rule says so.
  if (area !== 'starter' && checks.length === 0) return { findings: [] };
  const skipped = checks.filter(({ verdict }) => verdict === 'not-run').map(({ id }) => id);
  const outcomes = trials.filter((trial) => trial.area === area).map(({ outcome }) => outcome);
  return withoutSkipped(together(outcomes), new Set(skipped));
}

/** The lab's checks, as the run of the reference tells them. */
function checksOf(trials: readonly FinishedTrial[]) {
  const reference = trials.find(({ area }) => area === 'reference');
  return reference ? judgedChecks(reference.report) : [];
}

/** The ids of the checks that a mistake names, and that did catch it. */
function caughtBy({ mistakes }: LabPlan, trials: readonly FinishedTrial[]): Set<string> {
  const caught = new Set<string>();
  const finished = trials.filter(({ area }) => area === 'mistakes');
  for (const [index, { file }] of mistakes.mistakes.entries()) {
    if (finished[index]?.outcome.findings.length === 0) caught.add(file.check);
  }
  return caught;
}

async function codeSamplesOf(
  root: string,
  { lab, reference }: LabPlan,
  folder: string | undefined,
): Promise<Outcome> {
  const page = `labs/${lab.id}/README.md`;
  if (folder === undefined || !allPages(root).includes(page)) return { findings: [] };
  const { fences } = readPage(readText(join(root, page)));
  return checkCodeSamples(lab, page, fences, { folder, sources: reference.sources });
}

function transcriptsOn(root: string, page: string) {
  const language: Language = page.endsWith('.ko.md') ? 'ko' : 'en';
  return transcriptsIn(page, language, readPage(readText(join(root, page))).fences);
}

function isOf(lab: Lab, path: string): boolean {
  return path.startsWith(`labs/${lab.id}/`) || path.startsWith(`solutions/${lab.id}/`);
}

function isReference(lab: Lab, path: string): boolean {
  return lab.files.some((file) => path === `solutions/${lab.id}/${file}`);
}

function report(examined: readonly Examined[], only: number | undefined): CourseReport {
  const faults = examined.flatMap(({ lab, catalog, outcomes }) =>
    AREAS.flatMap((area): Fault[] => {
      const place = lab ? { lab: lab.number, area } : { area };
      return faultsOf(outcomes[area] ?? { findings: [] }, place, catalog);
    }),
  );
  const scores = ({ outcomes }: Examined): Partial<Record<Area, Score>> =>
    Object.fromEntries(
      Object.entries(outcomes).map(([area, outcome]) => [area, scoreOf(outcome)]),
    ) as Partial<Record<Area, Score>>;
  const [first] = faults;
  return {
    schema: 1,
    outcome: faults.length === 0 ? 'passed' : 'failed',
    labs: examined.flatMap((one): LabColumn[] =>
      one.lab
        ? [{ number: one.lab.number, id: one.lab.id, areas: scores(one) as LabColumn['areas'] }]
        : [],
    ),
    course: scores(examined.find(({ lab }) => !lab) ?? { catalog: {}, outcomes: {} }),
    faults,
    next: nextAction(examined, first, only),
  };
}

function nextAction(
  examined: readonly Examined[],
  first: Fault | undefined,
  only: number | undefined,
): CourseReport['next'] {
  if (!first) {
    const what = say`all is well. See a lab as a learner does:`;
    const command = `npm run lab ${only ?? examined[0]?.lab?.number ?? 1}`;
    return { what: bilingual(what, toolsCatalog), command };
  }
  const what = say`fix the first fault in ${first.file}, then:`;
  const command = first.lab === undefined ? 'npm run solutions' : `npm run solutions ${first.lab}`;
  return { what: bilingual(what, toolsCatalog), command };
}
