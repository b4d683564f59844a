/** The playground's form, by id and name. */
import type { Message } from '#text/message.ts';
import { text } from '../text.ts';

/** The element with this id; the page has it, or the page is not the playground's. */
export function field<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return found;
}

export function box(id: string): HTMLElement {
  return field(id, HTMLElement);
}

/** Radio buttons of one name. */
export class Choice<Value extends string> {
  readonly buttons: readonly HTMLInputElement[];

  constructor(name: string) {
    this.buttons = [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  }

  get value(): Value {
    return this.buttons.find(({ checked }) => checked)?.value as Value;
  }

  set value(value: Value) {
    for (const button of this.buttons) button.checked = button.value === value;
  }
}

/** The number that somebody wrote; undefined where it is none. */
export function numberIn({ value }: HTMLInputElement): number | undefined {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Writes only what has changed: a selection in the text stays, and nothing flickers. */
export function setText(element: Element | null, value: string): void {
  if (element && element.textContent !== value) element.textContent = value;
}

/** Shows what is wrong with a field, or nothing, and tells the field so. */
export function setProblem(id: string, problem: Message | undefined, at?: HTMLElement): void {
  const line = box(id);
  setText(line, problem ? text(problem) : '');
  line.hidden = problem === undefined;
  if (!at) return;
  if (problem) at.setAttribute('aria-invalid', 'true');
  else at.removeAttribute('aria-invalid');
}

/** As high as its lines, where the browser does not do it by itself (`field-sizing`). */
export function fit(area: HTMLTextAreaElement): void {
  area.rows = Math.max(3, Math.min(30, area.value.split('\n').length));
}
