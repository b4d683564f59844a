/**
 * A lab's starter, wherever the learner's copy of it has gone.
 *
 * The learner edits the starter itself, and not everyone has git. So the solution keeps what its
 * author took away from it: `starter.patch` makes the starter out of the reference.
 */
import { join } from 'node:path';
import { applyPatch, createTwoFilesPatch, parsePatch } from 'diff';
import { readText } from './files.ts';
import type { Lab } from './lab.ts';
import type { Sources } from './stage.ts';

export const STARTER_PATCH = 'starter.patch';

/** The starter's files as they were when the lab was handed out. */
export function starterOf(lab: Lab): Sources {
  const patches = parsePatch(readText(join(lab.solution, STARTER_PATCH)));
  return Object.fromEntries(
    lab.files.map((file) => {
      const reference = readText(join(lab.solution, file));
      const patch = patches.find(({ newFileName }) => newFileName === `b/${file}`);
      const starter = patch ? applyPatch(reference, patch) : reference;
      if (starter === false) throw new Error(`${STARTER_PATCH} of ${lab.id} does not fit ${file}.`);
      return [file, starter];
    }),
  );
}

/** The text of `starter.patch` for starter files as they stand in the lab's folder now. */
export function starterPatch(lab: Lab): string {
  return lab.files
    .map((file) =>
      createTwoFilesPatch(
        `a/${file}`,
        `b/${file}`,
        readText(join(lab.solution, file)),
        readText(join(lab.folder, file)),
        '',
        '',
        { context: 1 },
      ),
    )
    .join('');
}
