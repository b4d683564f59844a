/** What a process printed, kept within bounds: a learner's program may print without end. */

/** In bytes: more than this counts as output without end. */
const FLOOD = 512 * 1024;
/** In bytes: how much is kept to be shown. */
const KEPT = 4 * 1024;

export class BoundedOutput {
  private readonly chunks: Buffer[] = [];
  private readonly onFlood: () => void;
  private bytes = 0;

  constructor(onFlood: () => void) {
    this.onFlood = onFlood;
  }

  add(chunk: Buffer): void {
    if (this.bytes < KEPT) this.chunks.push(chunk.subarray(0, KEPT - this.bytes));
    const before = this.bytes;
    this.bytes += chunk.length;
    if (before <= FLOOD && this.bytes > FLOOD) this.onFlood();
  }

  /** The beginning of what was printed. */
  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  get isCut(): boolean {
    return this.bytes > KEPT;
  }
}
