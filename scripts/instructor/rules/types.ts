/** The reference, the starter and every alternative type-check: one run of the compiler for all. */
import { resolve } from 'node:path';
import { compile, parse } from '#runner/type-check.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';

/** In milliseconds. */
const LIMIT_MS = 60_000;

/** The type errors in `files`: absolute paths of staged copies, each with the path that it is known by. */
export async function checkTypes(
  root: string,
  files: ReadonlyMap<string, string>,
): Promise<Finding[]> {
  const report = await compile(root, [...files.keys()], LIMIT_MS);
  const errors = parse(report ?? '');
  if (report === undefined || (report.trim() !== '' && errors.length === 0)) {
    throw new Error(`The compiler gave no answer: ${report}`);
  }
  return errors.flatMap(({ file, line, code, message }) => {
    const known = files.get(resolve(root, file));
    if (known === undefined) return [];
    const what = say`Type error ${code}: ${message}`;
    const remedy = say`Fix the type there. All type errors:`;
    return [
      { rule: 'type-error', file: `${known}:${line}`, what, remedy, run: ['npm run typecheck'] },
    ];
  });
}
