/** What the reader has chosen, kept in this browser. A browser that keeps nothing is as good. */

type Choice = 'theme' | 'side-by-side' | 'letter-keys';

export function stored(choice: Choice): string | null {
  try {
    return localStorage.getItem(`jwt-workshop-${choice}`);
  } catch {
    return null;
  }
}

/** `undefined` forgets it. */
export function store(choice: Choice, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`jwt-workshop-${choice}`);
    else localStorage.setItem(`jwt-workshop-${choice}`, value);
  } catch {
    // The choice holds for this page, then.
  }
}

/** Whether a single letter may do something, see `letter-keys.ts`. */
export function letterKeysAreOn(): boolean {
  return stored('letter-keys') !== 'off';
}
