/** The bar at the foot of the presenter's view: move, notes, timer, windows. */
import { say } from '#text/message.ts';
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
  const previous = button('', say`Previous slide`, moves.previous);
  const next = button('', say`Next slide`, moves.next);
  for (const [arrow, sign] of [
    [previous, '←'],
    [next, '→'],
  ] as const) {
    arrow.setAttribute('aria-label', arrow.textContent);
    arrow.textContent = sign;
  }
  const notes = button('', say`Notes (n)`, moves.notes);
  notes.setAttribute('aria-pressed', 'true');
  const timerButton = button('', say`Start the timer (t)`, moves.timer);
  const place = element('span', 'place');
  const time = element('span', 'time');
  time.setAttribute('role', 'timer');
  const meter = element('meter', '');
  meter.setAttribute('aria-hidden', 'true');
  const total = element('span', 'total');
  const windows = [
    button('', say`Black (b)`, moves.black),
    button('', say`Full screen (f)`, moves.fullScreen),
    button('', say`Audience (a)`, moves.audience),
  ];
  const bar = element('div', 'present-bar', previous, place, next, meter, time, total);
  bar.append(timerButton, notes, ...windows, letterKeysSwitch());
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', text(say`Presentation`));
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
