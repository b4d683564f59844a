/** The end of a run: the one thing to do now, and the command that follows it. */
import { say, verbatim, type Message } from '#text/message.ts';
import { firstOpenCheck, type LabRun, type Place } from './result.ts';

export interface NextAction {
  readonly what: Message;
  readonly command: string;
}

/** `nextLab`: the number of the lab that comes after this one; undefined where it is the last. */
export function nextAction(run: Omit<LabRun, 'next'>, nextLab: number | undefined): NextAction {
  const { number } = run.lab;
  const again = `npm run lab ${number}`;
  const at = (place: Place | undefined): Message =>
    verbatim(place ? placeText(place) : run.files.join(', '));
  if (run.problem?.kind === 'unreadable-file') {
    return { what: say`bring the starter back`, command: `npm run reset ${number}` };
  }
  if (run.problem?.kind === 'not-started') return { what: say`run it once more`, command: again };
  if (run.problem) return { what: say`fix ${at(run.problem.place)} and save`, command: again };
  const open = firstOpenCheck(run);
  if (open) {
    const { step, check } = open;
    const where = at(check.failure?.place ?? step.place);
    const what =
      check.status === 'todo'
        ? say`write step ${step.number} in ${where} and save`
        : say`fix step ${step.number} in ${where} and save`;
    return { what, command: again };
  }
  return nextLab === undefined
    ? {
        what: say`lab ${number} is done, and it is the last one. See them all`,
        command: 'npm run lab',
      }
    : { what: say`lab ${number} is done, on to lab ${nextLab}`, command: `npm run lab ${nextLab}` };
}

/** As editors and terminals link it: `labs/01-base64url/jwt.ts:34`. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}`;
}
