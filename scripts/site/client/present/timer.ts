/** How long each slide has been shown, against the minutes that it is planned for. */

export class Timer {
  /** In seconds, for each slide. */
  private readonly planned: readonly number[];
  private readonly shown: number[];
  private readonly now: () => number;
  private current = 0;
  /** When the current slide began to count, in milliseconds; undefined while the timer stands. */
  private since: number | undefined;

  /** `now` in milliseconds. */
  constructor(minutes: readonly number[], now: () => number = () => performance.now()) {
    this.planned = minutes.map((one) => one * 60);
    this.shown = minutes.map(() => 0);
    this.now = now;
  }

  get isRunning(): boolean {
    return this.since !== undefined;
  }

  toggle(): void {
    if (this.since === undefined) {
      this.since = this.now();
    } else {
      this.count();
      this.since = undefined;
    }
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
