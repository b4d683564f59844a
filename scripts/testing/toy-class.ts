/** For tests: a class on a course of two small labs, without a run of either. */
import type { ClassLab, ClassStep } from '#instructor/class/class-course.ts';
import type { Snapshot } from '#instructor/class/snapshot.ts';

function step(number: number, checks: readonly string[]): ClassStep {
  return {
    number,
    title: { en: `Step ${number}`, ko: `${number}단계` },
    anchor: { en: `step-${number}`, ko: `${number}단계` },
    slide: number === 1 ? 18 : undefined,
    checks: checks.map((id) => ({ id, title: { en: `keeps ${id}`, ko: `${id} 지킴` } })),
  };
}

export const TOY_LABS: readonly ClassLab[] = [1, 2].map((number) => ({
  number,
  id: `0${number}-toy`,
  title: { en: `Toy ${number}`, ko: `장난감 ${number}` },
  steps: [step(1, ['padding', 'letters']), step(2, ['alg'])],
  mistakes: [
    {
      name: 'padding-passes',
      misconception: { en: 'Padding is harmless.', ko: '패딩은 해롭지 않다.' },
      check: 'padding',
    },
  ],
}));

/** Step 1 passed and step 2 not begun, unless it says otherwise. */
export function toySnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return { lab: 1, at: 0, passed: ['padding', 'letters'], failed: [], todo: ['alg'], ...changes };
}

/** Held by the misconception in step 1. */
export const STUCK: Partial<Snapshot> = {
  passed: ['letters'],
  failed: [{ check: 'padding', mistake: 'padding-passes' }],
  todo: ['alg'],
};
