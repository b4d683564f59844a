/** A class is what has arrived: the order does not matter, nor whether the program was started anew. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '#testing/for-test.ts';
import { STUCK, TOY_LABS, toySnapshot } from '#testing/toy-class.ts';
import { ClassStore } from './class-store.ts';
import type { Snapshot } from './snapshot.ts';
import { viewClass, type Arrival } from './view-class.ts';

const view = (...arrivals: readonly Arrival[]) => viewClass(TOY_LABS, arrivals);

function arrival(learner: string, at: number, changes?: Partial<Snapshot>): Arrival {
  return { learner, name: `name of ${learner}`, at, snapshot: toySnapshot({ ...changes, at }) };
}

/** Since when the only learner is stuck in step 1. */
function sinceIn(...all: readonly Arrival[]): number | undefined {
  return view(...all).labs[0]?.steps[0]?.stuck[0]?.since;
}

const ARRIVAL: fc.Arbitrary<Arrival> = fc
  .record({
    learner: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('Spark', '민지'),
    at: fc.integer({ min: 0, max: 4 }),
    lab: fc.constantFrom(1, 2),
    statuses: fc.tuple(...['padding', 'letters', 'alg'].map((id) => statusOf(id))),
  })
  .map(({ lab, statuses, ...rest }) => {
    const of = (wanted: string) => statuses.filter(([, s]) => s === wanted).map(([id]) => id);
    const failed = of('failed').map((check) => ({ check }));
    const snapshot = { lab, at: rest.at, passed: of('passed'), failed, todo: of('todo') };
    return { ...rest, snapshot };
  });

function statusOf(id: string): fc.Arbitrary<readonly [id: string, status: string]> {
  return fc.constantFrom('passed', 'failed', 'todo', 'not-run').map((one) => [id, one] as const);
}

const ARRIVALS = fc.array(ARRIVAL, { maxLength: 12 });

describe('properties', () => {
  test('the order of arrival does not matter', () => {
    const shuffled = ARRIVALS.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        expect(view(...again)).toEqual(view(...all));
      }),
    );
  });

  test('what arrives twice counts once', () => {
    fc.assert(
      fc.property(ARRIVALS, (all) => {
        expect(view(...all, ...all)).toEqual(view(...all));
      }),
    );
  });

  test('a restart anywhere on the way changes nothing', () => {
    const root = temporaryFolder();
    fc.assert(
      fc.property(ARRIVALS, ARRIVALS, (before, after) => {
        const first = new ClassStore(root);
        first.beginAnew();
        for (const one of before) first.add(one);
        const second = new ClassStore(root);
        for (const one of after) second.add(one);
        expect(second.settings).toEqual(first.settings);
        const kept = new ClassStore(root).arrivals;
        expect(view(...kept)).toEqual(view(...before, ...after));
      }),
      { numRuns: 25 },
    );
  });
});

test('a row is a step: who is through, who is stuck, on which misconception', () => {
  const { learners, current, labs } = view(
    arrival('a', 1),
    arrival('b', 2, STUCK),
    arrival('c', 3, STUCK),
  );
  expect([learners, current, labs.map(({ number }) => number)]).toEqual([3, 1, [1]]);
  const [first, second] = labs[0]?.steps ?? [];
  expect(first?.through.map(({ learner }) => learner)).toEqual(['a']);
  expect(first?.stuck.map(({ learner }) => learner)).toEqual(['b', 'c']);
  expect(first?.reasons).toEqual([
    {
      text: { en: 'Padding is harmless.', ko: '패딩은 해롭지 않다.' },
      isMisconception: true,
      learners: ['b', 'c'],
    },
  ]);
  expect([second?.through, second?.stuck]).toEqual([[], []]);
});

test('where no misconception is known the rule of the first failing check stands', () => {
  const failed = [{ check: 'letters' }, { check: 'padding' }];
  const { labs } = view(arrival('a', 1, { passed: [], failed }));
  expect(labs[0]?.steps[0]?.reasons).toEqual([
    { text: { en: 'keeps padding', ko: 'padding 지킴' }, isMisconception: false, learners: ['a'] },
  ]);
});

test('stuck counts from the first refusal that no pass has followed', () => {
  expect(sinceIn(arrival('a', 5, STUCK), arrival('a', 9, STUCK))).toBe(5);
  expect(sinceIn(arrival('a', 5, STUCK), arrival('a', 6), arrival('a', 9, STUCK))).toBe(9);
  const reset = { passed: [], failed: [], todo: ['padding', 'letters', 'alg'] };
  expect(sinceIn(arrival('a', 5, STUCK), arrival('a', 6, reset), arrival('a', 9, STUCK))).toBe(5);
  expect(sinceIn(arrival('a', 5, STUCK), arrival('a', 9))).toBeUndefined();
});

test('the class is at the lab in which something changes, not at one that is looked at again', () => {
  const done = { passed: ['padding', 'letters', 'alg'], todo: [] };
  const untouched = { lab: 2, passed: [], todo: ['padding', 'letters', 'alg'] };
  const first = [arrival('a', 1, done), arrival('a', 2, untouched)];
  expect([view(...first).current, view(...first).labs.length]).toEqual([1, 1]);
  const second = [...first, arrival('a', 3, { ...STUCK, lab: 2 }), arrival('a', 4, done)];
  expect([view(...second).current, view(...second).labs.length]).toEqual([2, 2]);
});

test('a run that was cut short takes nothing back of the steps that it did not reach', () => {
  const cut = { passed: ['padding', 'letters'], failed: [], todo: [] };
  const done = { passed: ['padding', 'letters', 'alg'], failed: [], todo: [] };
  const { labs } = view(arrival('a', 1, done), arrival('a', 2, cut));
  expect(labs[0]?.steps[1]?.through.length).toBe(1);
});

test('a learner who takes another name stays one row, two of one name are two', () => {
  const renamed = { ...arrival('a', 2), name: 'Neon' };
  const through = view(arrival('a', 1), renamed, { ...arrival('b', 1), name: 'Neon' }).labs[0]
    ?.steps[0]?.through;
  expect(through?.map(({ learner, name }) => `${learner} ${name}`)).toEqual(['a Neon', 'b Neon']);
});

test('another class has another code, and the one before it stays on disk', () => {
  const root = temporaryFolder();
  const first = new ClassStore(root);
  first.add(arrival('a', 1));
  first.keepPort(9021);
  const { code } = first.settings;
  first.beginAnew();
  const second = new ClassStore(root);
  expect(second.settings).toEqual({ ...first.settings, port: 9021 });
  expect(second.settings.code).not.toBe(code);
  expect(second.settings.code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
  expect(second.arrivals).toEqual([]);
  const kept = readdirSync(join(root, '.workshop/class')).filter((name) =>
    /^arrivals-\d+/.test(name),
  );
  expect(kept.length).toBe(1);
});

test('a line that was cut off costs itself alone', () => {
  const root = temporaryFolder();
  new ClassStore(root).add(arrival('a', 1));
  writeFileSync(join(root, '.workshop/class/arrivals.jsonl'), '\n{"learner":"x', { flag: 'a' });
  const again = new ClassStore(root);
  again.add(arrival('b', 2));
  const kept = new ClassStore(root).arrivals.map(({ learner }) => learner);
  expect(kept).toEqual(['a', 'b']);
});
