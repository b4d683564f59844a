/** Hints open one level after the other: the next one shows when the one before was opened. */
import { onContent } from './content.ts';

export function setUpHints(): void {
  onContent((content) => {
    for (const hint of content.querySelectorAll<HTMLDetailsElement>('details.hint')) {
      hint.addEventListener('toggle', () => {
        const next = hint.nextElementSibling;
        if (hint.open && next?.matches('details.hint')) next.classList.add('shown');
      });
    }
  });
  openForPrint();
}

/** On paper nothing can be opened. */
function openForPrint(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
    for (const details of closed) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
  });
}
