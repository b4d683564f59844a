/** Labs stand alone, so a later lab holds a copy of what an earlier one taught: it must not drift. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { findLabs, type Lab } from './lab.ts';

/** Files that every lab writes for itself. */
const OWN = new Set(['application.ts', 'demo.ts', 'verify-token.ts']);

const labs = findLabs(REPOSITORY);

/** Where a lab teaches the file: the reference where the learner writes it, else the given file. */
function taughtIn(lab: Lab, file: string): string | undefined {
  const folder = lab.files.includes(file) ? lab.solution : lab.folder;
  const path = join(folder, file);
  return existsSync(path) ? path : undefined;
}

test.each(labs)('what lab $number is given is what an earlier lab taught', (lab) => {
  const given = readdirSync(lab.folder).filter(
    (file) =>
      file.endsWith('.ts') &&
      !file.endsWith('.test.ts') &&
      !OWN.has(file) &&
      !lab.files.includes(file),
  );
  for (const file of given) {
    const earlier = labs
      .filter(({ number }) => number < lab.number)
      .flatMap((candidate) => taughtIn(candidate, file) ?? []);
    const copy = readFileSync(join(lab.folder, file), 'utf8');
    for (const path of earlier) expect(copy, `${lab.id}/${file}`).toBe(readFileSync(path, 'utf8'));
  }
});
