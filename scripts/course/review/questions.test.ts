/** The reviews of the course's own labs. That one reason alone is true, `npm run solutions` proves. */
import { describe, expect, test } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { rootFolder } from '#terminal/program.ts';
import { isChanged } from './line.ts';
import { LONGEST_QUESTION, reviewOf } from './questions.ts';
import { HALVES, ROUND_SIZE } from './round.ts';

const reviews = findLabs(rootFolder())
  .map((lab) => ({ id: lab.id, ...reviewOf(lab) }))
  .filter(({ rounds }) => rounds.before.length > 0);

describe.each(reviews)('the review of $id', ({ questions, rounds }) => {
  test('has rounds of twelve, none twice: about four are right, and not all of one check', () => {
    for (const round of HALVES.flatMap((half) => rounds[half])) {
      expect(new Set(round).size).toBe(ROUND_SIZE);
      const truths = round.map((id) => questions.get(id)?.truth);
      const checks = truths.flatMap((truth) => (truth && 'check' in truth ? [truth.check] : []));
      expect(ROUND_SIZE - checks.length).toBeGreaterThanOrEqual(3);
      expect(ROUND_SIZE - checks.length).toBeLessThanOrEqual(4);
      expect(new Set(checks).size).toBeGreaterThan(4);
    }
  });

  test('asks before the lab what it does not ask after it', () => {
    const after = new Set(rounds.after.flat());
    expect(rounds.before.flat().filter((id) => after.has(id))).toEqual([]);
    expect(rounds.after).toHaveLength(rounds.before.length);
  });

  test('offers four reasons of four checks, and lines that are short', () => {
    for (const { reasons, lines, truth } of questions.values()) {
      expect(new Set(reasons.map(({ en }) => en)).size).toBe(4);
      const checks = 'others' in truth ? [truth.check, ...truth.others] : ['a', 'b', 'c', 'd'];
      expect(new Set(checks).size).toBe(4);
      expect(lines.every((line) => /^(?:[-+ ]|@$)/.test(line))).toBe(true);
      expect(lines.some((line) => /^.\S/.test(line))).toBe(true);
      const changed = lines.filter(isChanged).length;
      expect(changed).toBeGreaterThan(0);
      expect(changed).toBeLessThanOrEqual(LONGEST_QUESTION);
    }
  });
});
