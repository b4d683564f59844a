/** How long each slide has been shown, against the minutes that it is planned for. */

export class Timer {
  /** In seconds, for each slide. */
  private readonly planned: readonly number[];
  private shown: number[];
  private readonly now: () => number;
  private current = 0;
  /** When the current slide began to count, in milliseconds; undefined while the timer stands. */
  private since: number | undefined;

  /** @param now milliseconds since 1970, so that a timer can go on in another page */
  constructor(minutes: readonly number[], now: () => number = () => Date.now()) {
    this.planned = minutes.map((one) => one * 60);
    this.shown = minutes.map(() => 0);
    this.now = now;
  }

  get isRunning(): boolean {
    return this.since !== undefined;
  }

  toggle(): void {
    this.count();
    this.since = this.since === undefined ? this.now() : undefined;
  }

  moveTo(slide: number): void {
    this.count();
    this.current = slide;
  }

  /** The slide's own time, in whole seconds. */
  slide(index: number): { readonly seconds: number; readonly planned: number } {
    this.count();
    return { seconds: Math.floor(this.shown[index] ?? 0), planned: this.planned[index] ?? 0 };
  }

  /** The time of all slides, and what was planned up to and with the slide at `index`. */
  total(index: number): { readonly seconds: number; readonly planned: number } {
    this.count();
    return {
      seconds: Math.floor(sum(this.shown)),
      planned: sum(this.planned.slice(0, index + 1)),
    };
  }

  /** What `restore` takes. */
  saved(): string {
    return JSON.stringify({ shown: this.shown, since: this.since });
  }

  /** Goes on from what another page saved; what is no such thing is ignored. */
  restore(saved: string | null): void {
    try {
      const { shown, since } = JSON.parse(saved ?? '') as { shown: number[]; since?: number };
      if (shown.length !== this.planned.length || !shown.every(Number.isFinite)) return;
      this.shown = shown;
      this.since = typeof since === 'number' ? since : undefined;
    } catch {
      // Nothing was saved, or by an older page: the timer begins anew.
    }
  }

  private count(): void {
    if (this.since === undefined) return;
    const now = this.now();
    this.shown[this.current] = (this.shown[this.current] ?? 0) + (now - this.since) / 1000;
    this.since = now;
  }
}

function sum(times: readonly number[]): number {
  return times.reduce((all, one) => all + one, 0);
}

/** `12:05`. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The slide that an address such as `#4` names; the first one where it names none. */
export function slideNumber(hash: string, count: number): number {
  const number = /^#(\d{1,3})$/.test(hash) ? Number(hash.slice(1)) : 1;
  return number >= 1 && number <= count ? number : 1;
}
