/**
 * A class on its page, as `npm run class` streams it. Names are text and never markup, and they are not
 * in the page at all before they are asked for: the page is on a projector.
 */
import { say } from '#text/message.ts';
import type { ClassEvent, ClassView } from '../../class/class-view.ts';
import { headline } from '../../class/headline.ts';
import { element } from '../element.ts';
import { listenTo, type Handlers } from '../server-events.ts';
import { pageLanguage, text } from '../text.ts';
import { drawLabs } from './draw.ts';

/** In milliseconds: how long they are stuck is told in minutes. */
const CLOCK_MS = 15_000;

const names = byId<HTMLButtonElement>('class-names');
const door = byId<HTMLButtonElement>('class-door');
const join = byId('class-join');
const labs = byId('class-labs');
const now = document.querySelector<HTMLElement>('.class-now');
const lost = document.querySelector<HTMLElement>('.class-lost');
let view: ClassView | undefined;

names?.addEventListener('click', () => {
  names.setAttribute('aria-pressed', String(!areNamesOn()));
  draw();
});
door?.addEventListener('click', () => {
  const isShown = door.getAttribute('aria-pressed') === 'true';
  door.setAttribute('aria-pressed', String(!isShown));
  if (join) join.hidden = isShown;
});

const HANDLERS: Handlers<ClassEvent> = {
  door({ address, code }) {
    const name = pageLanguage() === 'ko' ? '이름' : 'NAME';
    const line = `npm run join -- ${address} ${code} --as ${name}`;
    join?.replaceChildren(element('span', '', text(say`Join with`)), element('code', '', line));
  },
  class(data) {
    view = data;
    if (lost) lost.hidden = true;
    draw();
  },
};

listenTo('/events', HANDLERS, () => {
  if (!lost) return;
  lost.hidden = false;
  lost.textContent = text(say`npm run class has stopped: what stands here is not up to date.`);
});
setInterval(draw, CLOCK_MS);

function draw(): void {
  if (!view || !labs) return;
  const line = text(headline(view));
  // A screen reader says what changes, and nothing twice.
  if (now && now.textContent !== line) now.textContent = line;
  drawLabs(labs, view, { withNames: areNamesOn(), now: Date.now() });
}

function areNamesOn(): boolean {
  return names?.getAttribute('aria-pressed') === 'true';
}

function byId<Found extends HTMLElement = HTMLElement>(id: string): Found | null {
  return document.getElementById(id) as Found | null;
}
