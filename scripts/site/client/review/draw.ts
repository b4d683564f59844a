/** Draws the parts of a review: the change, the reasons, the truth, the scores. */
import type { Judged } from '#course/review/judge.ts';
import {
  placeIn,
  rightIn,
  ROUND_SIZE,
  type ReviewState,
  type Round,
} from '#course/review/round.ts';
import { say, verbatim } from '#text/message.ts';
import type { PageQuestion } from '../../build/review-page.ts';
import { element } from '../element.ts';
import { text } from '../text.ts';

/** Which change of the round it is, and how the others went. */
export function drawPlace(round: Round): HTMLElement {
  const { counted, queue, firstTries } = round;
  const at = placeIn(round);
  const title =
    at === undefined ? say`Once more: you missed this one` : say`Change ${at} of ${counted.length}`;
  const dots = counted.map((one) => {
    const isRight = firstTries[one];
    const state =
      one === queue[0] ? 'now' : isRight === undefined ? '' : isRight ? 'right' : 'missed';
    return element('span', { 'data-state': state });
  });
  return element(
    'div',
    'place',
    element('h2', { tabindex: '-1' }, text(title)),
    element('span', { class: 'dots', 'aria-hidden': 'true' }, ...dots),
  );
}

export interface Change {
  readonly node: HTMLElement;
  /** Lets the reader choose a line. */
  choose(): void;
  focus(): void;
  /** Chooses the line that is so many lines further down. */
  move(by: number): void;
  /** The index of the line that is chosen. */
  chosen(): number | undefined;
}

const MARKS: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' };

/** The change as a diff whose lines can be chosen. `onPress` is called when a line is. */
export function drawChange({ file, lines }: PageQuestion, onPress: () => void): Change {
  const inputs: HTMLInputElement[] = [];
  const rows = lines.map(([mark, html], index) => {
    if (mark === '@') return element('p', { class: 'gap', 'aria-hidden': 'true' }, '⋯');
    // An empty line that stays is no answer, and would be a choice without a name.
    if (mark === ' ' && html === '') return element('p', 'line', '\u00a0');
    const code = element('code', '');
    // Our own build has painted it, and escaped what the code says.
    code.innerHTML = html;
    const kind = mark === '+' ? say`added:` : mark === '-' ? say`taken away:` : verbatim('');
    const input = element('input', {
      type: 'radio',
      name: 'line',
      value: String(index),
      'aria-label': `${text(kind)} ${code.textContent}`.trim(),
    });
    const label = element(
      'label',
      { class: `line ${MARKS[mark] ?? ''}`.trim() },
      input,
      element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
      code,
    );
    input.addEventListener('change', onPress);
    inputs.push(input);
    return label;
  });
  const legend = element('legend', 'sr', text(say`Which line is at fault?`));
  const fieldset = element('fieldset', 'diff', legend, ...rows);
  const checked = () => inputs.findIndex((input) => input.checked);
  const select = (index: number): void => {
    const input = inputs[Math.min(inputs.length - 1, Math.max(0, index))];
    if (!input) return;
    input.checked = true;
    input.focus();
  };
  return {
    node: element('div', 'change', element('p', 'file', element('code', '', file)), fieldset),
    choose: () => fieldset.classList.add('choosing'),
    focus: () => (inputs[Math.max(0, checked())] ?? fieldset).focus(),
    move: (by) => select(checked() < 0 ? 0 : checked() + by),
    chosen: () => {
      const input = inputs[checked()];
      return input && Number(input.value);
    },
  };
}

/** The four reasons, one of which is true, or none. */
export function drawReasons({ reasons }: PageQuestion) {
  const inputs = reasons.map((_, index) =>
    element('input', { type: 'radio', name: 'reason', value: String(index) }),
  );
  const rows = reasons.map((reason, index) =>
    element(
      'label',
      'reason',
      inputs[index] ?? '',
      element('kbd', { 'aria-hidden': 'true' }, String(index + 1)),
      element('span', '', reason),
    ),
  );
  const legend = element('legend', '', text(say`What does its author believe?`));
  return {
    fieldset: element('fieldset', 'reasons', legend, ...rows),
    choose: (index: number): void => {
      const input = inputs[index];
      if (!input) return;
      input.checked = true;
      input.focus();
    },
    chosen: (): number | undefined => {
      const index = inputs.findIndex((input) => input.checked);
      return index < 0 ? undefined : index;
    },
  };
}

export function drawVerdict({ isRight, verdict }: Judged): HTMLElement {
  const outcome = isRight ? 'accepted' : 'refused';
  return element(
    'div',
    { class: 'answer', 'data-outcome': outcome },
    element('p', '', text(verdict)),
  );
}

/** What is true of the change: the belief behind it, the check that catches it, the lesson. */
export function drawTruth({ reasons, why, wrong }: PageQuestion): HTMLElement[] {
  if (!wrong) return [element('p', '', why ?? '')];
  const link = element('a', { href: wrong.href }, wrong.step);
  const entries: readonly (readonly [string, ...(Node | string)[]])[] = [
    [text(say`Its author believes`), reasons[wrong.reason] ?? ''],
    [text(say`The check that fails`), `${wrong.title} `, element('code', '', wrong.check)],
    ...(wrong.cause === undefined ? [] : ([[text(say`What it says`), wrong.cause]] as const)),
    [text(say`In the lesson`), link],
  ];
  const rows = entries.flatMap(([name, ...value]) => [
    element('dt', '', name),
    element('dd', '', ...value),
  ]);
  return [element('dl', '', ...rows)];
}

/** The first score before the lab and the first after it, which can be compared. */
export function drawScores({ before, after, round }: ReviewState): HTMLElement[] {
  const rows = [
    [text(say`Before the lab`), before[0]],
    [text(say`After the lab`), after[0]],
  ] as const;
  const shown = rows.flatMap(([name, score]) => (score === undefined ? [] : [{ name, score }]));
  const under = round && Object.keys(round.firstTries).length > 0 ? rightIn(round) : undefined;
  if (shown.length === 0 && under === undefined) return [];
  const list = shown.flatMap(({ name, score }) => [
    element('dt', '', name),
    element(
      'dd',
      '',
      element('meter', {
        min: '0',
        max: String(ROUND_SIZE),
        value: String(score),
        'aria-label': name,
      }),
      ` ${score}/${ROUND_SIZE}`,
    ),
  ]);
  return [
    element('h2', { tabindex: '-1' }, text(say`Right at the first try`)),
    element('dl', 'scores', ...list),
    ...(under === undefined
      ? []
      : [element('p', 'quiet', text(say`A round is under way: ${under} right so far.`))]),
  ];
}
