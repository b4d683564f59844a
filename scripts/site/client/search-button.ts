/** Opens the search. What it needs is loaded when it is wanted for the first time. */
import { say } from '#text/message.ts';
import { onKey } from './keys.ts';
import { loadScript } from './load-script.ts';
import { announce } from './status.ts';
import { text } from './text.ts';

declare global {
  /** Set by `search/index.ts`. */
  var workshopOpenSearch: (() => void) | undefined;
}

export function setUpSearchButton(): void {
  const button = document.querySelector<HTMLButtonElement>('.search-button');
  if (!button) return;
  button.addEventListener('click', () => void open());
  onKey((key, event) => {
    const isHeld = event.ctrlKey || event.metaKey;
    if (isHeld ? key !== 'k' : key !== '/') return;
    event.preventDefault();
    void open();
  });
}

let loading: Promise<void> | undefined;

async function open(): Promise<void> {
  loading ??= load();
  try {
    await loading;
    globalThis.workshopOpenSearch?.();
  } catch {
    loading = undefined;
    announce(text(say`The search could not be loaded.`));
  }
}

async function load(): Promise<void> {
  const root = document.body.dataset['root'] ?? '';
  await loadScript(`${root}assets/search.js`);
  await loadScript(`${root}assets/search-${document.documentElement.lang}.js`);
}
