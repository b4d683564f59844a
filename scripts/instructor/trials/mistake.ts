/** A known wrong answer: the check that it names must fail on it, with the message meant for it. */
import type { Lab } from '#course/lab.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { textOf, type JudgedCheck, type Run } from '../reading/run.ts';
import type { Mistake } from '../rules/mistakes.ts';
import type { FinishedTrial, Trial } from './trial.ts';

/** How a run ends that was cut short; a mistake does so only where its `Says` names it. */
const CUT_SHORT = new Set(['loop', 'flood', 'crash']);

export function mistakeTrial(lab: Lab, mistake: Mistake): Trial {
  const { name, path: file, check, also, others, touchesLoop, sources } = mistake;
  return {
    area: 'mistakes',
    name: `mistake-${name}`,
    sources,
    catcher: check,
    // All checks are run only where another one may never come back.
    ...(!touchesLoop && { only: [check, ...also, ...others] }),
    judge: (run) => {
      const complaint = complaintOf(`labs/${lab.id}/${lab.checks}`, mistake, run);
      const found = complaint ? [complaint] : otherReasons(mistake, run);
      const findings = found.map((one) => ({ file, ...one }));
      return { findings, done: findings.length === 0 ? 1 : 0, of: 1 };
    },
  };
}

function complaintOf(
  checksFile: string,
  mistake: Mistake,
  { checks, brokenBy }: Run,
): Omit<Finding, 'file'> | undefined {
  if (brokenBy) {
    const what = say`No check can judge it: ${brokenBy}.`;
    const remedy = say`Let the patch make a file that loads, and is wrong in one rule only.`;
    return { rule: 'mistake-broken', what, remedy };
  }
  const failing = checks.filter(({ verdict }) => typeof verdict === 'object');
  const others = verbatim(failing.map(({ id }) => id).join(', ') || '-');
  const named = checks.find(({ id }) => id === mistake.check);
  if (!named) {
    const what = say`It names the check "${mistake.check}", and the lab has none of that id.`;
    const remedy = say`Write after "Check:" the id of the check that must catch it. These fail on it: ${others}`;
    return { rule: 'unknown-check', what, remedy };
  }
  const { id, verdict } = named;
  if (verdict === 'not-run') {
    const what = say`The check "${id}" never ran on it: the run had ended before.`;
    const remedy = say`Let the patch make a function that comes to an end, or name after "Check:" the check that it ends in.`;
    return { rule: 'never-ran', what, remedy, neverRan: id };
  }
  if (verdict === 'passed') {
    const saying = checks.find((check) => says(check, mistake.says));
    const what = say`The check "${id}" passes on it, though it is named as its catcher.`;
    const remedy = saying
      ? say`The check "${saying.id}" says what the mistake asks for: name it after "Check:".`
      : say`Make the check see it (${checksFile}), or name another after "Check:". These fail on it: ${others}`;
    return { rule: 'not-caught', what, remedy };
  }
  if (!says(named, mistake.says)) {
    const said: Message = verdict.cause ?? say`expected ${verdict.expected}, but ${verdict.actual}`;
    const what = say`The check "${id}" catches it, but does not say "${mistake.says}". It says: ${said}`;
    const remedy = say`Make the likely cause in ${checksFile} name this misconception, or correct "Says:".`;
    return { rule: 'other-message', what, remedy };
  }
  const cut = checks.find(({ verdict: one }) => typeof one === 'object' && CUT_SHORT.has(one.kind));
  if (!cut || cut.id === id) return undefined;
  const what = say`The run ends in the check "${cut.id}", which never comes back.`;
  const remedy = say`Let the patch make a function that comes to an end, or name "${cut.id}" after "Check:".`;
  return { rule: 'cut-short', what, remedy };
}

/** Of the reasons that a review offers, one alone is true. */
function otherReasons({ also, others }: Mistake, { checks }: Run): Omit<Finding, 'file'>[] {
  const failing = new Set(
    checks.flatMap(({ id, verdict }) => (typeof verdict === 'object' ? [id] : [])),
  );
  const second = others.filter((id) => failing.has(id));
  const stale = also.filter((id) => !failing.has(id));
  return [
    ...second.map((id) => {
      const what = say`A review offers a reason of the check "${id}" as a wrong one, and that check fails on it too.`;
      const remedy = say`Write "Also: ${[...also, ...second].join(', ')}" in its header: another reason is offered then.`;
      return { rule: 'two-reasons', what, remedy };
    }),
    ...stale.map((id) => {
      const what = say`It says that the check "${id}" fails on it too, and it does not.`;
      return { rule: 'also-passes', what, remedy: say`Take it away from "Also:" in its header.` };
    }),
  ];
}

function says({ verdict }: JudgedCheck, fragment: string): boolean {
  return typeof verdict === 'object' && textOf(verdict).includes(fragment);
}

/**
 * Every check, guards too, is named by a mistake that it catches: else nothing shows that it can.
 * `checks`: as they ran on the reference.
 */
export function killMatrix(
  lab: Lab,
  checks: readonly JudgedCheck[],
  trials: readonly FinishedTrial[],
): Finding[] {
  const sound = trials.filter(({ outcome }) => outcome.findings.length === 0);
  const caught = new Set(sound.map(({ catcher }) => catcher));
  const idle = checks.filter(({ id, verdict }) => !caught.has(id) && verdict !== 'not-run');
  return idle.map(({ id, title }) => {
    const file = `labs/${lab.id}/${lab.checks}`;
    const what = say`The check "${id}" (${title}) catches no mistake.`;
    const remedy = say`Add a wrong answer that only it refuses: solutions/${lab.id}/mistakes/<misconception>.patch, with "Check: ${id}" in its header (a neighbour in that folder is the model). If there is none, delete the check.`;
    return { rule: 'catches-nothing', file, what, remedy };
  });
}
