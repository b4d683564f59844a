/**
 * English and Korean beside each other, section by section, where the window is wide enough.
 *
 * The other language's text comes as a script (`….text.js`), for a page can't read another file when
 * it was opened from a folder. Headings correspond by their order, so each begins a row for both.
 */
import { contentAdded } from './content.ts';
import { element } from './element.ts';
import { loadScript } from './load-script.ts';
import { store, stored } from './stored.ts';

declare global {
  var workshopTranslation: ((html: string) => void) | undefined;
}

/** Both must fit: as in `theme/page.css`. */
const WIDE = matchMedia('(min-width: 75rem)');

export function setUpSideBySide(): void {
  const button = document.querySelector<HTMLButtonElement>('.side-by-side');
  const main = document.querySelector('main');
  if (!button || !main) return;
  let translation: Promise<HTMLElement> | undefined;
  let isShown = false;
  const show = async (wanted: boolean): Promise<void> => {
    button.setAttribute('aria-pressed', String(wanted));
    if (wanted) translation ??= loadTranslation();
    const other = wanted ? await translation : undefined;
    if (isShown === wanted || button.getAttribute('aria-pressed') !== String(wanted)) return;
    isShown = wanted;
    keepPlace(() => (other ? pairUp(main, other) : takeApart(main)));
  };
  const follow = (): void => {
    void show(stored('side-by-side') === 'yes' && WIDE.matches);
  };
  button.addEventListener('click', () => {
    const wanted = button.getAttribute('aria-pressed') !== 'true';
    store('side-by-side', wanted ? 'yes' : undefined);
    void show(wanted);
  });
  WIDE.addEventListener('change', follow);
  follow();
}

async function loadTranslation(): Promise<HTMLElement> {
  const page = document.querySelector<HTMLAnchorElement>('a.switch');
  const address = new URL(page?.href ?? '');
  address.hash = '';
  let html = '';
  globalThis.workshopTranslation = (text) => {
    html = text;
  };
  await loadScript(address.href.replace(/\.html$/, '.text.js'));
  return adopt(html, address.href);
}

/** The other page's text as a guest in this one: its links lead where they did, its ids get out of the way. */
function adopt(html: string, address: string): HTMLElement {
  const translation = document.createElement('div');
  translation.lang = document.documentElement.lang === 'ko' ? 'en' : 'ko';
  translation.innerHTML = html;
  for (const one of translation.querySelectorAll('[id]:not(svg *)'))
    one.id = `translation-${one.id}`;
  for (const link of translation.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const target = link.getAttribute('href') ?? '';
    link.href = target.startsWith('#')
      ? `#translation-${target.slice(1)}`
      : new URL(target, address).href;
  }
  for (const image of translation.querySelectorAll('img')) {
    image.src = new URL(image.getAttribute('src') ?? '', address).href;
  }
  return translation;
}

function pairUp(main: HTMLElement, translation: HTMLElement): void {
  const [own, others] = [sectionsOf(main), sectionsOf(translation)];
  const rows = Array.from({ length: Math.max(own.length, others.length) }, (_, index) => {
    return element('div', 'pair', half(own[index], ''), half(others[index], translation.lang));
  });
  main.replaceChildren(...rows);
  document.body.classList.add('both');
  const halves = main.querySelectorAll<HTMLElement>('.half[lang]');
  if (!translation.dataset['known']) for (const added of halves) contentAdded(added);
  translation.dataset['known'] = 'yes';
}

/** Keeps the translation's nodes for the next time. */
function takeApart(main: HTMLElement): void {
  const own = [...main.querySelectorAll<HTMLElement>('.pair > .half:not([lang])')];
  main.replaceChildren(...own.flatMap((part) => [...part.childNodes]));
  document.body.classList.remove('both');
}

/** What stands from one heading to the next. */
function sectionsOf(text: HTMLElement): Node[][] {
  const sections: Node[][] = [[]];
  for (const node of text.childNodes) {
    const begins = node instanceof HTMLElement && /^H[1-6]$/.test(node.tagName);
    // Line ends before the first heading are no section.
    const hasElements = sections.at(-1)?.some((one) => one instanceof Element) ?? false;
    if (begins && hasElements) sections.push([]);
    sections.at(-1)?.push(node);
  }
  return sections;
}

function half(nodes: readonly Node[] = [], lang: string): HTMLElement {
  return element('div', { class: 'half', lang }, ...nodes);
}

/** What was being read stays where it was in the window. */
function keepPlace(change: () => void): void {
  const headings = [...document.querySelectorAll<HTMLElement>('main [data-translation]')];
  const read = headings.findLast((heading) => heading.getBoundingClientRect().top < 200);
  const before = read?.getBoundingClientRect().top ?? 0;
  change();
  if (read && scrollY > 0) {
    scrollBy({ top: read.getBoundingClientRect().top - before, behavior: 'instant' });
  }
}
