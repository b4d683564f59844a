/** The labs of a course, as the folders tell them: a new lab is a new folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { codeNamesIn } from './files.ts';

export interface Lab {
  readonly number: number;
  /** The folder's name, such as `01-base64url`. */
  readonly id: string;
  /** Absolute paths of the lab's folder and of its solution's. */
  readonly folder: string;
  readonly solution: string;
  /** The names of the files that the learner edits: those that the reference solution has too. */
  readonly files: readonly string[];
  /** The name of the file of checks, and of the demo where the lab has one. */
  readonly checks: string;
  readonly demo: string | undefined;
}

/** The labs below `root`, in their order. */
export function findLabs(root: string): Lab[] {
  return readdirSync(join(root, 'labs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => readLab(root, entry.name))
    .toSorted((a, b) => a.number - b.number);
}

/** Absolute paths of all code in the lab's folder: the learner's files, the given ones, the checks. */
export function codeFilesOf({ folder }: Lab): string[] {
  return codeNamesIn(folder).map((name) => join(folder, name));
}

function readLab(root: string, id: string): Lab {
  const folder = join(root, 'labs', id);
  const solution = join(root, 'solutions', id);
  const names = codeNamesIn(folder);
  const [checks, ...more] = names.filter((name) => name.endsWith('.test.ts'));
  if (checks === undefined || more.length > 0) {
    throw new ExplainedError(
      say`labs/${id} must hold exactly one file of checks (*.test.ts). Here: ${[checks, ...more].join(', ') || '-'}.`,
    );
  }
  return {
    number: Number(id.slice(0, 2)),
    id,
    folder,
    solution,
    files: codeNamesIn(solution).filter((name) => !name.endsWith('.test.ts')),
    checks,
    demo: names.includes('demo.ts') ? 'demo.ts' : undefined,
  };
}
