/** The rank that a claim holds. */
export function readRank(claim: string): number {
  // TODO 1: read the digits as a number.
  throw new Error('TODO 1: read the rank');
}

/** Whether a rank is enough for a door. */
export function mayEnter(rank: string, least: string): boolean {
  // TODO 2: compare them as numbers.
  throw new Error('TODO 2: compare ranks');
}

/** The least rank that the lounge lets in. Given. */
export const LOUNGE = '10';
