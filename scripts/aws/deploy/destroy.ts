/** Removes everything that `deploy` made under a prefix, and nothing else. */
import { persist, type Work } from './work.ts';
import { findStack, type Piece } from './stack.ts';

export interface Remains {
  /** Ours, and still there. */
  readonly left: readonly Piece[];
  /** With our names, and made by somebody else, or so it seems: not touched. */
  readonly untouched: readonly Piece[];
  /** Why something could not be removed. */
  readonly failures: readonly unknown[];
}

/** Goes on after a failure with what else there is: the less is left, the better. */
export async function destroy(work: Work, prefix: string): Promise<Remains> {
  const failures: unknown[] = [];
  for (const piece of await find(work, prefix)) {
    if (piece.owner !== 'ours') continue;
    try {
      await persist(work, piece.remove);
      work.tell('remove', piece.words);
    } catch (error) {
      failures.push(error);
    }
  }
  let pieces = await find(work, prefix);
  // unconfirmed: for how long AWS's lists tell of what is gone.
  for (
    let seconds = 1;
    seconds <= 8 && failures.length === 0 && pieces.some(isOurs);
    seconds *= 2
  ) {
    await work.sleep(seconds);
    pieces = await find(work, prefix);
  }
  return {
    left: pieces.filter(isOurs),
    untouched: pieces.filter((piece) => !isOurs(piece)),
    failures,
  };
}

function find(work: Work, prefix: string): Promise<Piece[]> {
  return persist(work, () => findStack(work, prefix));
}

function isOurs({ owner }: Piece): boolean {
  return owner === 'ours';
}
