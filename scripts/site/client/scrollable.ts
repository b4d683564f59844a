/** What scrolls sideways must be reachable with the keyboard; what does not scroll is no stop on its way. */
import { say } from '#text/message.ts';
import { onContent } from './content.ts';
import { text } from './text.ts';

export function setUpScrollable(): void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLElement) update(target);
  });
  onContent((content) => {
    for (const box of content.querySelectorAll<HTMLElement>('.table, pre')) observer.observe(box);
  });
}

function update(box: HTMLElement): void {
  if (box.scrollWidth <= box.clientWidth) {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    return;
  }
  box.tabIndex = 0;
  box.setAttribute('role', 'group');
  const name = box.matches('pre') ? say`Code, scrolls sideways` : say`Table, scrolls sideways`;
  box.setAttribute('aria-label', text(name));
}
