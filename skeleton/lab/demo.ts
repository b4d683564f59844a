import { demo, print, say } from '#demo';
import { LOUNGE, mayEnter, readRank } from './rank.ts';

await demo(() => {
  print(say`spark has rank ${readRank('15')}.`);
  print(say`The lounge lets him in: ${String(mayEnter('15', LOUNGE))}.`);
});
