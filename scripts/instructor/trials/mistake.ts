/** A known wrong answer: the check that it names must fail on it, with the message meant for it. */
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import type { MistakeFile } from '../reading/mistake-file.ts';
import { brokenBy, judgedChecks, textOf, type JudgedCheck } from '../reading/run.ts';
import type { Trial } from './trial.ts';

/** How a run ends that was cut short; a mistake does so only where its `Says` names it. */
const CUT_SHORT = new Set(['loop', 'flood', 'crash']);

/** `name` is the file's, in the lab's folder of mistakes. */
export function mistakeTrial(
  lab: Lab,
  name: string,
  mistake: MistakeFile,
  sources: Sources,
): Trial {
  return {
    area: 'mistakes',
    name: `mistake-${name.replace(/\.patch$/, '')}`,
    sources,
    // All checks are run only where another one may never come back.
    ...(!mistake.touchesLoop && { only: mistake.check }),
    judge: (report) => {
      const findings = judge(lab, mistake, report).map(({ rule, what, remedy, neverRan }) => ({
        rule,
        file: `solutions/${lab.id}/mistakes/${name}`,
        what,
        remedy,
        ...(neverRan !== undefined && { neverRan }),
      }));
      return { findings, done: findings.length === 0 ? 1 : 0, of: 1 };
    },
  };
}

type Complaint = Omit<Finding, 'file'>;

function judge(lab: Lab, mistake: MistakeFile, report: ChecksReport): Complaint[] {
  const broken = brokenBy(report);
  if (broken) {
    return [
      {
        rule: 'mistake-broken',
        what: say`No check can judge it: ${broken}.`,
        remedy: say`Let the patch make a file that loads, and is wrong in one rule only.`,
      },
    ];
  }
  const checks = judgedChecks(report);
  const named = checks.find(({ id }) => id === mistake.check);
  const others = verbatim(failing(checks) || '-');
  if (!named) {
    return [
      {
        rule: 'unknown-check',
        what: say`It names the check "${mistake.check}", and the lab has none of that id.`,
        remedy: say`Write after "Check:" the id of the check that must catch it. These fail on it: ${others}`,
      },
    ];
  }
  const checksFile = `labs/${lab.id}/${lab.checks}`;
  const { verdict } = named;
  const { id } = named;
  if (verdict === 'not-run') {
    return [
      {
        rule: 'never-ran',
        what: say`The check "${id}" never ran on it: the run had ended before.`,
        remedy: say`Let the patch make a function that comes to an end, or name after "Check:" the check that it ends in.`,
        neverRan: id,
      },
    ];
  }
  if (verdict === 'passed') {
    const saying = checks.find((check) => says(check, mistake.says));
    return [
      {
        rule: 'not-caught',
        what: say`The check "${id}" passes on it, though it is named as its catcher.`,
        remedy: saying
          ? say`The check "${saying.id}" says what the mistake asks for: name it after "Check:".`
          : say`Make the check see it (${checksFile}), or name another after "Check:". These fail on it: ${others}`,
      },
    ];
  }
  if (!says(named, mistake.says)) {
    return [
      {
        rule: 'other-message',
        what: say`The check "${mistake.check}" catches it, but does not say "${mistake.says}". It says: ${said(named)}`,
        remedy: say`Make the likely cause in ${checksFile} name this misconception, or correct "Says:".`,
      },
    ];
  }
  const cut = checks.find(({ verdict: one }) => typeof one === 'object' && CUT_SHORT.has(one.kind));
  if (cut && cut.id !== named.id) {
    return [
      {
        rule: 'cut-short',
        what: say`The run ends in the check "${cut.id}", which never comes back.`,
        remedy: say`Let the patch make a function that comes to an end, or name "${cut.id}" after "Check:".`,
      },
    ];
  }
  return [];
}

function failing(checks: readonly JudgedCheck[]): string {
  return checks
    .filter(({ verdict }) => typeof verdict === 'object')
    .map(({ id }) => id)
    .join(', ');
}

function says({ verdict }: JudgedCheck, fragment: string): boolean {
  return typeof verdict === 'object' && textOf(verdict).includes(fragment);
}

function said({ verdict }: JudgedCheck): Message {
  if (typeof verdict !== 'object') return verbatim('-');
  return verdict.cause ?? say`expected ${verdict.expected}, but ${verdict.actual}`;
}
