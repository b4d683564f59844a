export const LOUNGE = '10';
export const readRank = (claim: string): number => Number.parseInt(claim, 10);
export const mayEnter = (rank: string, least: string): boolean =>
  readRank(rank) - readRank(least) >= 0;
