/** What a class has come to: a pure function of what has arrived, in whatever order that was. */
import type { ClassView, LabView, Person, Reason, StepView } from '#site/class/class-view.ts';
import type { ClassLab, ClassStep } from './class-course.ts';
import type { Snapshot } from './snapshot.ts';

/** What is known of a learner from one message, or from one answer in a folder. */
export interface Arrival {
  readonly learner: string;
  readonly name: string;
  /** In milliseconds since the epoch, by the clock of the class. */
  readonly at: number;
  readonly snapshot?: Snapshot | undefined;
}

export function viewClass(labs: readonly ClassLab[], arrivals: readonly Arrival[]): ClassView {
  const learners = [...groupBy(arrivals, ({ learner }) => learner)]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([learner, all]) => learnerOf(learner, all, labs));
  const views = labs.flatMap((lab) => {
    const isBegun = learners.some(({ states }) =>
      [...(states.get(lab.number)?.values() ?? [])].some(({ status }) => status !== 'todo'),
    );
    return isBegun ? [labView(lab, learners)] : [];
  });
  return { learners: learners.length, current: currentLab(learners), labs: views };
}

interface Learner {
  readonly learner: string;
  readonly name: string;
  /** In which something has changed last: to look at an old lab again is not to be at it. */
  readonly lab: number | undefined;
  /** By lab and step. */
  readonly states: ReadonlyMap<number, ReadonlyMap<number, StepState>>;
}

interface StepState {
  readonly status: 'passed' | 'failed' | 'todo';
  /** The first refusal after which the step was not passed any more. */
  readonly since: number | undefined;
  readonly failed: Snapshot['failed'];
}

/** The newest name, and of each step the newest state that is known. */
function learnerOf(
  learner: string,
  arrivals: readonly Arrival[],
  labs: readonly ClassLab[],
): Learner {
  const inOrder = arrivals.toSorted(
    // Two at one time are told apart by what they say: the order of arrival must not matter.
    (a, b) => a.at - b.at || compare(JSON.stringify(a), JSON.stringify(b)),
  );
  const states = new Map<number, Map<number, StepState>>();
  let newest: number | undefined;
  for (const { at, snapshot } of inOrder) {
    const lab = labs.find(({ number }) => number === snapshot?.lab);
    if (!snapshot || !lab) continue;
    const steps = states.get(lab.number) ?? new Map<number, StepState>();
    states.set(lab.number, steps);
    for (const step of lab.steps) {
      const before = steps.get(step.number);
      const state = stateAfter(before, step, snapshot, at);
      if (!state || isSame(state, before)) continue;
      steps.set(step.number, state);
      if (state.status !== 'todo') newest = lab.number;
    }
  }
  return { learner, name: inOrder.at(-1)?.name ?? '', lab: newest, states };
}

function isSame(state: StepState, before: StepState | undefined): boolean {
  return (
    state.status === before?.status &&
    state.since === before.since &&
    JSON.stringify(state.failed) === JSON.stringify(before.failed)
  );
}

/** Undefined where nothing is known of the step: its checks have not been run to their end. */
function stateAfter(
  before: StepState | undefined,
  { checks }: ClassStep,
  { passed, failed, todo }: Snapshot,
  at: number,
): StepState | undefined {
  const ids = new Set(checks.map(({ id }) => id));
  const ofStep = failed.filter(({ check }) => ids.has(check));
  if (ofStep.length > 0) return { status: 'failed', since: before?.since ?? at, failed: ofStep };
  if (todo.some((id) => ids.has(id))) return { status: 'todo', since: before?.since, failed: [] };
  const isWhole = ids.size > 0 && passed.filter((id) => ids.has(id)).length === ids.size;
  return isWhole ? { status: 'passed', since: undefined, failed: [] } : before;
}

function labView(lab: ClassLab, learners: readonly Learner[]): LabView {
  const { mistakes: _, ...about } = lab;
  return { ...about, steps: lab.steps.map((step) => stepView(lab, step, learners)) };
}

function stepView(lab: ClassLab, step: ClassStep, learners: readonly Learner[]): StepView {
  const here = learners.flatMap(({ learner, name, states }) => {
    const state = states.get(lab.number)?.get(step.number);
    return state ? [{ ...state, person: { learner, name, since: state.since } }] : [];
  });
  const through = here.filter(({ status }) => status === 'passed').map(({ person }) => person);
  const stuck = here.filter(({ status }) => status === 'failed');
  const { checks: _, ...about } = step;
  return {
    ...about,
    through: through.toSorted(byName),
    stuck: stuck
      .map(({ person }) => person)
      .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0) || byName(a, b)),
    reasons: reasonsOf(lab, step, stuck),
  };
}

/** What holds those who are stuck: of each the first failing check, for the others are often its consequence. */
function reasonsOf(
  lab: ClassLab,
  step: ClassStep,
  stuck: readonly { readonly person: Person; readonly failed: Snapshot['failed'] }[],
): Reason[] {
  const held = stuck.flatMap(({ person, failed }) => {
    const check = step.checks.find(({ id }) => failed.some((one) => one.check === id));
    const name = failed.find((one) => one.check === check?.id)?.mistake;
    const mistake = lab.mistakes.find((one) => one.name === name);
    const text = mistake?.misconception ?? check?.title;
    const isMisconception = mistake !== undefined;
    return text
      ? [{ key: mistake?.name ?? check?.id, text, isMisconception, learner: person.learner }]
      : [];
  });
  return [...groupBy(held, ({ key }) => key).values()]
    .map((group): Reason => {
      const [{ text, isMisconception }] = group as [(typeof held)[number]];
      return { text, isMisconception, learners: group.map(({ learner }) => learner) };
    })
    .toSorted((a, b) => b.learners.length - a.learners.length || compare(a.text.en, b.text.en));
}

/** The lab that most learners are at; of two as frequent ones the later. */
function currentLab(learners: readonly Learner[]): number | undefined {
  const groups = [...groupBy(learners, ({ lab }) => lab)].flatMap(([lab, all]) =>
    lab === undefined ? [] : [{ lab, count: all.length }],
  );
  return groups.toSorted((a, b) => b.count - a.count || b.lab - a.lab)[0]?.lab;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function byName(a: Person, b: Person): number {
  return compare(a.name, b.name) || compare(a.learner, b.learner);
}

/** By code units, so that it is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
