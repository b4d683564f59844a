/** Lets only so many things run at once; the others wait for their turn. */
export class Turns {
  private readonly parallel: number;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(parallel: number) {
    this.parallel = parallel;
  }

  async take<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.parallel) await new Promise<void>((go) => this.waiting.push(go));
    else this.running += 1;
    try {
      return await run();
    } finally {
      const next = this.waiting.shift();
      // Whoever waits takes over the place.
      if (next) next();
      else this.running -= 1;
    }
  }
}
