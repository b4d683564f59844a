/** The learner's files beside the reference, as a diff. */
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import { readText } from './files.ts';
import type { Lab } from './lab.ts';

/** In lines: how much that is the same stands around each difference. */
const CONTEXT = 2;

/** The differences as lines that begin with `-` (the learner's), `+` (the reference's) or a space. */
export function comparison(lab: Lab): string {
  return lab.files.flatMap((file) => hunks(lab, file)).join('\n');
}

function hunks(lab: Lab, file: string): string[] {
  const mine = readText(join(lab.folder, file));
  const reference = readText(join(lab.solution, file));
  const patch = structuredPatch(file, file, mine, reference, '', '', { context: CONTEXT });
  return patch.hunks.flatMap((hunk) => [`@@ ${file}:${hunk.oldStart}`, ...hunk.lines]);
}
