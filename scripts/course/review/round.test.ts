import { array, assert, boolean, constantFrom, property, tuple } from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import {
  answered,
  begin,
  NOT_REVIEWED,
  placeIn,
  readState,
  rightIn,
  ROUND_SIZE,
  type Half,
  type ReviewState,
  type Rounds,
} from './round.ts';

const ids = (half: Half, round: number) =>
  Array.from({ length: ROUND_SIZE }, (_, index) => `${half}-${round}-${index}`);
const ROUNDS: Rounds = {
  before: [ids('before', 0), ids('before', 1)],
  after: [ids('after', 0), ids('after', 1)],
};

/** Plays a round to its end. `answers` says of each answer whether it is right; at last all are. */
function play(state: ReviewState, half: Half, answers: readonly boolean[]) {
  const asked: string[] = [];
  let now = begin(state, ROUNDS, half);
  const { counted } = now.round ?? { counted: [] };
  for (let turn = 0; now.round; turn += 1) {
    asked.push(now.round.queue[0] ?? '');
    now = answered(now, answers[turn] ?? true);
  }
  return { state: now, asked, counted };
}

const halves = constantFrom<Half>('before', 'after');
const anyAnswers = array(boolean(), { maxLength: 40 });

test('a round counts twelve questions, none twice, and every one of them is asked', () => {
  assert(
    property(array(tuple(halves, anyAnswers), { maxLength: 5 }), (rounds) => {
      let state = NOT_REVIEWED;
      for (const [half, answers] of rounds) {
        const played = play(state, half, answers);
        expect(new Set(played.counted).size).toBe(ROUND_SIZE);
        expect(played.asked).toEqual(expect.arrayContaining([...played.counted]));
        ({ state } = played);
      }
    }),
  );
});

test('what was missed comes again until it is right, and first in the next round', () => {
  assert(
    property(halves, anyAnswers, halves, (half, answers, nextHalf) => {
      const { state, asked } = play(NOT_REVIEWED, half, answers);
      const last = new Map(asked.map((id, turn) => [id, answers[turn] ?? true]));
      expect([...last.values()]).not.toContain(false);
      const missed = [...new Set(asked)].filter((id) => answers[asked.indexOf(id)] === false);
      expect(new Set(state.missed)).toEqual(new Set(missed));
      const { queue } = begin(state, ROUNDS, nextHalf).round ?? { queue: [] };
      expect(new Set(queue.slice(0, missed.length))).toEqual(new Set(missed));
    }),
  );
});

test('the score counts first tries of the twelve alone', () => {
  const first = play(NOT_REVIEWED, 'before', [false, false]);
  expect(first.state.before).toEqual([10]);
  // The two that were missed come first, and are right now: they count no more.
  const second = play(first.state, 'after', [true, true, false]);
  expect(second.asked).toHaveLength(2 + ROUND_SIZE + 1);
  expect(second.state).toMatchObject({ before: [10], after: [11] });
});

test('an answer is kept: a round that was left goes on where it was', () => {
  const left = answered(answered(begin(NOT_REVIEWED, ROUNDS, 'before'), true), false);
  const again = begin(
    readState(JSON.parse(JSON.stringify(left))) ?? NOT_REVIEWED,
    ROUNDS,
    'before',
  );
  expect(again).toEqual(left);
  expect(again.round && rightIn(again.round)).toBe(1);
  expect(again.round && placeIn(again.round)).toBe(3);
});

test('a round of the other half is given up, and what it missed comes first', () => {
  const left = answered(begin(NOT_REVIEWED, ROUNDS, 'before'), false);
  const { round, before } = begin(left, ROUNDS, 'after');
  expect(before).toEqual([]);
  expect(round?.queue.slice(0, 2)).toEqual(['before-0-0', 'after-0-0']);
  expect(round && placeIn(round)).toBeUndefined();
});

test('questions that the course no longer has are forgotten', () => {
  const left = begin({ ...NOT_REVIEWED, missed: ['gone'] }, ROUNDS, 'before');
  expect(left.round?.queue).toEqual(ids('before', 0));
  const others = { ...ROUNDS, before: [ids('before', 1)] };
  expect(begin(left, others, 'before').round?.queue).toEqual(ids('before', 1));
});

test.each([
  ['nothing', undefined],
  ['a text', 'before'],
  ['a score of thirteen', { before: [13], after: [], missed: [] }],
  ['an id that is no text', { before: [], after: [], missed: [1] }],
  ['a list without end', { before: [], after: [], missed: Array.from({ length: 2000 }, String) }],
])('is no state: %s', (_, kept) => {
  expect(readState(kept)).toBeUndefined();
});

test('a round of another shape is left out', () => {
  const round = { half: 'before', counted: [], queue: [], firstTries: { a: 'yes' } };
  expect(readState({ ...NOT_REVIEWED, round })).toEqual(NOT_REVIEWED);
});

describe('an answer', () => {
  const wrong = { lines: [' a', '-b', '+c'], reason: 2 };
  const right = { ...wrong, reason: undefined };
  test.each([
    ['approves a right change', right, 'approve', true],
    ['refuses a right change', right, { line: 1, reason: 2 }, false],
    ['approves a wrong change', wrong, 'approve', false],
    ['names a line that changes and the reason', wrong, { line: 1, reason: 2 }, true],
    ['names another line', wrong, { line: 0, reason: 2 }, false],
    ['names another reason', wrong, { line: 2, reason: 1 }, false],
  ] as const)('%s', (_, change, answer, isRight) => {
    expect(judge(change, answer).isRight).toBe(isRight);
  });
});
