/**
 * Puts a lab's folder together with somebody else's files: the reference, a mistake, a starter.
 *
 * The copy lies inside the repository, so that its imports resolve as they do in the lab.
 */
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { atExit } from '#terminal/at-exit.ts';
import { isAlive } from '#terminal/is-alive.ts';
import { namesIn, removeFolder } from './files.ts';
import type { Lab } from './lab.ts';

/** File names with their contents, in place of the lab's own. */
export type Sources = Readonly<Record<string, string>>;

/** The folder for everything that the workshop keeps for itself; git ignores it. */
export function stateFolder(root: string): string {
  return join(root, '.workshop');
}

/** Where the stages of all processes are. */
export function stagesFolder(root: string): string {
  return join(stateFolder(root), 'stage');
}

/**
 * A folder of copies. Remove it when they are no longer needed; the end of the process removes it, too,
 * and the next process removes what one that was killed has left.
 */
export class Stage {
  /** Absolute. */
  readonly folder: string;
  private readonly leave: () => void;

  constructor(root: string) {
    const stages = stagesFolder(root);
    this.folder = join(stages, String(process.pid));
    for (const name of namesIn(stages))
      if (!isAlive(Number(name))) removeFolder(join(stages, name));
    this.leave = atExit(() => this.remove());
  }

  /** Copies the lab's code with `sources` in place of its own files; answers the copy's folder. */
  put(lab: Lab, name: string, sources: Sources): string {
    const copy = join(this.folder, lab.id, name);
    mkdirSync(copy, { recursive: true });
    // A lab's code lies in the folder itself; what lies in others is its lesson's, such as drawings.
    for (const entry of readdirSync(lab.folder, { withFileTypes: true })) {
      const { name: file } = entry;
      if (!entry.isFile() || lab.files.includes(file) || file.endsWith('.md')) continue;
      copyFileSync(join(lab.folder, file), join(copy, file));
    }
    for (const [file, text] of Object.entries(sources)) writeFileSync(join(copy, file), text);
    return copy;
  }

  /** A copy with the reference in the learner's place. */
  putReference(lab: Lab): string {
    return this.put(lab, 'reference', referenceSources(lab));
  }

  remove(): void {
    this.leave();
    removeFolder(this.folder);
    try {
      rmdirSync(dirname(this.folder));
    } catch {
      // Another run has copies there, or there were none.
    }
  }
}

/** The reference's files. */
export function referenceSources({ files, solution }: Lab): Sources {
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(join(solution, file), 'utf8')]),
  );
}
