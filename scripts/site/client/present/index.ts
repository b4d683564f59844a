/**
 * The presenter's view: one slide at a time, keys to move, a timer against the slide's minutes, and
 * a window for the audience that shows the same slide without notes and bar.
 */
import { onKey } from '../keys.ts';
import { store, stored } from '../stored.ts';
import { setUpBar, type Bar } from './bar.ts';
import { drawInPage } from './drawings.ts';
import { slideNumber, Timer } from './timer.ts';

const { body } = document;
const slides = [...document.querySelectorAll<HTMLElement>('.slide')];
const timer = new Timer(slides.map((slide) => Number(slide.dataset['minutes'])));
let current = 0;

const moves = {
  next: () => go(current + 1),
  previous: () => go(current - 1),
  first: () => go(0),
  last: () => go(slides.length - 1),
  notes: () => bar.showNotes(!body.classList.toggle('without-notes')),
  black: () => {
    body.classList.toggle('black');
    share();
  },
  timer: () => {
    timer.toggle();
    bar.showTimer(timer, current);
  },
  fullScreen: () => {
    void (document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen());
  },
  audience: () => {
    const url = new URL(location.href);
    url.search = 'audience';
    open(url, 'jwt-workshop-audience', 'popup');
  },
};

/** Those of a keyboard, and those that a presenter's remote sends. */
const KEYS: Readonly<Record<string, keyof typeof moves>> = {
  arrowright: 'next',
  pagedown: 'next',
  ' ': 'next',
  arrowleft: 'previous',
  pageup: 'previous',
  home: 'first',
  end: 'last',
  n: 'notes',
  t: 'timer',
  b: 'black',
  '.': 'black',
  f: 'fullScreen',
  a: 'audience',
};

/** Both windows follow each other, so that a remote works in either. */
const channel = new BroadcastChannel('jwt-workshop-present');
channel.addEventListener('message', ({ data }) => {
  const { slide, isBlack } = data as { slide: number; isBlack: boolean };
  body.classList.toggle('black', isBlack);
  if (slide !== current) show(slide, false);
});

const isAudience = location.search === '?audience';
body.classList.toggle('audience', isAudience);
const bar: Bar = setUpBar(slides.length, moves);
timer.restore(isAudience ? null : stored('timer'));
onKey((key, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (document.querySelector('dialog[open], :popover-open')) return;
  // Space presses what has the focus.
  const isPressed = key === ' ' && event.target instanceof Element && event.target !== body;
  if (isPressed && event.target.closest('a, button, input, summary, .jwt')) return;
  const move = KEYS[key];
  if (move === undefined) return;
  event.preventDefault();
  moves[move]();
});
addEventListener('hashchange', () => {
  const slide = slideNumber(location.hash, slides.length) - 1;
  if (slide === current) return;
  show(slide, false);
  share();
});
addEventListener('pagehide', () => {
  if (!isAudience) store('timer', timer.saved());
});
setInterval(() => bar.showTimer(timer, current), 500);
show(slideNumber(location.hash, slides.length) - 1, true);

function go(slide: number): void {
  if (slide >= 0 && slide < slides.length) location.hash = String(slide + 1);
}

function share(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
  channel.postMessage({ slide: current, isBlack: body.classList.contains('black') });
}

function show(index: number, isFirst: boolean): void {
  current = index;
  timer.moveTo(index);
  for (const [at, slide] of slides.entries()) slide.classList.toggle('current', at === index);
  const slide = slides[index];
  if (slide) drawInPage(slide);
  scrollTo({ top: 0, behavior: 'instant' });
  history.replaceState(null, '', `#${index + 1}`);
  bar.showPlace(index, slide?.querySelector('h2')?.textContent ?? '', isFirst);
  bar.showTimer(timer, index);
  const link = document.querySelector<HTMLAnchorElement>('a.switch');
  if (link) link.hash = String(index + 1);
}
