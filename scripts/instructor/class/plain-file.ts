/** Reads what somebody else has handed in: a plain file inside of its folder, and not a large one. */
import { lstatSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { readText } from '#course/files.ts';

/** In bytes: far more than any answer or result. */
const LARGEST = 1024 * 1024;

/** A file that is handed in, but not one to be read. */
export class NotPlain extends Error {
  readonly why: 'elsewhere' | 'special' | 'large';

  constructor(why: NotPlain['why']) {
    super(why);
    this.name = 'NotPlain';
    this.why = why;
  }
}

/**
 * The text of the file; undefined where it is not there. No link leads out of `folder`, and nothing is
 * opened that never ends.
 *
 * @throws NotPlain
 */
export function readPlain(folder: string, path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (!realpathSync(path).startsWith(realpathSync(folder) + sep)) throw new NotPlain('elsewhere');
  if (!stats.isFile()) throw new NotPlain('special');
  if (stats.size > LARGEST) throw new NotPlain('large');
  return readText(path);
}

/** Whether it is a folder itself, and no link to one. */
export function isPlainFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
