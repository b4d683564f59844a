/** What is said of a class: 80 % is enough to go on, and nothing less is. */
import { expect, test } from 'vitest';
import { english } from '#text/message.ts';
import type { ClassView, Person, StepView } from './class-view.ts';
import { headline } from './headline.ts';

const both = (text: string) => ({ en: text, ko: text });

function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({ learner: String(index), name: 'spark' }));
}

function step(number: number, through: number, stuck = 0): StepView {
  const about = { number, title: both(''), anchor: both(''), reasons: [] };
  return { ...about, through: people(through), stuck: people(stuck) };
}

function say(learners: number, ...steps: readonly StepView[]): string {
  const lab = { number: 2, id: '02-hs256', title: both(''), steps };
  const view: ClassView = { learners, current: steps.length > 0 ? 2 : undefined, labs: [lab] };
  return english(headline(view));
}

test.each([
  [say(0), 'Nobody has joined yet.'],
  [say(3), 'Joined: 3. No result yet.'],
  [say(24, step(1, 19), step(2, 0)), 'Step 2.1: 19 of 24 through.'],
  [say(24, step(1, 20), step(2, 3, 5)), 'Step 2.2: 3 of 24 through, 5 stuck.'],
  [say(5, step(1, 5), step(2, 4, 1)), 'Lab 2: 80 % ready: move on.'],
  [say(1000, step(1, 799)), 'Step 2.1: 799 of 1000 through.'],
  [say(24, step(1, 24), step(2, 20)), 'Lab 2: 83 % ready: move on.'],
])('%s', (said, meant) => {
  expect(said).toBe(meant);
});
