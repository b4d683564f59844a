/**
 * Changes to a lab's reference, as files: a header of `Key: value` lines and a difference. Wrong ones
 * are the lab's mistakes, right ones stand among its alternatives.
 */
import { join } from 'node:path';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { namesIn, readText } from './files.ts';
import type { Lab } from './lab.ts';
import { isChanged } from './review/line.ts';
import type { Sources } from './stage.ts';

export interface Change {
  /** The file's name without its ending. */
  readonly name: string;
  /** The file's path, relative to the root. */
  readonly path: string;
  /** The value of a line of the header; '' where there is none. */
  readonly header: (key: string) => string;
  readonly patches: readonly StructuredPatch[];
  /** Of all patches, each with its `+`, `-` or space in front. */
  readonly lines: readonly string[];
}

/** The patches of one of the solution's folders. Throws where a file's difference is none. */
export function readChanges({ id, solution }: Lab, folder: 'mistakes' | 'alternatives'): Change[] {
  const names = namesIn(join(solution, folder)).filter((name) => name.endsWith('.patch'));
  return names.map((file) => {
    const text = readText(join(solution, folder, file));
    const start = /^--- /m.exec(text)?.index ?? text.length;
    const patches = parsePatch(text.slice(start)).filter(({ hunks }) => hunks.length > 0);
    return {
      name: file.replace(/\.patch$/, ''),
      path: `solutions/${id}/${folder}/${file}`,
      header: (key) =>
        new RegExp(`^${key}:(.*)$`, 'm').exec(text.slice(0, start))?.[1]?.trim() ?? '',
      patches,
      lines: patches.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines)),
    };
  });
}

/** The name of the file that a patch changes. */
export function changedFile({ newFileName = '' }: StructuredPatch): string {
  return newFileName.replace(/^b\//, '');
}

/** How many lines the change takes away and adds. */
export function sizeOf({ lines }: Change): number {
  return lines.filter(isChanged).length;
}

/** The reference with the change in it; undefined where it does not fit, exactly. */
export function applied({ patches }: Change, reference: Sources): Sources | undefined {
  const sources: Record<string, string> = { ...reference };
  for (const patch of patches) {
    const file = changedFile(patch);
    const source = sources[file];
    const patched = source === undefined ? false : applyPatch(source, patch, { fuzzFactor: 0 });
    if (patched === false) return undefined;
    sources[file] = patched;
  }
  return patches.length === 0 ? undefined : sources;
}
