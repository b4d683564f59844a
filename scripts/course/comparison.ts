/** The learner's files beside the reference, as a diff. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import type { Lab } from './lab.ts';

/** In lines: how much that is the same stands around each difference. */
const CONTEXT = 2;

/** The differences as lines that begin with `-` (the learner's), `+` (the reference's) or a space. */
export function comparison(lab: Lab): string {
  return lab.files.flatMap((file) => hunks(lab, file)).join('\n');
}

function hunks(lab: Lab, file: string): string[] {
  const mine = readFileSync(join(lab.folder, file), 'utf8').replaceAll('\r\n', '\n');
  const reference = readFileSync(join(lab.solution, file), 'utf8');
  const patch = structuredPatch(file, file, mine, reference, '', '', { context: CONTEXT });
  return patch.hunks.flatMap((hunk) => [`@@ ${file}:${hunk.oldStart}`, ...hunk.lines]);
}
