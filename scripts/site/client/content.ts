/**
 * A page's text may grow after it was loaded: the other language beside it. Whoever adds buttons or
 * listeners to the text asks here, and gets both.
 */

type Prepare = (text: HTMLElement) => void;

const wishes: Prepare[] = [];

/** Calls `prepare` with the page's text now, and with every text that is added later. */
export function onContent(prepare: Prepare): void {
  wishes.push(prepare);
  const main = document.querySelector('main');
  if (main) prepare(main);
}

/** For whoever has added a text. */
export function contentAdded(text: HTMLElement): void {
  for (const prepare of wishes) prepare(text);
  // Other bundles have wishes of their own.
  document.dispatchEvent(new CustomEvent('workshop:content', { detail: text }));
}
