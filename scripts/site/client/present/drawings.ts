/**
 * The slides' drawings in the page itself, in its font and its theme. All of them would make it too
 * heavy, so they come out of the slide notes when a slide of these is shown.
 */
import { loadScript } from '../load-script.ts';

const asked = new Set<string>();

/** Draws this slide, and all that stand on the same page of notes. Offline, the picture stays. */
export function drawInPage(slide: HTMLElement): void {
  const notes = slide.querySelector<HTMLAnchorElement>('.where a');
  const address = notes?.href.replace(/\.html#.*$/, '.text.js') ?? '';
  if (asked.has(address)) return;
  asked.add(address);
  globalThis.workshopTranslation = takeDrawings;
  loadScript(address).catch(() => asked.delete(address));
}

/** @param html of a page of notes: each drawing is its slide's whose heading it follows */
function takeDrawings(html: string): void {
  const page = document.createElement('div');
  page.innerHTML = html;
  const pictures = new Map(
    [...document.querySelectorAll<HTMLElement>('.slide')].map((slide) => {
      const { hash = '' } = slide.querySelector<HTMLAnchorElement>('.where a') ?? {};
      return [decodeURIComponent(hash.slice(1)), slide.querySelector('.drawing')] as const;
    }),
  );
  let heading = '';
  for (const part of page.children) {
    if (part.matches('h2')) heading = part.id;
    const drawing = part.querySelector('.drawing');
    if (drawing) pictures.get(heading)?.replaceWith(drawing);
  }
}
