/** Asks the TypeScript compiler about the learner's files, in a process of its own. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve as resolvePath } from 'node:path';
import { readJson, readTextIfThere, replaceFile, sourceHash } from '#course/files.ts';
import { COMPILER_MS } from '#kit/limits.ts';
import { childFolder } from './children.ts';
import type { TypeError } from './result.ts';
import { runNode } from './run-node.ts';

interface Kept {
  readonly sourceHash: string;
  readonly errors: readonly TypeError[];
}

/**
 * The type errors in `files` (paths relative to `root`, with `/`). What was found last is kept in
 * the file `kept`, for as long as nothing changes; a compiler that does not answer finds nothing.
 */
export async function typeErrors(
  root: string,
  files: readonly string[],
  kept: string,
): Promise<readonly TypeError[]> {
  const texts = ['tsconfig.json', 'package-lock.json', ...files].map(
    (file) => `${file}\0${readTextIfThere(join(root, file)) ?? ''}`,
  );
  const hash = sourceHash(texts.join('\0'));
  const last = readJson(kept) as Kept | undefined;
  if (last?.sourceHash === hash) return last.errors;
  const report = await compile(root, files);
  if (report === undefined) return [];
  const errors = parse(report).filter(({ file }) => files.includes(file));
  try {
    replaceFile(kept, JSON.stringify({ sourceHash: hash, errors } satisfies Kept));
  } catch {
    // It is only kept from asking again.
  }
  return errors;
}

/** The compiler's report on `files`, which may be absolute; undefined where it did not come to one in time. */
export async function compile(
  root: string,
  files: readonly string[],
  limitMs = COMPILER_MS,
): Promise<string | undefined> {
  const { resolve } = createRequire(import.meta.url);
  const folder = childFolder();
  const config = join(folder.path, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(resolve('@types/node/package.json'), '..', '..')] },
      include: [],
      files: files.map((file) => resolvePath(root, file)),
    }),
  );
  const script = join(resolve('typescript/package.json'), '..', 'bin', 'tsc');
  try {
    const args = [script, '--project', config, '--pretty', 'false', '--noEmit'];
    const { code, stdout } = await runNode(args, { cwd: root, limitMs });
    // It ends with 1 or 2 where it found errors; without a code it was ended.
    return code === null ? undefined : stdout;
  } finally {
    folder.remove();
  }
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
