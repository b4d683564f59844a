/** Imported by the generated module of a lab's samples: keeps what each expression came to. */
import { writeFileSync } from 'node:fs';

const came: Record<number, string> = {};

/** Evaluates the sample of this number and keeps how its value is written. */
export async function record(number: number, evaluate: () => unknown): Promise<void> {
  try {
    came[number] = written(await evaluate());
  } catch (error) {
    came[number] = thrown(error);
  }
}

/** Runs one fence; where it throws between its samples, those that follow came to that. */
export async function fence(numbers: readonly number[], run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    for (const number of numbers) came[number] ??= thrown(error);
  }
}

/** Writes everything kept as JSON, number → text. */
export function finish(path: string): void {
  writeFileSync(path, JSON.stringify(came));
}

/** As a page writes a value after its arrow. */
function written(value: unknown): string {
  if (value instanceof Uint8Array) return `Uint8Array [${[...value].join(', ')}]`;
  return JSON.stringify(value) ?? String(value);
}

function thrown(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  return `throws ${error.name}: ${'code' in error ? String(error.code) : error.message}`;
}
