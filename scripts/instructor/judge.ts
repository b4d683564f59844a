/** Puts together, area by area, what was found in a lab, or in the rest of the course. */
import type { Lab } from '#course/lab.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import type { Area } from './course-report.ts';
import { together, withoutSkipped, type Finding, type Outcome } from './finding.ts';
import type { LabPlan } from './lab-plan.ts';
import type { Examined } from './make-report.ts';
import { judgedChecks, type JudgedCheck } from './reading/run.ts';
import { isOf, pagesOf } from './reading/pages.ts';
import { checkLabCatalog, checkToolsCatalog } from './rules/catalogs.ts';
import { compareExports } from './rules/exports.ts';
import { killMatrix } from './rules/kill-matrix.ts';
import { checkLinks } from './rules/links.ts';
import { checkRegistration, checkScripts } from './rules/registration.ts';
import { checkSteps } from './rules/steps.ts';
import { compareTranslation, translatedPages } from './rules/translations.ts';
import type { FinishedTrial } from './trials/trial.ts';

/** What was run for one lab. */
export interface Found {
  readonly trials: readonly FinishedTrial[];
  /** With the path of the file that each is in. */
  readonly typeErrors: readonly { readonly origin: string; readonly finding: Finding }[];
  readonly lint: readonly Finding[];
  readonly samples: readonly Outcome[];
}

export function judgeLab(root: string, plan: LabPlan, found: Found): Record<Area, Outcome> {
  const { lab, starter, reference, mistakes, alternatives } = plan;
  const { trials, lint, samples } = found;
  const typeErrorsIn = (folder: string): Outcome => ({
    findings: found.typeErrors
      .filter(({ origin }) => origin.startsWith(folder))
      .map(({ finding }) => finding),
  });
  const styles = `solutions/${lab.id}/alternatives/`;
  const ofReference = found.typeErrors.filter(
    ({ origin }) => origin.startsWith(`solutions/${lab.id}/`) && !origin.startsWith(styles),
  );
  const isJudged = lab.files.length > 0;
  return {
    starter: together([outcomeOf('starter', trials), starter, typeErrorsIn(`labs/${lab.id}/`)]),
    reference: together([
      outcomeOf('reference', trials),
      reference,
      { findings: compareExports(lab, starter.sources, reference.sources) },
      { findings: ofReference.map(({ finding }) => finding) },
      { findings: isJudged ? lint : [] },
    ]),
    mistakes: together([
      outcomeOf('mistakes', trials),
      mistakes,
      { findings: killMatrix(lab, checksOf('reference', trials), caughtBy(plan, trials)) },
    ]),
    alternatives: together([outcomeOf('alternatives', trials), alternatives, typeErrorsIn(styles)]),
    hints: checkSteps(lab, starter.sources),
    translation: {
      findings: [
        ...translatedPages(root)
          .filter((path) => isOf(lab, path))
          .flatMap((path) => compareTranslation(root, path)),
        ...checkLabCatalog(root, lab),
      ],
    },
    links: together([
      checkLinks(root, pagesOf(root, lab)),
      { findings: checkRegistration(root, lab) },
    ]),
    samples: together(samples),
  };
}

/** The pages that belong to no lab, and the workshop's own messages. */
export function judgeRest(root: string, labs: readonly Lab[], samples: Outcome): Examined {
  const translated = translatedPages(root).filter((path) => !labs.some((lab) => isOf(lab, path)));
  return {
    catalog: toolsCatalog,
    outcomes: {
      translation: {
        findings: [
          ...translated.flatMap((path) => compareTranslation(root, path)),
          ...checkToolsCatalog(root),
        ],
      },
      links: together([
        checkLinks(root, pagesOf(root, undefined, labs)),
        { findings: checkScripts(root, labs) },
      ]),
      samples,
    },
  };
}

function outcomeOf(area: Area, trials: readonly FinishedTrial[]): Outcome {
  const checks = checksOf('starter', trials);
  // Without checks there is nothing to judge by, and the starter's rule says so.
  if (area !== 'starter' && checks.length === 0) return { findings: [] };
  const skipped = checks.filter(({ verdict }) => verdict === 'not-run').map(({ id }) => id);
  const outcomes = trials.filter((trial) => trial.area === area).map(({ outcome }) => outcome);
  return withoutSkipped(together(outcomes), new Set(skipped));
}

/** The lab's checks, as the run of the starter or the reference tells them. */
function checksOf(area: 'starter' | 'reference', trials: readonly FinishedTrial[]): JudgedCheck[] {
  const trial = trials.find((one) => one.area === area);
  return trial ? judgedChecks(trial.report) : [];
}

/** The ids of the checks that a mistake names, and that did catch it. */
function caughtBy({ mistakes }: LabPlan, trials: readonly FinishedTrial[]): Set<string> {
  const finished = trials.filter(({ area }) => area === 'mistakes');
  const caught = mistakes.mistakes.filter(
    (_, index) => finished[index]?.outcome.findings.length === 0,
  );
  return new Set(caught.map(({ file }) => file.check));
}
