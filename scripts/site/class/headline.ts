/** The one thing that an instructor has to know of a class. */
import { say, verbatim, type Message } from '#text/message.ts';
import type { ClassView, LabView, StepView } from './class-view.ts';

/** So many of a class are enough to go on. */
const READY = 0.8;

/** Whether so many of the class are through the step that it can go on. */
export function isReady({ through }: StepView, learners: number): boolean {
  return learners > 0 && through.length >= READY * learners;
}

/** In per cent, rounded down: 80 % is never said of less. */
function percent({ through }: StepView, learners: number): number {
  return Math.floor((100 * through.length) / learners);
}

/** Where the class is, and whether it can go on. */
export function headline({ learners, current, labs }: ClassView): Message {
  if (learners === 0) return say`Nobody has joined yet.`;
  const lab = labs.find(({ number }) => number === current);
  if (!lab) return say`Joined: ${learners}. No result yet.`;
  const open = lab.steps.find((step) => !isReady(step, learners));
  const last = lab.steps.at(-1);
  if (open) return openStep(lab, open, learners);
  if (!last) return verbatim('');
  return say`Lab ${lab.number}: ${percent(last, learners)} % ready: move on.`;
}

function openStep(lab: LabView, step: StepView, learners: number): Message {
  const where = `${lab.number}.${step.number}`;
  const { length: through } = step.through;
  const { length: stuck } = step.stuck;
  return stuck === 0
    ? say`Step ${where}: ${through} of ${learners} through.`
    : say`Step ${where}: ${through} of ${learners} through, ${stuck} stuck.`;
}
