/** The end of a run: the one thing to do now, and the command that follows it. */
import { say, verbatim, type Message } from '#text/message.ts';
import { firstOpenCheck, type LabRun, type Place } from './result.ts';

export interface NextAction {
  readonly what: Message;
  readonly command: string;
}

export function nextAction(run: Omit<LabRun, 'next'>, lastLab: number): NextAction {
  const { number } = run.lab;
  const again = `npm run lab ${number}`;
  if (run.problem?.kind === 'missing-file') {
    return { what: say`bring the starter back`, command: `npm run reset ${number}` };
  }
  if (run.problem) {
    const place = run.problem.place ? placeText(run.problem.place) : run.files.join(', ');
    return { what: say`fix ${place} and save`, command: again };
  }
  const open = firstOpenCheck(run);
  if (open) {
    const { place } = open.check.failure ?? {};
    const where = verbatim(place ? placeText(place) : run.files.join(', '));
    const what =
      open.check.status === 'todo'
        ? say`write step ${open.step.number} in ${where} and save`
        : say`fix step ${open.step.number} in ${where} and save`;
    return { what, command: again };
  }
  return number < lastLab
    ? {
        what: say`lab ${number} is done, on to lab ${number + 1}`,
        command: `npm run lab ${number + 1}`,
      }
    : {
        what: say`lab ${number} is done, and it is the last one. See them all`,
        command: 'npm run lab',
      };
}

/** As editors and terminals link it: `labs/01-base64url/jwt.ts:34`. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}`;
}
