/** The theme: the system's, light or dark. */
import { say, type Message } from '#text/message.ts';
import { announce } from './status.ts';
import { store } from './stored.ts';
import { text } from './text.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const NAMES: Readonly<Record<Theme, Message>> = {
  auto: say`Theme: as your system has it`,
  light: say`Theme: light`,
  dark: say`Theme: dark`,
};

export function setUpTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('.theme');
  if (!button) return;
  label(button);
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'auto';
    store('theme', next === 'auto' ? undefined : next);
    if (next === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    label(button);
    announce(text(NAMES[next]));
  });
}

function current(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return THEMES.find((theme) => theme === chosen) ?? 'auto';
}

function label(button: HTMLButtonElement): void {
  const name = text(NAMES[current()]);
  button.title = name;
  const words = button.querySelector('.sr');
  if (words) words.textContent = name;
}
