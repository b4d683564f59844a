/** The hops of a way as a list: each opens, and shows what went over. */
import { say } from '#text/message.ts';
import type { Hop, Kept, Way } from '../../follow/way.ts';
import { findTokens } from '../../tokens/recognise.ts';
import { element } from '../element.ts';
import { placeLink, type Editor } from '../place-link.ts';
import { own, text } from '../text.ts';
import { drawCard } from '../tokens/card.ts';

export function drawSteps(way: Way, editor: Editor): HTMLDetailsElement[] {
  const { hops, time } = way;
  return hops.map((hop, index) => {
    const summary = element(
      'summary',
      '',
      element('span', 'hop-number', String(index + 1)),
      ` ${own(hop.title)}`,
    );
    return element(
      'details',
      { class: 'hop', 'data-tone': hop.tone, 'data-from': hop.from, 'data-to': hop.to },
      summary,
      ...contentsOf(hop, time, editor),
      ...(hop.to.startsWith('cache:') ? [shelfOf(way, hop.to)] : []),
    );
  });
}

function contentsOf({ notes, texts, place, token }: Hop, time: number, editor: Editor): Node[] {
  return [
    ...notes.map((note) => element('p', '', own(note))),
    ...(place ? [element('p', '', `${text(say`Decided at`)} `, placeLink(place, editor))] : []),
    ...(token === undefined ? [] : [tokenCard(token, time)]),
    ...texts.map(({ name, text: shown }) =>
      element('div', 'hop-text', element('p', 'quiet', own(name)), scrollable(own(name), shown)),
    ),
  ];
}

/** What the cache holds after this request: under which key, how old, for how long still. */
function shelfOf({ shelf, at }: Way, cache: string): HTMLElement {
  const kept = shelf.filter(({ door }) => `cache:${door}` === cache);
  return element('ul', 'kept', ...kept.map((entry) => keptItem(entry, at)));
}

function keptItem(entry: Kept, at: number): HTMLElement {
  const { key, since, ttlSeconds, policy, verdict } = entry;
  const age = at - since;
  const open = (policy ?? []).filter(({ isOpen }) => isOpen).map(({ route }) => route);
  const says =
    policy === undefined
      ? text(verdict === 'allowed' ? say`yes` : say`no`)
      : open.length > 0
        ? open.join(', ')
        : text(say`no route`);
  const left = element('meter', {
    max: String(ttlSeconds),
    value: String(ttlSeconds - age),
    'aria-label': text(say`time left`),
  });
  return element(
    'li',
    '',
    element('code', '', key.map(own).join(' + ')),
    ` ${says} `,
    left,
    ` ${text(say`${age} s old, ${ttlSeconds - age} s left`)}`,
  );
}

/** What may be longer than its box can be reached with the keyboard. */
function scrollable(name: string, shown: string): HTMLElement {
  const attributes = { tabindex: '0', role: 'group', 'aria-label': name };
  return element('pre', attributes, element('code', '', shown));
}

/** The token in its three colours, and below it what each part says. */
function tokenCard(token: string, time: number): HTMLElement {
  const [found] = findTokens(token, 'code');
  const card = element('div', 'hop-token');
  if (!found) return element('p', '', element('code', '', token));
  drawCard(card, found, time);
  for (const heading of card.querySelectorAll('h2'))
    heading.replaceWith(element('h3', '', heading.textContent ?? ''));
  for (const times of card.querySelectorAll('#jwt-card-times')) times.removeAttribute('id');
  const letters = element(
    'p',
    'jwt-letters',
    ...found.parts.flatMap(({ role, text: part }, index) => [
      ...(index === 0 ? [] : ['.']),
      element('span', `jwt-${role}`, part),
    ]),
  );
  return element('div', '', letters, card);
}
