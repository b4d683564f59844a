/**
 * Keys that are a single character get in the way of those who speak to their computer, so they can
 * be switched off (WCAG 2.1.4).
 */
import { say } from '#text/message.ts';
import { letterKeysAreOn, store } from './stored.ts';
import { text } from './text.ts';

/** A switch for them, as it stands wherever they are of use. */
export function letterKeysSwitch(): HTMLLabelElement {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = letterKeysAreOn();
  box.addEventListener('change', () => store('letter-keys', box.checked ? undefined : 'off'));
  const label = document.createElement('label');
  label.className = 'letter-keys';
  label.append(box, ` ${text(say`Single keys such as / and n`)}`);
  return label;
}
