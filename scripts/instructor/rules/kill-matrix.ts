/** Every check, guards too, is named by a mistake that it catches: else nothing shows that it can. */
import type { Lab } from '#course/lab.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import type { JudgedCheck } from '../reading/run.ts';

/**
 * `checks` as they ran on the reference; `caught`: the ids that mistakes name and that did catch
 * them.
 */
export function killMatrix(
  lab: Lab,
  checks: readonly JudgedCheck[],
  caught: ReadonlySet<string>,
): Finding[] {
  return checks
    .filter(({ id }) => !caught.has(id))
    .filter(({ verdict }) => verdict !== 'not-run')
    .map(({ id, title }) => ({
      rule: 'catches-nothing',
      file: `labs/${lab.id}/${lab.checks}`,
      what: say`The check "${id}" (${title}) catches no mistake.`,
      remedy: say`Add a wrong answer that only it refuses: solutions/${lab.id}/mistakes/<misconception>.patch, with "Check: ${id}" in its header (a neighbour in that folder is the model). If there is none, delete the check.`,
    }));
}
