/** Reading and naming the course's files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file's text with `\n` at every line's end, whatever the checkout made of them. */
export function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

export function readTextIfThere(path: string): string | undefined {
  return existsSync(path) ? readText(path) : undefined;
}

/** Whether what was made from a text is still up to date: the beginning of the text's SHA-256. */
export function sourceHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The names in a folder, sorted; a folder that is not there is empty. */
export function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

const NOT_OURS = new Set(['node_modules', '.workshop', '.git']);

/** All files below `folder` whose name ends with `ending`: paths relative to it, with `/`. */
export function filesBelow(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      if (entry.isDirectory()) {
        return filesBelow(join(folder, entry.name), ending).map((path) => `${entry.name}/${path}`);
      }
      return entry.name.endsWith(ending) ? [entry.name] : [];
    })
    .toSorted();
}
