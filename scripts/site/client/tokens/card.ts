/** What stands in a token's card. */
import { say, type Message } from '#text/message.ts';
import { readBase64url } from '../../tokens/base64url.ts';
import { dateWords, distanceWords, isTime, looksLikeMilliseconds } from '../../tokens/dates.ts';
import { roleName } from '../../tokens/describe.ts';
import { asObject, type JsonObject } from '../../tokens/json.ts';
import { readPart } from '../../tokens/read-part.ts';
import type { FoundToken, TokenPart } from '../../tokens/recognise.ts';
import { element } from '../element.ts';
import { pageLanguage, text } from '../text.ts';

/** @param now in seconds since 1970 */
export function drawCard(
  card: HTMLElement,
  { kind, parts }: FoundToken,
  now = Date.now() / 1000,
): void {
  const shown = parts.filter(({ role }) => role !== 'more');
  card.replaceChildren(...shown.map((part) => drawPart(part, now)));
  if (kind !== 'encrypted') return;
  card.append(note(say`The other four parts are encrypted: without the key nobody can read them.`));
}

function drawPart(part: TokenPart, now: number): HTMLElement {
  const title = element('h2', '', text(roleName(part.role)));
  const contents = part.role === 'signature' ? signature(part) : json(part, now);
  return element('section', `jwt-card-${part.role}`, title, ...contents);
}

function json(part: TokenPart, now: number): HTMLElement[] {
  const read = readPart(part.text);
  const code = element('pre', '', element('code', '', read.text.replaceAll('\ufffd', '')));
  if (part.isCut)
    return [code, note(say`Cut short here, in the text; the beginning reads like this.`)];
  if (!read.object) return [code, note(read.why ?? say`This part can't be read.`)];
  const times = timesIn(read.object, now);
  return times ? [code, times] : [code];
}

/** exp, nbf and iat in words. */
function timesIn(object: JsonObject, now: number): HTMLElement | undefined {
  const language = pageLanguage();
  const lines = ['iat', 'nbf', 'exp'].flatMap((name) => {
    const time = asObject(object)?.[name];
    if (!isTime(time)) return [];
    const date = dateWords(time, language);
    const distance = distanceWords(time, now, language);
    if (date === undefined || distance === undefined) return [];
    return looksLikeMilliseconds(time)
      ? [text(say`${timeName(name)}: ${date}. These must be milliseconds, and seconds are meant.`)]
      : [text(say`${timeName(name)}: ${date} (${distance})`)];
  });
  if (lines.length === 0) return undefined;
  const items = lines.map((line) => element('li', '', line));
  return element('ul', { class: 'quiet', id: 'jwt-card-times' }, ...items);
}

function timeName(claim: string): Message {
  if (claim === 'exp') return say`exp, expires`;
  return claim === 'nbf' ? say`nbf, not valid before` : say`iat, issued`;
}

function signature(part: TokenPart): HTMLElement[] {
  if (part.isCut) return [note(say`Cut short here, in the text.`)];
  if (part.text === '') return [note(say`Empty: nothing protects this token.`)];
  const bytes = readBase64url(part.text).bytes?.length;
  return bytes === undefined
    ? [note(say`This part can't be read.`)]
    : [note(say`${bytes} bytes. Whether it holds, only a holder of the secret can tell.`)];
}

function note(message: Message): HTMLParagraphElement {
  return element('p', 'quiet', text(message));
}
