/** Draws what an inspection found: the token's colours, the verdict, its stages, the times. */
import { say, type Message } from '#text/message.ts';
import {
  dateWords,
  distanceWords,
  isTime,
  looksLikeMilliseconds,
  machineDate,
} from '../../tokens/dates.ts';
import { STAGES, type Fault, type Inspection, type Stage } from '../../tokens/inspect.ts';
import type { JsonObject } from '../../tokens/json.ts';
import { element } from '../element.ts';
import { pageLanguage, text } from '../text.ts';
import { box, setText } from './fields.ts';

/** A line break at the end is drawn only if something follows it. */
const END = '\u200b';

/** A token of more letters is one that nobody reads: it goes without colours, so that it is quick. */
const LONGEST = 50_000;

/** Behind the letters that are typed: the same letters, in the parts' colours. */
export function drawColours(parts: readonly string[]): void {
  const colours = document.querySelector('.token-colours');
  const letters = `${parts.join('.')}${END}`;
  if (!colours || colours.textContent === letters) return;
  const names = ['header', 'payload', 'signature'];
  const nameOf = (index: number): string => (parts.length > 3 ? 'more' : (names[index] ?? 'more'));
  colours.replaceChildren(
    ...(letters.length > LONGEST
      ? [letters]
      : parts.flatMap((part, index) => [
          index === 0 ? '' : '.',
          element('span', `jwt-${nameOf(index)}`, part),
        ])),
    letters.length > LONGEST ? '' : END,
  );
}

const LINES: Readonly<Record<Inspection['outcome'], Message>> = {
  empty: say`Nothing is here yet`,
  accepted: say`Accepted`,
  refused: say`Refused:`,
  unchecked: say`Not checked`,
};

/** In place of a verdict, where looking at a token failed. */
export function clearVerdict(): void {
  drawAnswer('unchecked', undefined, say`This page could not look at the whole token.`);
}

function drawAnswer(outcome: Inspection['outcome'], fault: Fault | undefined, why: Message): void {
  const section = document.querySelector<HTMLElement>('.verdict');
  if (section) section.dataset['outcome'] = outcome;
  const line = text(LINES[outcome]);
  // Writes only what has changed, for a selection in it stays.
  if (box('verdict-line').textContent !== (fault ? `${line} ${fault.code}` : line)) {
    const code = fault ? [' ', element('code', '', fault.code)] : [];
    box('verdict-line').replaceChildren(line, ...code);
  }
  setText(box('verdict-why'), text(why));
}

export function drawVerdict(found: Inspection): void {
  drawAnswer(found.outcome, found.fault, reasonOf(found));
  for (const stage of STAGES) drawStage(stage, found);
  drawRemarks(found);
}

/** The verdict in one text, as it is announced. */
export function verdictText(): string {
  return `${box('verdict-line').textContent}. ${box('verdict-why').textContent}`;
}

function reasonOf({ outcome, fault }: Inspection): Message {
  if (fault) return fault.why;
  if (outcome === 'accepted') {
    return say`The key made the signature, and no claim stands against the token.`;
  }
  return outcome === 'empty'
    ? say`Paste a token above, or begin with an experiment.`
    : say`Nothing is wrong so far. But without a key for its algorithm, nobody can tell whether the signature holds.`;
}

function drawStage(stage: Stage, { outcome, fault, isCompared }: Inspection): void {
  const item = document.querySelector<HTMLElement>(`[data-stage="${stage}"]`);
  if (!item) return;
  const state = stateOf(stage);
  item.dataset['state'] = state;
  setText(item.querySelector('.state'), text(STATES[state]));

  function stateOf(one: Stage): keyof typeof STATES {
    if (outcome === 'empty') return 'waiting';
    const distance = fault ? STAGES.indexOf(one) - STAGES.indexOf(fault.stage) : -1;
    if (distance > 0) return 'waiting';
    if (distance === 0) return 'refused';
    return one === 'signature' && !isCompared ? 'unchecked' : 'passed';
  }
}

const STATES = {
  passed: say`passed`,
  refused: say`refused here`,
  unchecked: say`not compared`,
  waiting: say`not looked at`,
} as const;

function drawRemarks({ remarks }: Inspection): void {
  const section = document.querySelector<HTMLElement>('.remarks');
  const list = section?.querySelector('ul');
  if (!section || !list) return;
  const lines = remarks.map(text);
  const shown = [...list.children].map(({ textContent }) => textContent);
  if (lines.join('\n') === shown.join('\n')) return;
  list.replaceChildren(...lines.map((line) => element('li', '', line)));
  section.hidden = lines.length === 0;
}

/** The claims that are times, in words; in the reader's own time zone. */
export function drawTimes(claims: JsonObject, now: number): void {
  const section = document.querySelector<HTMLElement>('.times');
  const list = section?.querySelector('dl');
  if (!section || !list) return;
  const lines = Object.entries(TIMES).flatMap(([name, meaning]) => {
    const time = claims[name];
    return isTime(time)
      ? [{ name, meaning: text(meaning), time, words: timeWords(time, now) }]
      : [];
  });
  section.hidden = lines.length === 0;
  const wanted = lines.map(({ name, time }) => `${name} ${time}`).join();
  if (list.dataset['shown'] !== wanted) {
    list.dataset['shown'] = wanted;
    list.replaceChildren(
      ...lines.flatMap(({ name, meaning, time }) => [
        element('dt', '', element('code', '', name), ` ${meaning}`),
        element('dd', '', timeElement(time), element('span', 'quiet', '')),
      ]),
    );
  }
  for (const [index, span] of [...list.querySelectorAll('dd > span')].entries()) {
    setText(span, lines[index]?.words ?? '');
  }
}

const TIMES: Readonly<Record<string, Message>> = {
  iat: say`issued`,
  nbf: say`not valid before`,
  exp: say`expires`,
};

/** Day and time of a moment, where the reader is. */
export function localDate(time: number): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return dateWords(time, pageLanguage(), timeZone) ?? text(say`beyond every calendar`);
}

function timeElement(time: number): HTMLElement {
  return element('time', { datetime: machineDate(time) ?? '' }, localDate(time));
}

function timeWords(time: number, now: number): string {
  if (looksLikeMilliseconds(time)) return text(say`milliseconds where seconds are meant`);
  return distanceWords(time, now, pageLanguage()) ?? '';
}
