/** Reading and naming the course's files. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * The file's text with `\n` at every line's end and no byte order mark, whatever an editor or the
 * checkout made of it.
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return new TextDecoder(encodingOf(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n');
}

/** Whether the file is UTF-16, as some editors and shells on Windows write it: TypeScript reads UTF-8. */
export function isUtf16(path: string): boolean {
  return encodingOf(readFileSync(path)) !== 'utf-8';
}

/** By the byte order mark, or by the zero that an ASCII letter has in UTF-16. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (second === 0 || (first === 0xff && second === 0xfe)) return 'utf-16le';
  if (first === 0 || (first === 0xfe && second === 0xff)) return 'utf-16be';
  return 'utf-8';
}

/** Puts a whole file in place of another: two programs at once leave one of the two. */
export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, text);
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(aside, path);
      return;
    } catch (error) {
      // On Windows whoever reads the file, such as a virus scanner, locks it for a moment.
      if (attempt < ATTEMPTS) Atomics.wait(CLOCK, 0, 0, RETRY_MS);
      else {
        rmSync(aside, { force: true });
        throw error;
      }
    }
  }
}

/** Removes a folder, or leaves it where it is locked: nothing depends on its being gone. */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: ATTEMPTS, retryDelay: RETRY_MS });
  } catch {
    // Whoever makes such a folder next removes those that were left.
  }
}

const ATTEMPTS = 5;
const RETRY_MS = 50;
const CLOCK = new Int32Array(new SharedArrayBuffer(4));

/** The path as vite spells it: `/` on every system, and the letter of a drive in upper case. */
export function vitePath(path: string, separator: string = sep): string {
  if (separator === '/') return path;
  return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

export function readTextIfThere(path: string): string | undefined {
  return existsSync(path) ? readText(path) : undefined;
}

/** Whether what was made from a text is still up to date: the beginning of the text's SHA-256. */
export function sourceHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The first line of a translation of the page at `path`, whose text is `english`. */
export function sourceLine(path: string, english: string): string {
  return `<!-- translation of ${basename(path)}: ${sourceHash(english)} -->`;
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
