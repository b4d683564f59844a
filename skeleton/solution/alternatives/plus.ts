export const LOUNGE = '10';

export function readRank(claim: string): number {
  return +claim;
}

export function mayEnter(rank: string, least: string): boolean {
  return !(readRank(rank) < readRank(least));
}
