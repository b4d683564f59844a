/** Measures several ways of doing the same thing so that the machine's moods cancel out. */

export interface Contender {
  readonly name: string;
  /** Does the thing once. */
  readonly run: () => unknown;
}

/** How often the first contender does it while another does it once: more than 1 is faster. */
export interface Ratio {
  readonly name: string;
  readonly median: number;
  /** The middle half of the rounds. */
  readonly from: number;
  readonly to: number;
}

/**
 * Compares the first contender with each of them, itself included: that line tells the noise. Every
 * round measures all of them, one after the other and in another order each time; a ratio is taken
 * within a round, and the median over the rounds is what counts.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number },
): Promise<Ratio[]> {
  const [first] = contenders;
  if (!first) return [];
  const all = [
    first,
    { ...first, name: `${first.name} (again, for the noise)` },
    ...contenders.slice(1),
  ];
  const ratios = new Map(all.map(({ name }) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    const nanoseconds = new Map<string, number>();
    const order = all.map((_, index) => all[(index + round + all.length) % all.length] ?? first);
    for (const contender of order) {
      nanoseconds.set(contender.name, await timeOf(contender, milliseconds));
    }
    // The first round only warms up.
    if (round < 0) continue;
    for (const { name } of all) {
      ratios.get(name)?.push((nanoseconds.get(name) ?? 0) / (nanoseconds.get(first.name) ?? 1));
    }
  }
  return all.slice(1).map(({ name }) => ({ name, ...spread(ratios.get(name) ?? []) }));
}

/** Nanoseconds for one time, over as many as fit into the milliseconds. */
async function timeOf({ run }: Contender, milliseconds: number): Promise<number> {
  const BATCH = 50;
  const isAsync = run() instanceof Promise;
  const start = process.hrtime.bigint();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  let times = 0;
  let now = start;
  while (now < end) {
    for (let index = 0; index < BATCH; index += 1) {
      if (isAsync) await run();
      else run();
    }
    times += BATCH;
    now = process.hrtime.bigint();
  }
  return Number(now - start) / times;
}

/** The median and the middle half of some numbers. */
export function spread(numbers: readonly number[]): Omit<Ratio, 'name'> {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), from: at(0.25), to: at(0.75) };
}
