/**
 * Keys that are a single character get in the way of those who speak to their computer, so they can
 * be switched off (WCAG 2.1.4).
 */
import { say } from '#text/message.ts';
import { element } from './element.ts';
import { store, stored } from './stored.ts';
import { text } from './text.ts';

/** Calls `press` with each key that is not for writing; single letters only while they are on. */
export function onKey(press: (key: string, event: KeyboardEvent) => void): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const isWriting =
      target instanceof HTMLElement &&
      (target.isContentEditable ||
        target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
    const isLetter = key.length === 1 && key !== ' ' && !event.ctrlKey && !event.metaKey;
    if (isWriting || event.altKey || (isLetter && !areOn())) return;
    press(key.toLowerCase(), event);
  });
}

/** A switch for the letters, as it stands wherever they are of use. */
export function letterKeysSwitch(): HTMLLabelElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = areOn();
  box.addEventListener('change', () => store('letter-keys', box.checked ? undefined : 'off'));
  return element('label', 'letter-keys', box, ` ${text(say`Single keys such as / and n`)}`);
}

function areOn(): boolean {
  return stored('letter-keys') !== 'off';
}
