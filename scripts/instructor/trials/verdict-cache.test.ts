/** A verdict is known again where nothing has changed that it depends on, and nowhere else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChecksReport } from '#runner/checks-host.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { REFERENCE } from '#testing/small-course.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import { VerdictCache } from './verdict-cache.ts';

const REPORT = { crashed: false, tests: [] } as unknown as ChecksReport;
const TRIAL = { sources: { 'rank.ts': REFERENCE } };

let course: CourseCopy;
afterEach(() => course.remove());

/** A course whose one trial has been run and kept. */
function keptOne() {
  course = CourseCopy.of(tinyLab(1));
  const [lab] = course.labs();
  if (!lab) throw new Error('The course has no lab.');
  const cache = new VerdictCache(course.root, true);
  cache.keep(lab, cache.keyOf(lab, TRIAL), REPORT);
  cache.write();
  const known = (trial: Parameters<VerdictCache['keyOf']>[1] = TRIAL) => {
    const again = new VerdictCache(course.root, true);
    return again.reportOf(lab, again.keyOf(lab, trial));
  };
  return { lab, known };
}

test('the same trial is known, whatever the lesson says', () => {
  const { known } = keptOne();
  course.write('labs/01-rank/README.md', '# Another lesson\n');
  course.write('labs/01-rank/rank.ts', 'the learner works\n');
  expect(known()).toEqual(REPORT);
});

describe('it is forgotten where', () => {
  test('the checks change', () => {
    const { known } = keptOne();
    course.write('labs/01-rank/rank.test.ts', `${course.read('labs/01-rank/rank.test.ts')}\n`);
    expect(known()).toBeUndefined();
  });

  test('a given file comes', () => {
    const { known } = keptOne();
    course.write('labs/01-rank/given.ts', '');
    expect(known()).toBeUndefined();
  });

  test('the answer, or the check that is asked for, is another', () => {
    const { known } = keptOne();
    expect(known({ sources: { 'rank.ts': `${REFERENCE}\n` } })).toBeUndefined();
    expect(known({ ...TRIAL, only: ['lounge'] })).toBeUndefined();
  });

  test('its file was cut off', () => {
    const { known } = keptOne();
    course.write('.workshop/verdicts/01-rank.json', '{"a');
    expect(known()).toBeUndefined();
  });
});

test('what is not kept again goes, so that the cache does not grow', () => {
  const { lab } = keptOne();
  const cache = new VerdictCache(course.root, true);
  const key = cache.keyOf(lab, { sources: {} });
  cache.keep(lab, key, REPORT);
  cache.write();
  const file = join(course.root, '.workshop', 'verdicts', '01-rank.json');
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual([key]);
});

test('where it is off, as in CI, it knows nothing and writes nothing', () => {
  const { lab } = keptOne();
  const off = new VerdictCache(course.root, false);
  expect(off.reportOf(lab, off.keyOf(lab, TRIAL))).toBeUndefined();
  const before = course.read('.workshop/verdicts/01-rank.json');
  off.keep(lab, 'key', REPORT);
  off.write();
  expect(course.read('.workshop/verdicts/01-rank.json')).toBe(before);
});
