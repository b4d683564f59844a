/** The starter: every check fails on it with its own step's TODO, unless it is a guard. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { STARTER_PATCH, starterOf } from '#course/starter.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import { say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import { readTextIfThere } from '#course/files.ts';
import { brokenBy, judgedChecks, strayTests, type JudgedCheck } from '../reading/run.ts';
import type { Trial } from './trial.ts';

export interface Starter {
  readonly sources: Sources;
  readonly findings: readonly Finding[];
}

/** The starter's files; where the lab keeps none, those in its folder. */
export function findStarter(lab: Lab): Starter {
  const patch = `solutions/${lab.id}/${STARTER_PATCH}`;
  let sources: Sources;
  try {
    sources = starterOf(lab);
  } catch {
    return {
      sources: Object.fromEntries(
        lab.files.map((file) => [file, readTextIfThere(join(lab.folder, file)) ?? '']),
      ),
      findings: [
        {
          rule: 'no-starter-patch',
          file: patch,
          what: say`The file is missing, or does not fit the reference: nobody could reset the lab.`,
          remedy: say`Write the starter in labs/${lab.id}, then run:`,
          run: ['npm run solutions -- --update starters'],
        },
      ],
    };
  }
  const changed = lab.files.filter(
    (file) => readTextIfThere(join(lab.folder, file)) !== sources[file]?.replaceAll('\r\n', '\n'),
  );
  return {
    sources,
    findings: changed.map((file) => ({
      rule: 'not-the-starter',
      file: `labs/${lab.id}/${file}`,
      what: say`The file is not the starter that ${patch} makes.`,
      remedy: say`To hand the lab out again, run the first command: this version is saved. If you meant to change the starter, run the second.`,
      run: [`npm run reset ${lab.number}`, 'npm run solutions -- --update starters'],
    })),
  };
}

export function starterTrial(lab: Lab, sources: Sources): Trial {
  return { area: 'starter', name: 'starter', sources, judge: (report) => judge(lab, report) };
}

function judge(lab: Lab, report: ChecksReport): Outcome {
  const file = `labs/${lab.id}/${lab.checks}`;
  const checks = judgedChecks(report);
  const counted = checks.filter(({ guard }) => !guard);
  const broken = brokenBy(report);
  if (broken) {
    const remedy = say`Run the lab on its starter, and fix what it says.`;
    const run = [`npm run reset ${lab.number}`, `npm run lab ${lab.number}`];
    return {
      findings: [
        {
          rule: 'starter-broken',
          file: placeOfBreak(lab, report) ?? file,
          what: say`On the starter ${broken}.`,
          remedy,
          run,
        },
      ],
      done: 0,
      of: counted.length,
    };
  }
  const findings = checks.flatMap((check) => judgeCheck(lab, file, check, wayTo(check, report)));
  const solved = solvedSteps(counted);
  const kept = findings.filter(({ rule, step }) => rule !== 'cannot-fail' || !solved.has(step));
  return {
    findings: [
      ...noChecks(file, checks),
      ...[...solved].map((step) => ({
        rule: 'step-solved',
        file: `labs/${lab.id}/${lab.files.join(', ')}`,
        what: say`Step ${step} is solved on the starter: all of its checks pass.`,
        remedy: say`Put the TODO back into the step's function: throw new Error('TODO ${step}: …'). Then run:`,
        run: ['npm run solutions -- --update starters'],
      })),
      ...kept.map(({ rule, file: path, what, remedy }) => ({ rule, file: path, what, remedy })),
      ...strayTests(report).map((name) => ({
        rule: 'no-check',
        file,
        what: say`The test "${name}" is no check: a learner would never see it.`,
        remedy: say`Write it with check(…) of #checks inside a step(…), or delete it.`,
      })),
    ],
    done: counted.length - findings.filter(({ guard }) => !guard).length,
    of: counted.length,
  };
}

/** Where a file of the lab can't be read as TypeScript; the copy that was run is not to be named. */
function placeOfBreak(lab: Lab, { loadErrors }: ChecksReport): string | undefined {
  const syntax = loadErrors.find((error) => error.syntax)?.syntax;
  return syntax && `labs/${lab.id}/${basename(syntax.file)}:${syntax.line}`;
}

function noChecks(file: string, checks: readonly JudgedCheck[]): Finding[] {
  if (checks.length > 0) return [];
  return [
    {
      rule: 'no-checks',
      file,
      what: say`The file holds no checks.`,
      remedy: say`Write at least one check(…) inside a step(…), with #checks.`,
    },
  ];
}

/** The steps of which every check passes: not a check is at fault there, but the starter. */
function solvedSteps(checks: readonly JudgedCheck[]): Set<number> {
  const open = new Set(
    checks.filter(({ verdict }) => verdict !== 'passed').map(({ step }) => step),
  );
  return new Set(checks.map(({ step }) => step).filter((step) => !open.has(step)));
}

/**
 * The steps whose TODO may be what stops a check: its own, and the earlier ones of the same export.
 * A Lambda handler goes through its steps one after the other, so an earlier one ends it first.
 */
function wayTo({ step }: JudgedCheck, { events }: ChecksReport): ReadonlySet<number> {
  const exportsOf = (number: number): readonly string[] =>
    events.flatMap((entry) =>
      entry.type === 'step' && entry.step === number ? entry.exports : [],
    );
  const own = exportsOf(step);
  const earlier = events.flatMap((entry) =>
    entry.type === 'step' && entry.step < step && entry.exports.some((name) => own.includes(name))
      ? [entry.step]
      : [],
  );
  return new Set([...earlier, step]);
}

type CheckFinding = Finding & Pick<JudgedCheck, 'step' | 'guard'>;

function judgeCheck(
  lab: Lab,
  file: string,
  check: JudgedCheck,
  way: ReadonlySet<number>,
): CheckFinding[] {
  const { id, step, guard, verdict } = check;
  const finding = (rule: string, what: Finding['what'], remedy: Finding['remedy']) => [
    { rule, file, what, remedy, step, guard },
  ];
  if (verdict === 'not-run') {
    return finding(
      'skipped',
      say`The check "${id}" never ran on the starter.`,
      say`Look for skip, only or an early return around it, and take it away.`,
    );
  }
  if (guard) return [];
  if (verdict === 'passed') {
    return finding(
      'cannot-fail',
      say`The check "${id}" passes on the starter, so it may be one that can't fail.`,
      say`Let it call the function of step ${step} first. If it guards what is given, write guard(…) in place of check(…).`,
    );
  }
  if (verdict.kind !== 'todo') {
    return finding(
      'fails-otherwise',
      say`The check "${id}" fails on the starter, but not with TODO ${step}: ${verdict.actual}.`,
      say`Let the check call the function of step ${step} before anything else, and let that function throw new Error('TODO ${step}: …').`,
    );
  }
  if (!way.has(verdict.todo ?? 0)) {
    return finding(
      'other-todo',
      say`The check "${id}" of step ${step} fails on the starter with TODO ${verdict.todo ?? 0}.`,
      say`Move the check to step ${verdict.todo ?? 0}, or let it call the function of step ${step} first (labs/${lab.id}).`,
    );
  }
  return [];
}

/** The contents of a learner's file as it is handed out. */
export function referenceSources(lab: Lab): Sources {
  return Object.fromEntries(
    lab.files.map((file) => [file, readFileSync(join(lab.solution, file), 'utf8')]),
  );
}
