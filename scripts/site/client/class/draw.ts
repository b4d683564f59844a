/** Draws the labs of a class: rows are steps. */
import { say } from '#text/message.ts';
import type { ClassView, LabView, Person, Reason, StepView } from '../../class/class-view.ts';
import { isReady } from '../../class/headline.ts';
import { element } from '../element.ts';
import { own, text } from '../text.ts';

interface Drawing {
  readonly withNames: boolean;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/** So many reasons of a step are seen at once; a slide has no room for more. */
const MOST_REASONS = 3;

/** Draws in place of what was there; what was unfolded stays unfolded. */
export function drawLabs(place: HTMLElement, view: ClassView, drawing: Drawing): void {
  const folds = [...place.querySelectorAll('details')];
  const open = new Map(folds.map((fold) => [fold.dataset['key'], fold.open]));
  const focused = document.activeElement?.closest('details')?.dataset['key'];
  place.replaceChildren(...view.labs.map((lab) => drawLab(lab, view, drawing)));
  for (const fold of place.querySelectorAll('details')) {
    const { key } = fold.dataset;
    fold.open = open.get(key) ?? key === `lab-${view.current}`;
    if (key !== undefined && key === focused) fold.querySelector('summary')?.focus();
  }
}

function drawLab(lab: LabView, { learners }: ClassView, drawing: Drawing): Node {
  const steps = lab.steps.map((step) => drawStep(lab, step, learners, drawing));
  const title = `${text(say`Lab ${lab.number}`)} · ${own(lab.title)}`;
  return element(
    'details',
    { class: 'class-lab', 'data-key': `lab-${lab.number}` },
    element('summary', '', element('h2', '', title), ...drawTotal(lab, learners)),
    element('ol', '', ...steps),
  );
}

/** How many are through the whole lab. */
function drawTotal({ steps }: LabView, learners: number): Node[] {
  const through = Math.min(...steps.map((step) => step.through.length));
  const total = `${through} ${text(say`of ${learners}`)}`;
  return steps.length === 0 ? [] : [element('span', 'class-total', total)];
}

function drawStep(lab: LabView, step: StepView, learners: number, drawing: Drawing): Node {
  const { length: through } = step.through;
  const state = isReady(step, learners) ? 'ready' : step.stuck.length > 0 ? 'stuck' : 'open';
  const reasons = step.reasons.map((reason) => drawReason(lab, step, reason));
  const more = reasons.splice(MOST_REASONS);
  return element(
    'li',
    { class: 'class-step', 'data-state': state },
    element(
      'div',
      'class-row',
      element('h3', '', element('span', 'number', `${lab.number}.${step.number}`), own(step.title)),
      drawBar(step, learners),
      element(
        'p',
        'class-count',
        element('b', '', String(through)),
        ` ${text(say`of ${learners}`)}`,
        ...(state === 'ready' ? [element('span', 'class-ready', text(say`ready`))] : []),
      ),
      element('p', 'class-stuck', stuckText(step, drawing.now)),
    ),
    ...(reasons.length > 0 ? [element('ul', 'class-reasons', ...reasons)] : []),
    ...(more.length > 0 ? [drawMore(lab, step, more)] : []),
    ...(drawing.withNames ? [drawPeople(lab, step, drawing.now)] : []),
  );
}

function drawMore(lab: LabView, step: StepView, more: readonly Node[]): Node {
  return element(
    'details',
    { class: 'class-more', 'data-key': `more-${lab.number}-${step.number}` },
    element('summary', '', text(say`${more.length} more`)),
    element('ul', 'class-reasons', ...more),
  );
}

/** The same as the numbers beside it. */
function drawBar({ through, stuck }: StepView, learners: number): Node {
  return element(
    'div',
    { class: 'class-bar', 'aria-hidden': 'true' },
    part('through', through.length),
    part('stuck', stuck.length),
    part('rest', learners - through.length - stuck.length),
  );
}

function part(name: string, count: number): HTMLElement {
  const made = element('span', name);
  made.style.flexGrow = String(count);
  return made;
}

function stuckText({ stuck }: StepView, now: number): string {
  const [longest] = stuck;
  if (!longest) return '';
  const minutes = minutesSince(longest, now);
  return minutes === undefined
    ? text(say`${stuck.length} stuck`)
    : text(say`${stuck.length} stuck, for up to ${minutes} min`);
}

function minutesSince({ since }: Person, now: number): number | undefined {
  return since === undefined ? undefined : Math.max(0, Math.floor((now - since) / 60_000));
}

function drawReason(lab: LabView, step: StepView, reason: Reason): Node {
  const lesson = `../labs/${lab.id}/index.html#${encodeURIComponent(own(step.anchor))}`;
  const links = [element('a', { href: lesson }, text(say`lesson`))];
  if (step.slide !== undefined) {
    const slide = `../present/index.html#${step.slide}`;
    links.unshift(element('a', { href: slide }, text(say`slide ${step.slide}`)));
  }
  const what = element('span', reason.isMisconception ? 'believed' : 'rule', own(reason.text));
  const row = element('li', '', element('b', '', `${reason.learners.length} ×`), ' ', what);
  row.append(' → ', ...links.flatMap((link, index) => (index === 0 ? [link] : [' · ', link])));
  return row;
}

function drawPeople(lab: LabView, step: StepView, now: number): Node {
  const list = (title: string, people: readonly Person[], isTimed: boolean): Node[] => {
    if (people.length === 0) return [];
    const items = people.map((person) => {
      const minutes = isTimed ? minutesSince(person, now) : undefined;
      const since = minutes === undefined ? '' : ` (${text(say`${minutes} min`)})`;
      return element('li', '', element('bdi', '', person.name), since);
    });
    return [element('p', '', title), element('ul', '', ...items)];
  };
  return element(
    'details',
    { class: 'class-people', 'data-key': `people-${lab.number}-${step.number}` },
    element('summary', '', text(say`People`)),
    ...list(text(say`Stuck`), step.stuck, true),
    ...list(text(say`Through`), step.through, false),
  );
}
