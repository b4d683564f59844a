/** Keys to move with: those of a keyboard, and those that a presenter's remote sends. */
import { letterKeysAreOn } from '../stored.ts';

export interface Moves {
  readonly next: () => void;
  readonly previous: () => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly notes: () => void;
  readonly timer: () => void;
}

const KEYS: Readonly<Record<string, keyof Moves>> = {
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'previous',
  PageUp: 'previous',
  Home: 'first',
  End: 'last',
};

const LETTERS: Readonly<Record<string, keyof Moves>> = { n: 'notes', t: 'timer' };

export function setUpKeys(moves: Moves): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (document.querySelector('dialog[open], :popover-open')) return;
    if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
    const move = KEYS[key] ?? (letterKeysAreOn() ? LETTERS[key.toLowerCase()] : undefined);
    if (move === undefined) return;
    event.preventDefault();
    moves[move]();
  });
}
