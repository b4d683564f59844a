/**
 * A known wrong answer, as the file that keeps it: three lines of header, and the difference from
 * the reference.
 */
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import type { Sources } from '#course/stage.ts';

export interface MistakeFile {
  /** What people believe. Empty where the header has no such line; so are the next two. */
  readonly misconception: string;
  /** The id of the check that must catch it. */
  readonly check: string;
  /** A piece of the message that must come. */
  readonly says: string;
  readonly patches: readonly StructuredPatch[];
  /** How many lines it takes away, and how many it adds. */
  readonly changedLines: number;
  /** Whether a loop stands in what it changes, or beside it: only then may a function run forever. */
  readonly touchesLoop: boolean;
}

const LOOP = /\b(?:for|while)\s*(?:await\s*)?\(/;

/** Reads the file's text. Throws an Error where its difference is none. */
export function readMistake(text: string): MistakeFile {
  const start = /^--- /m.exec(text)?.index ?? text.length;
  const header = (name: string): string =>
    new RegExp(`^${name}:(.*)$`, 'm').exec(text.slice(0, start))?.[1]?.trim() ?? '';
  const patches = parsePatch(text.slice(start)).filter(({ hunks }) => hunks.length > 0);
  const lines = patches.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return {
    misconception: header('Misconception'),
    check: header('Check'),
    says: header('Says'),
    patches,
    changedLines: lines.filter((line) => /^[-+]/.test(line)).length,
    touchesLoop: lines.some((line) => LOOP.test(line)),
  };
}

/** The reference with the mistake in it; undefined where the patch does not fit, exactly. */
export function applyMistake({ patches }: MistakeFile, reference: Sources): Sources | undefined {
  const sources: Record<string, string> = { ...reference };
  for (const patch of patches) {
    const file = patch.newFileName?.replace(/^b\//, '') ?? '';
    const source = sources[file];
    const patched = source === undefined ? false : applyPatch(source, patch, { fuzzFactor: 0 });
    if (patched === false) return undefined;
    sources[file] = patched;
  }
  return patches.length === 0 ? undefined : sources;
}
