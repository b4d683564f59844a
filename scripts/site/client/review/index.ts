/** A lab's review: asks the questions of a round one by one, by pointer, keys or screen reader. */
import { judge, type Answer } from '#course/review/judge.ts';
import { answered, begin, HALVES, type Half, type ReviewState } from '#course/review/round.ts';
import { HANGUL_KEYS } from '#text/hangul-keys.ts';
import { say } from '#text/message.ts';
import type { PageQuestion, PageReview } from '../../build/review-page.ts';
import { button, element } from '../element.ts';
import { letterKeysSwitch, onKey } from '../keys.ts';
import { loadScript } from '../load-script.ts';
import { announce } from '../status.ts';
import { text } from '../text.ts';
import { drawChange, drawPlace, drawReasons, drawScores, drawTruth, drawVerdict } from './draw.ts';
import { keeperOf } from './kept.ts';

declare global {
  var workshopReview: ((review: PageReview) => void) | undefined;
}

const root = document.getElementById('review');
const lab = root?.dataset['labId'];
if (root && lab !== undefined) void start(root, lab, root.dataset['served'] === 'yes');

async function start(page: HTMLElement, id: string, isServed: boolean): Promise<void> {
  const keeper = keeperOf(id, isServed);
  let review: PageReview | undefined;
  globalThis.workshopReview = (loaded) => (review = loaded);
  const stage = element('div', 'stage');
  page.append(stage, letterKeysSwitch());
  try {
    const [kept] = await Promise.all([keeper.read(), loadScript('review.js')]);
    if (review) new Reviewer(stage, review, keeper.write, kept.half, kept.state).showStart();
  } catch {
    stage.append(
      element('p', 'alert alert-caution', text(say`The questions could not be loaded.`)),
    );
  }
}

class Reviewer {
  private readonly stage: HTMLElement;
  private readonly review: PageReview;
  private readonly write: (state: ReviewState) => Promise<void>;
  private readonly known: Half | undefined;
  private state: ReviewState;
  /** What a key does now. */
  private press: (key: string) => boolean = () => false;

  constructor(
    stage: HTMLElement,
    review: PageReview,
    write: (state: ReviewState) => Promise<void>,
    known: Half | undefined,
    state: ReviewState,
  ) {
    this.stage = stage;
    this.review = review;
    this.write = write;
    this.known = known;
    this.state = state;
    onKey((key, event) => {
      const isHeld = event.ctrlKey || event.metaKey || event.shiftKey;
      if (isHeld || document.querySelector('dialog[open], :popover-open')) return;
      if (this.press(HANGUL_KEYS[key] ?? key)) event.preventDefault();
    });
  }

  /** Where no one knows how far the reader is, the reader says. */
  showStart(): void {
    const { state, known } = this;
    const halves = known ? [known] : HALVES;
    const next = known ?? (state.before.length === 0 ? 'before' : 'after');
    this.press = () => false;
    this.stage.replaceChildren(
      ...drawScores(state),
      element(
        'p',
        'row',
        ...halves.map((half) => {
          const name = half === 'before' ? say`Review before the lab` : say`Review after the lab`;
          return button(half === next ? 'primary' : '', name, () => this.begin(half));
        }),
      ),
    );
  }

  private begin(half: Half): void {
    this.state = begin(this.state, this.review.rounds, half);
    this.ask();
  }

  private ask(): void {
    const { round } = this.state;
    const question = this.review.questions.find(({ id }) => id === round?.queue[0]);
    if (!round || !question) return this.finish();
    const change = drawChange(question, () => refuse());
    const reasons = drawReasons(question);
    const verdicts = element(
      'p',
      'row verdicts',
      button('primary', say`Approve (a)`, () => this.answer(question, 'approve')),
      button('', say`Refuse (r)`, () => refuse()),
    );
    const form = element('form', { class: 'refusal', hidden: 'hidden' }, reasons.fieldset);
    const hand = element('button', { class: 'primary', type: 'submit' }, text(say`Refuse it`));
    const lacking = element('p', { class: 'lacking', role: 'alert' });
    form.append(element('p', 'row', hand), lacking);
    const refuse = (): void => {
      if (!form.hidden) return;
      form.hidden = false;
      verdicts.hidden = true;
      change.choose();
      change.focus();
    };
    const submit = (): void => {
      const [line, reason] = [change.chosen(), reasons.chosen()];
      if (line !== undefined && reason !== undefined)
        return this.answer(question, { line, reason });
      lacking.textContent = text(
        line === undefined
          ? say`Name the line that is at fault: press it in the change.`
          : say`Choose one of the four reasons.`,
      );
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.press = (key) => {
      if (key === 'a' && form.hidden) this.answer(question, 'approve');
      else if (key === 'r') refuse();
      else if (/^[1-4]$/.test(key)) {
        refuse();
        reasons.choose(Number(key) - 1);
      } else if (/^arrow(?:up|down)$/.test(key) && !form.hidden) {
        change.move(key === 'arrowup' ? -1 : 1);
      } else return false;
      return true;
    };
    const title = drawPlace(round);
    this.stage.replaceChildren(title, change.node, verdicts, form);
    title.querySelector('h2')?.focus();
  }

  private answer(question: PageQuestion, answer: Answer): void {
    const lines = question.lines.map(([mark]) => mark);
    const judged = judge({ lines, reason: question.wrong?.reason }, answer);
    this.state = answered(this.state, judged.isRight);
    this.write(this.state).catch(() => announce(text(say`This answer could not be kept.`)));
    const next = button('primary', this.state.round ? say`Next` : say`See the score`, () =>
      this.ask(),
    );
    this.press = () => false;
    for (const input of this.stage.querySelectorAll('input')) input.disabled = true;
    this.stage.querySelector('.verdicts')?.remove();
    this.stage.querySelector('.refusal')?.remove();
    this.stage.append(
      element(
        'div',
        'truth',
        drawVerdict(judged),
        ...drawTruth(question),
        element('p', 'row', next),
      ),
    );
    announce(text(judged.verdict));
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }

  private finish(): void {
    this.showStart();
    const title = this.stage.querySelector('h2');
    title?.focus();
  }
}
