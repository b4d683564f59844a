/** The starter: every check fails on it with its own step's TODO, unless it is a guard. */
import { basename, join } from 'node:path';
import { readTextIfThere } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { STARTER_PATCH, starterOf } from '#course/starter.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import { english, say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { JudgedCheck, Run } from '../reading/run.ts';
import type { Trial } from './trial.ts';

const UPDATE = 'npm run solutions -- --update starters';

/** The starter's files; where the lab keeps none, those in its folder. */
export function findStarter(lab: Lab): { sources: Sources; findings: Finding[] } {
  const patch = `solutions/${lab.id}/${STARTER_PATCH}`;
  const own = lab.files.map((file) => [file, readTextIfThere(join(lab.folder, file))] as const);
  try {
    const sources = starterOf(lab);
    const changed = own.filter(([file, text]) => text !== sources[file]?.replaceAll('\r\n', '\n'));
    const what = say`The file is not the starter that ${patch} makes.`;
    const remedy = say`To hand the lab out again, run the first command: this version is saved. If you meant to change the starter, run the second.`;
    const run = [`npm run reset ${lab.number}`, UPDATE];
    const findings = changed.map(([file]) => {
      return { rule: 'not-the-starter', file: `labs/${lab.id}/${file}`, what, remedy, run };
    });
    return { sources, findings };
  } catch {
    const what = say`The file is missing, or does not fit the reference: nobody could reset the lab.`;
    const remedy = say`Write the starter in labs/${lab.id}, then run:`;
    return {
      sources: Object.fromEntries(own.map(([file, text]) => [file, text ?? ''])),
      findings: [{ rule: 'no-starter-patch', file: patch, what, remedy, run: [UPDATE] }],
    };
  }
}

export function starterTrial(lab: Lab, sources: Sources): Trial {
  return {
    area: 'starter',
    name: 'starter',
    sources,
    origin: (file) => `labs/${lab.id}/${file}`,
    judge: (run) => judge(lab, run),
  };
}

function judge(lab: Lab, { checks, brokenBy, report }: Run): Outcome {
  const file = `labs/${lab.id}/${lab.checks}`;
  const counted = checks.filter(({ guard }) => !guard);
  if (brokenBy) {
    const what = say`On the starter ${brokenBy}.`;
    const remedy = say`Run the lab on its starter, and fix what it says.`;
    const run = [`npm run reset ${lab.number}`, `npm run lab ${lab.number}`];
    const place = placeOfBreak(lab, report) ?? file;
    const finding = { rule: 'starter-broken', file: place, what, remedy, run };
    return { findings: [finding], done: 0, of: counted.length };
  }
  const judged = checks.map((check) => ({ check, finding: judgeCheck(lab, file, check, report) }));
  const failed = judged.filter(({ check, finding }) => finding && !check.guard);
  const open = new Set(
    counted.filter(({ verdict }) => verdict !== 'passed').map(({ step }) => step),
  );
  const solved = new Set(counted.map(({ step }) => step).filter((step) => !open.has(step)));
  return {
    findings: [
      ...(checks.length === 0 ? [noChecks(file)] : []),
      // Where every check of a step passes, not a check is at fault, but the starter.
      ...[...solved].map((step): Finding => {
        const starter = `labs/${lab.id}/${lab.files.join(', ')}`;
        const what = say`Step ${step} is solved on the starter: all of its checks pass.`;
        const remedy = say`Put the TODO back into the step's function: throw new Error('TODO ${step}: …'). Then run:`;
        return { rule: 'step-solved', file: starter, what, remedy, run: [UPDATE] };
      }),
      ...judged.flatMap(({ check, finding }) =>
        finding && !(finding.rule === 'cannot-fail' && solved.has(check.step)) ? [finding] : [],
      ),
      ...strayTests(file, checks, report),
    ],
    done: counted.length - failed.length,
    of: counted.length,
  };
}

/** Where a file of the lab can't be read as TypeScript; the copy that was run is not to be named. */
function placeOfBreak(lab: Lab, { loadErrors }: ChecksReport): string | undefined {
  const syntax = loadErrors.find((error) => error.syntax)?.syntax;
  return syntax && `labs/${lab.id}/${basename(syntax.file)}:${syntax.line}`;
}

function noChecks(file: string): Finding {
  const what = say`The file holds no checks.`;
  const remedy = say`Write at least one check(…) inside a step(…), with #checks.`;
  return { rule: 'no-checks', file, what, remedy };
}

/** Vitest's tests that are no checks. */
function strayTests(
  file: string,
  checks: readonly JudgedCheck[],
  { tests }: ChecksReport,
): Finding[] {
  const known = new Set(checks.map(({ id, title }) => `${id}: ${english(title)}`));
  const remedy = say`Write it with check(…) of #checks inside a step(…), or delete it.`;
  const stray = tests.filter(({ name }) => !known.has(name));
  return stray.map(({ name }) => {
    const what = say`The test "${name}" is no check: a learner would never see it.`;
    return { rule: 'no-check', file, what, remedy };
  });
}

/**
 * The steps whose TODO may be what stops a check: its own, and the earlier ones of the same export.
 * A Lambda handler goes through its steps one after the other, so an earlier one ends it first.
 */
function wayTo({ step }: JudgedCheck, { events }: ChecksReport): ReadonlySet<number> {
  const steps = events.filter((entry) => entry.type === 'step');
  const own = new Set(steps.filter((one) => one.step === step).flatMap((one) => one.exports));
  const earlier = steps.filter(
    (one) => one.step < step && one.exports.some((name) => own.has(name)),
  );
  return new Set([...earlier.map((one) => one.step), step]);
}

function judgeCheck(
  lab: Lab,
  file: string,
  check: JudgedCheck,
  report: ChecksReport,
): Finding | undefined {
  const { id, step, guard, verdict } = check;
  if (verdict === 'not-run') {
    const what = say`The check "${id}" never ran on the starter.`;
    const remedy = say`Look for skip, only or an early return around it, and take it away.`;
    return { rule: 'skipped', file, what, remedy };
  }
  if (guard) return undefined;
  if (verdict === 'passed') {
    const what = say`The check "${id}" passes on the starter, so it may be one that can't fail.`;
    const remedy = say`Let it call the function of step ${step} first. If it guards what is given, write guard(…) in place of check(…).`;
    return { rule: 'cannot-fail', file, what, remedy };
  }
  if (verdict.kind !== 'todo') {
    const what = say`The check "${id}" fails on the starter, but not with TODO ${step}: ${verdict.actual}.`;
    const remedy = say`Let the check call the function of step ${step} before anything else, and let that function throw new Error('TODO ${step}: …').`;
    return { rule: 'fails-otherwise', file, what, remedy };
  }
  const todo = verdict.todo ?? 0;
  if (wayTo(check, report).has(todo)) return undefined;
  const what = say`The check "${id}" of step ${step} fails on the starter with TODO ${todo}.`;
  const remedy = say`Move the check to step ${todo}, or let it call the function of step ${step} first (labs/${lab.id}).`;
  return { rule: 'other-todo', file, what, remedy };
}
