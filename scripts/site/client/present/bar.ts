/** The bar at the foot of the presenter's view: move, notes, timer, windows. */
import { say, type Message } from '#text/message.ts';
import { button, element } from '../element.ts';
import { letterKeysSwitch } from '../keys.ts';
import { announce } from '../status.ts';
import { text } from '../text.ts';
import { clock, type Timer } from './timer.ts';

/** What the bar's buttons do. */
export type Moves = Readonly<
  Record<'previous' | 'next' | 'notes' | 'timer' | 'black' | 'fullScreen' | 'audience', () => void>
>;

export interface Bar {
  /** `isFirst`: the page was just opened, and its title has been read. */
  showPlace(index: number, title: string, isFirst: boolean): void;
  showNotes(isShown: boolean): void;
  showTimer(timer: Timer, index: number): void;
}

export function setUpBar(count: number, moves: Moves): Bar {
  const previous = arrow('←', say`Previous slide`, moves.previous);
  const next = arrow('→', say`Next slide`, moves.next);
  const notes = button('', say`Notes (n)`, moves.notes);
  notes.setAttribute('aria-pressed', 'true');
  const timerButton = button('', say`Start the timer (t)`, moves.timer);
  const place = element('span', 'place');
  const time = element('span', { class: 'time', role: 'timer' });
  const meter = element('meter', { 'aria-hidden': 'true' });
  const total = element('span', 'total');
  const label = text(say`Presentation`);
  const bar = element('div', { class: 'present-bar', role: 'toolbar', 'aria-label': label });
  bar.append(previous, place, next, meter, time, total, timerButton, notes);
  bar.append(
    button('', say`Black (b)`, moves.black),
    button('', say`Full screen (f)`, moves.fullScreen),
    button('', say`Audience (a)`, moves.audience),
    letterKeysSwitch(),
  );
  document.querySelector('main')?.append(bar);
  const announcedAt = new Set<number>();
  return {
    showPlace: (index, title, isFirst) => {
      place.textContent = `${index + 1} / ${count}`;
      previous.disabled = index === 0;
      next.disabled = index === count - 1;
      if (!isFirst) announce(text(say`Slide ${index + 1}: ${title}`));
    },
    showNotes: (isShown) => notes.setAttribute('aria-pressed', String(isShown)),
    showTimer: (timer, index) => {
      const { seconds, planned } = timer.slide(index);
      const all = timer.total(index);
      time.textContent = `${clock(seconds)} / ${clock(planned)}`;
      total.textContent = text(say`in all ${clock(all.seconds)} / ${clock(all.planned)}`);
      meter.max = planned;
      meter.value = Math.min(seconds, planned);
      const isOver = seconds > planned;
      bar.classList.toggle('over', isOver);
      const name = timer.isRunning ? say`Stop the timer (t)` : say`Start the timer (t)`;
      timerButton.textContent = text(name);
      if (isOver && !announcedAt.has(index)) {
        announcedAt.add(index);
        announce(text(say`This slide's time is over.`));
      }
    },
  };
}

/** A button with a sign for a name that is said. */
function arrow(sign: string, name: Message, press: () => void): HTMLButtonElement {
  const made = button('', name, press);
  made.setAttribute('aria-label', made.textContent);
  made.textContent = sign;
  return made;
}
