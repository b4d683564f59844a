/** Finds the line of the learner's file that a failure speaks of. */
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './result.ts';

/** The first line of the stack that lies in one of the files (absolute paths). */
export function placeInStack(
  root: string,
  stack: string,
  files: readonly string[],
): Place | undefined {
  for (const line of stack.split('\n')) {
    const frame = /(?:\(|at (?:async )?)((?:file:|\/|[A-Za-z]:).*?):(\d+):(\d+)\)?$/.exec(line);
    if (!frame) continue;
    const [, path = '', row, column] = frame;
    const file = resolve(path.startsWith('file:') ? fileURLToPath(path) : path);
    if (files.includes(file)) {
      return { file: portable(root, file), line: Number(row), column: Number(column) };
    }
  }
  return undefined;
}

/** The line on which one of the files exports or declares `name`. */
export function placeOfExport(
  root: string,
  name: string,
  files: readonly string[],
): Place | undefined {
  const declaration = new RegExp(
    `^\\s*(?:export\\s+)?(?:async\\s+)?(?:function\\*?|const|let|var|class)\\s+${name}\\b`,
  );
  for (const file of files) {
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
