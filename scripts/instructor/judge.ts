/** Puts together, area by area, what was found in a lab, or in the rest of the course. */
import type { CourseLinks } from '#course/links.ts';
import type { Lab } from '#course/lab.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import type { Area, Examined } from './course-report.ts';
import { together, type Finding, type Outcome } from './finding.ts';
import type { LabPlan } from './lab-plan.ts';
import type { JudgedCheck } from './reading/run.ts';
import { checkLabCatalog, checkToolsCatalog } from './rules/catalogs.ts';
import { compareExports } from './rules/exports.ts';
import { checkLinks } from './rules/links.ts';
import { checkIndexes, checkScript, checkScripts } from './rules/registration.ts';
import { checkReview } from './rules/review.ts';
import { checkSteps } from './rules/steps.ts';
import { compareTranslation, translatedPages } from './rules/translations.ts';
import { killMatrix } from './trials/mistake.ts';
import type { FinishedTrial } from './trials/trial.ts';

/** What was run for one lab, or for the rest of the course. */
export interface Found {
  readonly trials: readonly FinishedTrial[];
  /** Of all labs. */
  readonly types: readonly Finding[];
  readonly lint: readonly Finding[];
  readonly samples: readonly Outcome[];
}

/** Whether the file, a path relative to the root, is in the lab's folder, or in its solution's. */
export function isOf({ id }: Lab, path: string): boolean {
  return path.startsWith(`labs/${id}/`) || path.startsWith(`solutions/${id}/`);
}

/** `pages`: the lab's. */
export function judgeLab(
  links: CourseLinks,
  { lab, catalog, starter, reference, review, findings }: LabPlan,
  pages: string[],
  { trials, types, lint, samples }: Found,
): Examined {
  const learners = new Set(lab.files.map((file) => `labs/${lab.id}/${file}`));
  const styles = `solutions/${lab.id}/alternatives/`;
  const within = (folder: string) => types.filter(({ file }) => file.startsWith(folder));
  const ofArea = (area: Area): Outcome => together(outcomeOf(area, trials), findings[area] ?? []);
  const outcomes: Record<Area, Outcome> = {
    starter: together(ofArea('starter'), within(`labs/${lab.id}/`)),
    reference: together(
      ofArea('reference'),
      compareExports(lab, starter, reference),
      within(`solutions/${lab.id}/`).filter(({ file }) => !file.startsWith(styles)),
      lab.files.length === 0
        ? []
        : lint.filter(({ file }) => isOf(lab, file) && !learners.has(file.replace(/:\d+$/, ''))),
    ),
    mistakes: together(
      ofArea('mistakes'),
      killMatrix(
        lab,
        checksOf('reference', trials),
        trials.filter(({ area }) => area === 'mistakes'),
      ),
    ),
    alternatives: together(ofArea('alternatives'), within(styles)),
    review: checkReview(links.root, lab, review),
    hints: checkSteps(lab, starter),
    translation: together(translation(links, pages), checkLabCatalog(links.root, lab)),
    links: together(checkLinks(links, pages), checkScript(links.root, lab)),
    samples: together(...samples),
  };
  return { lab, catalog, outcomes };
}

/** The `pages` that belong to no lab, and the workshop's own messages. */
export function judgeRest(
  links: CourseLinks,
  labs: readonly Lab[],
  pages: string[],
  samples: Outcome,
): Examined {
  return {
    catalog: toolsCatalog,
    outcomes: {
      translation: together(translation(links, pages), checkToolsCatalog(links.root)),
      links: together(
        checkLinks(links, pages),
        checkIndexes(links, labs),
        checkScripts(links.root, labs),
      ),
      samples,
    },
  };
}

function translation(links: CourseLinks, pages: string[]): Finding[] {
  return translatedPages(links.root, pages).flatMap((path) => compareTranslation(links, path));
}

function outcomeOf(area: Area, trials: readonly FinishedTrial[]): Outcome {
  const checks = checksOf('starter', trials);
  // Without checks there is nothing to judge by, and the starter's rule says so.
  if (area !== 'starter' && checks.length === 0) return { findings: [] };
  const outcomes = trials.filter((trial) => trial.area === area).map(({ outcome }) => outcome);
  const all = together(...outcomes);
  // What only follows from a check that is skipped is left out: the starter's rule reports it once.
  const skipped = new Set(
    checks.filter(({ verdict }) => verdict === 'not-run').map(({ id }) => id),
  );
  const findings = all.findings.filter(({ neverRan = '' }) => !skipped.has(neverRan));
  return { ...all, findings };
}

/** The lab's checks, as they ran on the starter or the reference. */
function checksOf(
  area: 'starter' | 'reference',
  trials: readonly FinishedTrial[],
): readonly JudgedCheck[] {
  return trials.find((one) => one.area === area)?.run.checks ?? [];
}
