/** Which section is being read: it is marked in the lists, and the language switch leads to its translation. */

export function setUpSection(): void {
  const headings = [...document.querySelectorAll<HTMLElement>('main [data-translation]')];
  if (headings.length === 0) return;
  const update = (): void => {
    const current = sectionAt(headings);
    markLists(current);
    pointSwitch(current);
  };
  let asked = false;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      update();
    });
  };
  addEventListener('scroll', ask, { passive: true });
  addEventListener('resize', ask);
  addEventListener('hashchange', ask);
  addEventListener('load', ask);
  // Just before the link is followed, whatever was scrolled in between.
  document.querySelector('.switch')?.addEventListener('click', update);
  update();
}

/**
 * The one that the address names, while the page loads (the browser has yet to scroll there) and as
 * long as it can be seen: near the end of a page it need not be on top. Else the last heading above a line in the upper part of the
 * window; undefined before the second one.
 */
function sectionAt(headings: readonly HTMLElement[]): HTMLElement | undefined {
  const target = document.getElementById(decoded(location.hash.slice(1)));
  const top = target?.getBoundingClientRect().top ?? -1;
  const isMeant = document.readyState !== 'complete' || (top >= 0 && top < innerHeight);
  if (target && headings.includes(target) && isMeant) return target;
  const line = innerHeight * 0.3;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
  return passed.length > 1 ? passed.at(-1) : undefined;
}

function markLists(current: HTMLElement | undefined): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(
    '.here a, .course a[href^="#"]',
  )) {
    const isHere = current !== undefined && decoded(link.hash.slice(1)) === current.id;
    if (isHere) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
}

function pointSwitch(current: HTMLElement | undefined): void {
  const link = document.querySelector<HTMLAnchorElement>('a.switch');
  if (link) link.hash = current?.dataset['translation'] ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
