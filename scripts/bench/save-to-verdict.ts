/** How long a learner waits after a save, lab by lab, as in watch mode and on the live pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Lab } from '#course/lab.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { spread } from './interleave.ts';

/** Medians, in milliseconds. */
export interface SaveToVerdict {
  readonly lab: number;
  readonly firstStep: number;
  readonly wholeLab: number;
}

/** In milliseconds: nobody saves again at once, and meanwhile the next worker starts, of the lab before too. */
const PAUSE_MS = 2_000;

/** Saves the reference in the learner's place, `saves` times in each lab, the labs in turn. */
export async function saveToVerdict(saves: number): Promise<SaveToVerdict[]> {
  const course = CourseCopy.ofRepository();
  const labs = course.labs().map((lab) => ({
    lab,
    runner: new LabRunner(course.root, { keepWarm: true }),
    firstStep: [] as number[],
    wholeLab: [] as number[],
  }));
  try {
    for (let save = -1; save < saves; save += 1) {
      for (const { lab, runner, firstStep, wholeLab } of labs) {
        await setTimeout(PAUSE_MS);
        const times = await timesOf(course, lab, runner, save);
        // The first only warms up.
        if (save < 0) continue;
        firstStep.push(times.firstStep);
        wholeLab.push(times.wholeLab);
      }
    }
  } finally {
    for (const { runner } of labs) await runner.close();
    course.remove();
  }
  return labs.map(({ lab, firstStep, wholeLab }) => ({
    lab: lab.number,
    firstStep: spread(firstStep).median,
    wholeLab: spread(wholeLab).median,
  }));
}

async function timesOf(course: CourseCopy, lab: Lab, runner: LabRunner, save: number) {
  for (const file of lab.files) {
    const text = readFileSync(join(lab.solution, file), 'utf8');
    course.write(`labs/${lab.id}/${file}`, `${text}// ${save}\n`);
  }
  const start = performance.now();
  let firstStep: number | undefined;
  const { outcome } = await runner.run(lab, {
    subject: 'learner',
    demo: false,
    types: false,
    onStep: () => (firstStep ??= performance.now() - start),
  });
  if (outcome !== 'passed') throw new Error(`Lab ${lab.number} does not pass on its reference.`);
  const wholeLab = performance.now() - start;
  return { firstStep: firstStep ?? wholeLab, wholeLab };
}
