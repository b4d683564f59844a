/** What the reference and every alternative must do: pass each check. */
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import { say, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { brokenBy, judgedChecks, type JudgedCheck } from '../reading/run.ts';
import type { Trial } from './trial.ts';

/** The reference: counted by its checks. */
export function referenceTrial(lab: Lab, sources: Sources): Trial {
  const file = `solutions/${lab.id}/${lab.files.join(', ')}`;
  return {
    area: 'reference',
    name: 'reference',
    sources,
    judge: (report) => {
      const checks = judgedChecks(report);
      const passed = checks.filter(({ verdict }) => verdict === 'passed');
      const remedy = say`Fix the reference, or the check where it asks for more than its rule. To see the checks on the reference:`;
      const run = [`npm run lab ${lab.number} -- --solution`];
      const findings = refusals(file, report, checks, remedy).map((one) => ({ ...one, run }));
      return { findings, done: passed.length, of: checks.length };
    },
  };
}

/** A right answer in another style: counts as one. */
export function alternativeTrial(lab: Lab, name: string, sources: Sources): Trial {
  const file = `solutions/${lab.id}/alternatives/${name}`;
  return {
    area: 'alternatives',
    name: `alternative-${name.replace(/\.ts$/, '')}`,
    sources,
    judge: (report) => {
      const remedy = say`If the answer keeps the rule, fix the check in labs/${lab.id}/${lab.checks}: it must not ask for the reference's style. If it does not, fix the alternative.`;
      const findings = refusals(file, report, judgedChecks(report), remedy);
      return { findings, done: findings.length === 0 ? 1 : 0, of: 1 };
    },
  };
}

function refusals(
  file: string,
  report: ChecksReport,
  checks: readonly JudgedCheck[],
  remedy: Message,
): Finding[] {
  const broken = brokenBy(report);
  if (broken) {
    return [{ rule: 'broken', file, what: say`When the checks run on it, ${broken}.`, remedy }];
  }
  return checks.flatMap(({ id, verdict }): Finding[] => {
    if (verdict === 'passed') return [];
    if (verdict === 'not-run') {
      // Where the run was cut short, the check that did so is told of.
      if (report.stopped || report.crashed) return [];
      const what = say`The check "${id}" never ran on it.`;
      return [{ rule: 'never-ran', file, what, remedy, neverRan: id }];
    }
    const what = say`The check "${id}" refuses it: expected ${verdict.expected}, but ${verdict.actual}.`;
    return [{ rule: 'refused', file, what, remedy }];
  });
}
