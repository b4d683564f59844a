/** Asks the TypeScript compiler about the learner's files, in a process of its own. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { endWithUs } from './children.ts';
import type { TypeError } from './result.ts';

/** In milliseconds: types may be written so that they take for ever. */
const LIMIT_MS = 8_000;

/**
 * The type errors in `files` (paths relative to `root`, with `/`). What was found for the same
 * contents is kept in `cache`, a folder; a compiler that does not answer finds nothing.
 */
export async function typeErrors(
  root: string,
  files: readonly string[],
  cache: string,
): Promise<TypeError[]> {
  const key = createHash('sha256');
  for (const file of ['tsconfig.json', 'package-lock.json', ...files]) {
    const path = join(root, file);
    key.update(`${file}\0`).update(existsSync(path) ? readFileSync(path) : '');
  }
  const kept = join(cache, `types-${key.digest('hex').slice(0, 16)}.json`);
  try {
    return JSON.parse(readFileSync(kept, 'utf8')) as TypeError[];
  } catch {
    // Not asked before, or not readable: ask.
  }
  const report = await compile(root, files, cache);
  if (report === undefined) return [];
  const errors = parse(report).filter(({ file }) => files.includes(file));
  writeFileSync(kept, JSON.stringify(errors));
  return errors;
}

/** The compiler's report; undefined where it did not come to one. */
function compile(
  root: string,
  files: readonly string[],
  cache: string,
): Promise<string | undefined> {
  mkdirSync(cache, { recursive: true });
  const config = join(
    cache,
    `tsconfig-${process.pid}-${files.join('-').replaceAll(/\W/g, '-')}.json`,
  );
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      include: [],
      files: files.map((file) => join(root, file)),
    }),
  );
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const script = join(dirname(compiler), 'bin', 'tsc');
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [script, '--project', config, '--pretty', 'false', '--noEmit'],
      { cwd: root, timeout: LIMIT_MS, windowsHide: true },
      (error, stdout) => {
        // The compiler ends with 1 or 2 where it found errors; a signal or no code at all is no answer.
        done(error && typeof error.code !== 'number' ? undefined : stdout);
      },
    );
    endWithUs(child);
  });
}

/** The errors in what the compiler printed without its colours; paths as it wrote them, with `/`. */
export function parse(report: string): TypeError[] {
  return [...report.matchAll(/^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/gm)].map(
    ([, file = '', line, column, code = '', message = '']) => ({
      file: file.replaceAll('\\', '/'),
      line: Number(line),
      column: Number(column),
      code,
      message,
    }),
  );
}
