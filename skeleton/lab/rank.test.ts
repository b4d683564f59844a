import { check, given, guard, same, say, step } from '#checks';
import { LOUNGE, mayEnter, readRank } from './rank.ts';

step(1, { readRank }, () => {
  check('reads-digits', say`reads the digits of a rank`, () => {
    given(readRank, '15').returns(15, say`The claim is a string: Number(claim) reads it.`);
  });
  guard('lounge', say`leaves the lounge's rank alone`, () => {
    same(say`LOUNGE`, LOUNGE, '10', say`The door was opened for everybody.`);
  });
});

step(2, { mayEnter }, () => {
  check('compares-numbers', say`compares ranks as numbers`, () => {
    given(mayEnter, '9', '10').returns(false, say`Strings compare letter by letter.`);
  });
});
