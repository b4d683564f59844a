/** The rank that a claim holds. */
export function readRank(claim: string): number {
  return Number(claim);
}

/** Whether a rank is enough for a door. */
export function mayEnter(rank: string, least: string): boolean {
  return readRank(rank) >= readRank(least);
}

/** The least rank that the lounge lets in. Given. */
export const LOUNGE = '10';
