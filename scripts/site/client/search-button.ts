/** Opens the search. What it needs is loaded when it is wanted for the first time. */
import { say } from '#text/message.ts';
import { announce } from './status.ts';
import { letterKeysAreOn } from './stored.ts';
import { text } from './text.ts';

declare global {
  /** Set by `search/index.ts`. */
  var workshopOpenSearch: (() => void) | undefined;
}

export function setUpSearchButton(): void {
  const button = document.querySelector<HTMLButtonElement>('.search-button');
  if (!button) return;
  button.addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    const isShortcut =
      (event.key === '/' &&
        letterKeysAreOn() &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey) ||
      (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
    if (!isShortcut || isWriting(event.target)) return;
    event.preventDefault();
    open();
  });
}

let loading: Promise<void> | undefined;

function open(): void {
  loading ??= load();
  loading.then(
    () => globalThis.workshopOpenSearch?.(),
    () => {
      loading = undefined;
      announce(text(say`The search could not be loaded.`));
    },
  );
}

async function load(): Promise<void> {
  const root = document.body.dataset['root'] ?? '';
  await loadScript(`${root}assets/search.js`);
  await loadScript(`${root}assets/search-${document.documentElement.lang}.js`);
}

function loadScript(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', reject);
    document.head.append(script);
  });
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
