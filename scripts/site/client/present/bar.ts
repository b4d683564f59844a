/** The bar at the foot of the presenter's view: move, notes, timer. */
import { say, type Message } from '#text/message.ts';
import { announce } from '../status.ts';
import { letterKeysSwitch } from '../letter-keys.ts';
import { text } from '../text.ts';
import type { Moves } from './keys.ts';
import { clock, type Timer } from './timer.ts';

export interface Bar {
  /** `isFirst`: the page was just opened, and its title has been read. */
  showPlace(index: number, title: string, isFirst: boolean): void;
  showNotes(isShown: boolean): void;
  showTimer(timer: Timer, index: number): void;
}

export function setUpBar(count: number, moves: Moves): Bar {
  const bar = document.createElement('div');
  bar.className = 'present-bar';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', text(say`Presentation`));
  const previous = makeButton(say`Previous slide`, '←', moves.previous);
  const place = document.createElement('span');
  place.className = 'place';
  const next = makeButton(say`Next slide`, '→', moves.next);
  const notes = makeButton(say`Notes (n)`, '', moves.notes);
  notes.setAttribute('aria-pressed', 'true');
  const timerButton = makeButton(say`Start the timer (t)`, '', moves.timer);
  const time = document.createElement('span');
  time.className = 'time';
  time.setAttribute('role', 'timer');
  const meter = document.createElement('progress');
  meter.setAttribute('aria-hidden', 'true');
  const total = document.createElement('span');
  total.className = 'total';
  bar.append(previous, place, next, meter, time, total, timerButton, notes, letterKeysSwitch());
  document.querySelector('main')?.append(bar);
  const toldAt = new Set<number>();
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
      timerButton.textContent = timer.isRunning
        ? text(say`Stop the timer (t)`)
        : text(say`Start the timer (t)`);
      if (isOver && !toldAt.has(index)) {
        toldAt.add(index);
        announce(text(say`This slide's time is over.`));
      }
    },
  };
}

function makeButton(name: Message, sign: string, press: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = sign === '' ? text(name) : sign;
  if (sign !== '') button.setAttribute('aria-label', text(name));
  button.addEventListener('click', press);
  return button;
}
