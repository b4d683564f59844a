/** Reading and naming the course's files. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { codeOf } from '#terminal/error-code.ts';
import { parseJson } from '#text/json.ts';

/**
 * The file's text with `\n` at every line's end and no byte order mark, whatever an editor or the
 * checkout made of it.
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return new TextDecoder(encodingOf(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n');
}

/** What keeps a path from being read as a source file. */
export type Unreadable = 'missing' | 'broken-link' | 'no-file' | 'too-large' | 'binary' | 'utf-16';

/** In bytes: no file of a lab comes near it, and every tool that reads it takes its time. */
const LARGEST_SOURCE = 1_000_000;

/** Why the path can't be read as a source file; undefined where it can. Throws what the system refuses. */
export function whyUnreadable(path: string): Unreadable | undefined {
  const found = statIfThere(path);
  if (!found) return isThere(path) ? 'broken-link' : 'missing';
  if (!found.isFile()) return 'no-file';
  if (found.size > LARGEST_SOURCE) return 'too-large';
  const bytes = readFileSync(path);
  // Some editors and shells on Windows write UTF-16: TypeScript reads UTF-8.
  if (encodingOf(bytes) !== 'utf-8') return 'utf-16';
  return bytes.includes(0) ? 'binary' : undefined;
}

/** Whether anything is at the path, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What says that nothing is there: a link that leads to itself, or a file in a folder's place. */
const NOTHING_THERE = new Set<unknown>(['ELOOP', 'ENOTDIR']);

/** The file's or folder's state; undefined where there is none, or only a link that leads to none. */
function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (NOTHING_THERE.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** By the byte order mark, or by the zeros that ASCII letters have in UTF-16. */
function encodingOf([a, b, c, d]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((a === 0xff && b === 0xfe) || (a && b === 0 && c && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b && c === 0 && d)) return 'utf-16be';
  return 'utf-8';
}

/**
 * The names of the folder's code, sorted. What begins with a dot is an editor's or a system's own;
 * a folder, a broken link or a file that nobody could read is none.
 */
export function codeNamesIn(folder: string): string[] {
  return namesIn(folder).filter((name) => {
    if (name.startsWith('.') || !name.endsWith('.ts')) return false;
    const found = statIfThere(join(folder, name));
    return Boolean(found?.isFile()) && (found?.size ?? 0) <= LARGEST_SOURCE;
  });
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

/**
 * The JSON in a file that the workshop keeps for itself; undefined where there is none, or where it was
 * cut off while it was written.
 */
export function readJson(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether what was made from a text is still up to date: the beginning of the text's SHA-256. */
export function sourceHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The first line of a translation of the page at `path`, whose text is `english`. */
export function sourceLine(path: string, english: string): string {
  return `<!-- translation of ${basename(path)}: ${sourceHash(english)} -->`;
}

/** The names in a folder, sorted; what is no folder, or is not there, is an empty one. */
export function namesIn(folder: string): string[] {
  return statIfThere(folder)?.isDirectory() ? readdirSync(folder).toSorted() : [];
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
