/**
 * Puts a lab's folder together with somebody else's files: the reference, a mistake, a starter.
 *
 * The copy lies inside the repository, so that its imports resolve as they do in the lab.
 */
import { copyFileSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lab } from './lab.ts';

/** File names with their contents, in place of the lab's own. */
export type Sources = Readonly<Record<string, string>>;

/** The folder for everything that the workshop keeps for itself; git ignores it. */
export function stateFolder(root: string): string {
  return join(root, '.workshop');
}

/** A folder of copies. Remove it when they are no longer needed. */
export class Stage {
  /** Absolute. */
  readonly folder: string;

  constructor(root: string) {
    this.folder = join(stateFolder(root), 'stage', String(process.pid));
  }

  /** Copies the lab with `sources` in place of its own files; answers the copy's folder. */
  put(lab: Lab, name: string, sources: Sources): string {
    const copy = join(this.folder, lab.id, name);
    mkdirSync(copy, { recursive: true });
    for (const file of readdirSync(lab.folder)) {
      if (!lab.files.includes(file)) copyFileSync(join(lab.folder, file), join(copy, file));
    }
    for (const [file, text] of Object.entries(sources)) writeFileSync(join(copy, file), text);
    return copy;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    try {
      rmdirSync(dirname(this.folder));
    } catch {
      // Another run has copies there, or there were none.
    }
  }
}
