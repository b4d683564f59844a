/**
 * The card that opens on a token in the text, under the pointer, at the keyboard's focus, or at a
 * press: its JSON, its times in words, the length of its signature. It stays as long as it is looked
 * at, the pointer may move onto it, and Escape closes it (WCAG 2.2, 1.4.13).
 *
 * A token's name already tells its contents, so the card is hidden from screen readers; its times are
 * the token's description while it is open. So to them a token stays a picture that can be focused: a
 * button's name would have to hold its text (WCAG 2.2, 2.5.3), which is a hundred letters and more.
 */
import { findTokens, type FoundToken } from '../../tokens/recognise.ts';
import { element } from '../element.ts';
import { drawCard } from './card.ts';

/** Long enough not to flicker under a pointer that only passes, in milliseconds. */
const OPENS_AFTER = 150;
/** Long enough to move the pointer from the token to the card. */
const CLOSES_AFTER = 300;

const card = element('div', {
  class: 'jwt-card',
  id: 'jwt-card',
  'aria-hidden': 'true',
  // A box that scrolls would be a stop of the keyboard's by itself.
  tabindex: '-1',
  hidden: 'hidden',
});
document.body.append(card);

let shownAt: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

makePressable(document);
// The page in the other language, beside this one (`client/content.ts`).
document.addEventListener('workshop:content', (event) => {
  if (event instanceof CustomEvent && event.detail instanceof Element) makePressable(event.detail);
});

function makePressable(content: ParentNode): void {
  for (const token of content.querySelectorAll<HTMLElement>('.jwt')) {
    // A link or a button can hold no other thing to press.
    if (token.closest('a, button, summary')) continue;
    token.tabIndex = 0;
  }
}

document.addEventListener('pointerover', (event) => {
  const token = tokenOf(event.target);
  if (token) later(() => show(token), token === shownAt ? 0 : OPENS_AFTER);
  else if (isInCard(event.target)) clearTimeout(timer);
  else if (shownAt && shownAt !== document.activeElement) later(hide, CLOSES_AFTER);
  else clearTimeout(timer);
});
document.documentElement.addEventListener('pointerleave', () => {
  if (shownAt !== document.activeElement) later(hide, CLOSES_AFTER);
});
document.addEventListener('focusin', (event) => {
  const token = tokenOf(event.target);
  if (token?.matches(':focus-visible')) show(token);
  else if (!token && !isInCard(event.target)) hide();
});
document.addEventListener('focusout', (event) => {
  if (event.target === shownAt && !isInCard(event.relatedTarget)) later(hide, 0);
});
document.addEventListener('click', (event) => {
  const token = tokenOf(event.target);
  // Who selects letters to copy them does not want to press.
  if (token && String(getSelection()) === '') show(token);
  else if (!token && !isInCard(event.target)) hide();
});
document.addEventListener('keydown', (event) => {
  const token = tokenOf(event.target);
  if (event.key === 'Escape' && shownAt) {
    event.stopPropagation();
    hide();
  } else if (token && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    if (shownAt === token) hide();
    else show(token);
  } else if (shownAt && token === shownAt && /^Arrow(?:Up|Down)$/.test(event.key)) {
    // A card that is higher than the window can be read by the keyboard too.
    if (card.scrollHeight <= card.clientHeight) return;
    event.preventDefault();
    card.scrollBy({ top: event.key === 'ArrowDown' ? 60 : -60 });
  }
});
addEventListener('resize', () => hide());

function tokenOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element
    ? (target.closest<HTMLElement>('.jwt[tabindex]') ?? undefined)
    : undefined;
}

function isInCard(target: EventTarget | null): boolean {
  return target instanceof Node && card.contains(target);
}

function later(run: () => void, milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(run, milliseconds);
}

function show(token: HTMLElement): void {
  clearTimeout(timer);
  if (token === shownAt) return;
  const found = tokenIn(token);
  if (!found) return;
  hide();
  shownAt = token;
  drawCard(card, found);
  card.hidden = false;
  card.scrollTop = 0;
  if (card.querySelector('#jwt-card-times'))
    token.setAttribute('aria-describedby', 'jwt-card-times');
  place(token);
}

function hide(): void {
  clearTimeout(timer);
  card.hidden = true;
  shownAt?.removeAttribute('aria-describedby');
  shownAt = undefined;
}

function tokenIn({ textContent, parentElement }: HTMLElement): FoundToken | undefined {
  return findTokens(textContent, parentElement?.closest('code') ? 'code' : 'prose')[0];
}

/** Below the token's first line, or above it where there is more room; in the window at both sides. */
function place(token: HTMLElement): void {
  const lines = [...token.getClientRects()];
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return;
  const { clientWidth, clientHeight } = document.documentElement;
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(16, Math.min(first.left, clientWidth - width - 16));
  const isBelow = last.bottom + height + 8 <= clientHeight || first.top < height + 64;
  const top = isBelow ? last.bottom + 4 : first.top - height - 4;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}
