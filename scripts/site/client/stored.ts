/** What the reader has chosen, kept in this browser. A browser that keeps nothing is as good. */

type Name = 'theme' | 'side-by-side' | 'letter-keys' | 'timer' | `review-${string}`;

/** The timer goes with its tab, where it outlives a reload and a change of the language. */
function storageOf(name: Name): Storage {
  return name === 'timer' ? sessionStorage : localStorage;
}

export function stored(name: Name): string | null {
  try {
    return storageOf(name).getItem(`jwt-workshop-${name}`);
  } catch {
    return null;
  }
}

/** `undefined` forgets it. */
export function store(name: Name, value: string | undefined): void {
  try {
    if (value === undefined) storageOf(name).removeItem(`jwt-workshop-${name}`);
    else storageOf(name).setItem(`jwt-workshop-${name}`, value);
  } catch {
    // It holds for this page, then.
  }
}
