/** What the reference and every alternative, a right answer in another style, must do: pass each check. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { applied, readChanges } from '#course/change.ts';
import { namesIn, readTextIfThere } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { say, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import type { Run } from '../reading/run.ts';
import type { Trial } from './trial.ts';

/** Fewer alternatives show nothing about what the checks accept. */
const FEWEST = 2;

/** The reference: counted by its checks. */
export function referenceTrial(lab: Lab, sources: Sources): Trial {
  const file = `solutions/${lab.id}/${lab.files.join(', ')}`;
  const remedy = say`Fix the reference, or the check where it asks for more than its rule. To see the checks on the reference:`;
  const run = [`npm run lab ${lab.number} -- --solution`];
  return {
    area: 'reference',
    name: 'reference',
    sources,
    origin: (name) => `solutions/${lab.id}/${name}`,
    judge: (judged) => {
      const passed = judged.checks.filter(({ verdict }) => verdict === 'passed');
      const findings = refusals(file, judged, remedy).map((one) => ({ ...one, run }));
      return { findings, done: passed.length, of: judged.checks.length };
    },
  };
}

/**
 * The lab's alternatives: a file each, or a folder where the lab has more files; and right changes to
 * the reference, each a short patch.
 */
export function findAlternatives(lab: Lab, reference: Sources) {
  const folder = join(lab.solution, 'alternatives');
  const trials: Trial[] = [];
  const findings: Finding[] = [];
  for (const name of namesIn(folder)) {
    const isFolder = statSync(join(folder, name)).isDirectory();
    if (!isFolder && !name.endsWith('.ts')) continue;
    const path = `solutions/${lab.id}/alternatives/${name}`;
    const texts = lab.files.map((file) => [
      file,
      readTextIfThere(isFolder ? join(folder, name, file) : join(folder, name)),
    ]);
    if (texts.some(([, text]) => text === undefined) || (!isFolder && texts.length > 1)) {
      const what = say`It does not stand for all of the learner's files: ${lab.files.join(', ')}.`;
      const remedy = say`Make it a folder that holds these files.`;
      findings.push({ rule: 'alternative-files', file: path, what, remedy });
    } else trials.push(alternativeTrial(lab, name, path, Object.fromEntries(texts) as Sources));
  }
  const styles = trials.length;
  for (const change of readChanges(lab, 'alternatives')) {
    const { name, path, header } = change;
    const sources = applied(change, reference);
    if (sources && header('Why') !== '') trials.push(alternativeTrial(lab, name, path, sources));
    else {
      const what = sources
        ? say`Its header lacks: ${'Why'}.`
        : say`The patch does not fit the reference.`;
      const remedy = say`A right change is a line "Why: …" (why it is as right as before) and a patch of the reference.`;
      findings.push({ rule: 'right-change', file: path, what, remedy });
    }
  }
  if (styles < FEWEST) {
    const file = `solutions/${lab.id}/alternatives`;
    const what = say`Right answers in other styles: ${styles}. At least ${FEWEST} are needed.`;
    const remedy = say`Solve the lab once more in a style of its own and keep the file there.`;
    findings.push({ rule: 'too-few-alternatives', file, what, remedy });
  }
  return { trials, findings };
}

/** Counts as one. */
function alternativeTrial(lab: Lab, name: string, path: string, sources: Sources): Trial {
  const remedy = say`If the answer keeps the rule, fix the check in labs/${lab.id}/${lab.checks}: it must not ask for the reference's style. If it does not, fix the alternative.`;
  return {
    area: 'alternatives',
    name: `alternative-${name.replace(/\.ts$/, '')}`,
    sources,
    origin: (file) => (/\.(?:ts|patch)$/.test(path) ? path : `${path}/${file}`),
    judge: (judged) => {
      const findings = refusals(path, judged, remedy);
      return { findings, done: findings.length === 0 ? 1 : 0, of: 1 };
    },
  };
}

function refusals(file: string, { checks, brokenBy, report }: Run, remedy: Message): Finding[] {
  if (brokenBy) {
    return [{ rule: 'broken', file, what: say`When the checks run on it, ${brokenBy}.`, remedy }];
  }
  return checks.flatMap(({ id, verdict }): Finding[] => {
    if (verdict === 'passed') return [];
    if (verdict === 'not-run') {
      // Where the run was cut short, the check that did so is reported.
      if (report.stopped || report.crashed) return [];
      const what = say`The check "${id}" never ran on it.`;
      return [{ rule: 'never-ran', file, what, remedy, neverRan: id }];
    }
    const what = say`The check "${id}" refuses it: expected ${verdict.expected}, but ${verdict.actual}.`;
    return [{ rule: 'refused', file, what, remedy }];
  });
}
