/** The presenter's view: one slide at a time, keys to move, a timer against the slide's minutes. */
import { setUpBar, type Bar } from './bar.ts';
import { setUpKeys } from './keys.ts';
import { Timer } from './timer.ts';
import { slideNumber } from './place.ts';

const slides = [...document.querySelectorAll<HTMLElement>('.slide')];
const timer = new Timer(slides.map((slide) => Number(slide.dataset['minutes'])));
let current = 0;

const moves = {
  next: () => go(current + 1),
  previous: () => go(current - 1),
  first: () => go(0),
  last: () => go(slides.length - 1),
  notes: () => {
    const isHidden = document.body.classList.toggle('without-notes');
    bar.showNotes(!isHidden);
  },
  timer: () => {
    timer.toggle();
    bar.showTimer(timer, current);
  },
};

const bar: Bar = setUpBar(slides.length, moves);
setUpKeys(moves);
addEventListener('hashchange', () => show(slideNumber(location.hash, slides.length) - 1));
setInterval(() => bar.showTimer(timer, current), 500);
show(slideNumber(location.hash, slides.length) - 1, true);

function go(index: number): void {
  if (index >= 0 && index < slides.length) location.hash = String(index + 1);
}

function show(index: number, isFirst = false): void {
  current = index;
  timer.moveTo(index);
  for (const [at, slide] of slides.entries()) slide.classList.toggle('current', at === index);
  scrollTo({ top: 0, behavior: 'instant' });
  bar.showPlace(index, slides[index]?.querySelector('h2')?.textContent ?? '', isFirst);
  bar.showTimer(timer, index);
  const link = document.querySelector<HTMLAnchorElement>('a.switch');
  if (link) link.hash = String(index + 1);
}
