/** What the compiler found is kept, in one file a lab. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { LEARNERS_FILE, REFERENCE, SMALL_COURSE } from '#testing/small-course.ts';
import { typeErrors } from './type-check.ts';

// A compiler that takes long finds nothing; here it may take as long as a busy machine needs.
vi.mock('#kit/limits.ts', async (original) => ({
  ...(await original<object>()),
  COMPILER_MS: 60_000,
}));

const course = CourseCopy.of(SMALL_COURSE);
afterAll(() => course.remove());

test('it is asked again after a change only, and what is kept does not grow', async () => {
  const cache = join(course.root, '.workshop', 'cache');
  const kept = join(cache, 'types-01-rank.json');
  const ask = () => typeErrors(course.root, [LEARNERS_FILE], kept);

  course.write(LEARNERS_FILE, `${REFERENCE}export const least: number = 'ten';\n`);
  expect(await ask()).toMatchObject([{ file: LEARNERS_FILE, code: 'TS2322' }]);
  const known = course.read('.workshop/cache/types-01-rank.json');
  writeFileSync(kept, known.replace('TS2322', 'TS0'));
  expect(await ask()).toMatchObject([{ code: 'TS0' }]);

  course.write(LEARNERS_FILE, REFERENCE);
  expect(await ask()).toEqual([]);
  expect(readdirSync(cache)).toEqual(['types-01-rank.json']);
});
