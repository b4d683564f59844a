import type { Message } from '#text/message.ts';
import { text } from './text.ts';

/** Makes an element. Text goes in as text: nothing that a learner's code says is ever markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** A button that does something on this page. */
export function button(className: string, name: Message, press: () => void): HTMLButtonElement {
  const made = element('button', className, text(name));
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}
