/** Finds the line of the learner's file that a failure speaks of. */
import { readFileSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './result.ts';

interface Frame extends Place {
  /** The function's name; empty for code outside any. */
  readonly name: string;
}

/**
 * Where in the files (absolute paths) a stack lies: in the function called `subject` where it
 * passes through it, for what a helper was given wrongly is the caller's fault, and otherwise in
 * the innermost frame. Where several files export that name, `subject` is `profile.ts:handler`.
 */
export function placeInStack(
  root: string,
  stack: string,
  files: readonly string[],
  subject?: string,
): Place | undefined {
  const { name: wanted, among } = readSubject(subject ?? '', files);
  const frames = framesIn(root, stack, among);
  return withoutName(frames.find(({ name }) => name !== '' && name === wanted) ?? frames[0]);
}

/** Where a file that failed to load was when it failed: the outermost frame. */
export function placeAtLoad(
  root: string,
  stack: string,
  files: readonly string[],
): Place | undefined {
  return withoutName(framesIn(root, stack, files).at(-1));
}

function framesIn(root: string, stack: string, files: readonly string[]): Frame[] {
  return stack.split('\n').flatMap((line) => {
    const frame =
      /at (?:async )?(?:(?:\w+\.)*(\w+) \()?((?:file:|\/|[A-Za-z]:).*?):(\d+):(\d+)\)?$/.exec(line);
    if (!frame) return [];
    const [, name = '', path = '', row, column] = frame;
    const file = resolve(path.startsWith('file:') ? fileURLToPath(path) : path);
    if (!files.includes(file)) return [];
    return [{ name, file: portable(root, file), line: Number(row), column: Number(column) }];
  });
}

/** The export that a subject names, and the files that it may be in. */
function readSubject(
  subject: string,
  files: readonly string[],
): { readonly name: string; readonly among: readonly string[] } {
  const [, file, name = subject] = /^(.+):(\w+)$/.exec(subject) ?? [];
  if (file === undefined) return { name, among: files };
  return { name, among: files.filter((path) => basename(path) === file) };
}

function withoutName(frame: Frame | undefined): Place | undefined {
  if (!frame) return undefined;
  const { name: _, ...place } = frame;
  return place;
}

/** The line on which one of the files exports or declares `subject`, which may name the file too. */
export function placeOfExport(
  root: string,
  subject: string,
  files: readonly string[],
): Place | undefined {
  const { name, among } = readSubject(subject, files);
  const declaration = new RegExp(
    `^\\s*(?:export\\s+)?(?:async\\s+)?(?:function\\*?|const|let|var|class)\\s+${name}\\b`,
  );
  for (const file of among) {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => declaration.test(text));
    if (line >= 0) return { file: portable(root, file), line: line + 1 };
  }
  return undefined;
}

/** The path relative to the root, with `/` on every system. */
export function portable(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
