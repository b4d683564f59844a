import type { Message } from '#text/message.ts';
import { text } from './text.ts';

/**
 * Makes an element. Text goes in as text: nothing that a learner's code says is ever markup.
 *
 * @param attributes a text is its class
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: string | Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  const all = typeof attributes === 'string' ? { class: attributes } : attributes;
  for (const [key, value] of Object.entries(all)) if (value !== '') made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button that does something on this page. */
export function button(className: string, name: Message, press: () => void): HTMLButtonElement {
  const made = element('button', { class: className, type: 'button' }, text(name));
  made.addEventListener('click', press);
  return made;
}
