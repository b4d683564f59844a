/** The reference, the starter and every alternative type-check: one run of the compiler for all. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Stage } from '#course/stage.ts';
import { parse } from '#runner/type-check.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { runNode } from '../run-node.ts';

/** In milliseconds. */
const LIMIT_MS = 60_000;

/**
 * The type errors in `files`: absolute paths of staged copies, each with the path that it is known
 * by. Answers the findings by the staged path.
 */
export async function checkTypes(
  root: string,
  stage: Stage,
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const config = join(stage.folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: [], files: [...files.keys()] }),
  );
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const script = join(dirname(compiler), 'bin', 'tsc');
  const args = [script, '--project', config, '--pretty', 'false', '--noEmit'];
  const { code, stdout, stderr } = await runNode(args, { cwd: root, limitMs: LIMIT_MS });
  const errors = parse(stdout);
  if (code !== 0 && errors.length === 0) {
    throw new Error(`The compiler gave no answer (exit code ${code}): ${stdout}${stderr}`);
  }
  const findings = new Map<string, Finding[]>();
  for (const error of errors) {
    const staged = resolve(root, error.file);
    const known = files.get(staged);
    if (known === undefined) continue;
    findings.set(staged, [
      ...(findings.get(staged) ?? []),
      {
        rule: 'type-error',
        file: `${known}:${error.line}`,
        what: say`Type error ${error.code}: ${error.message}`,
        remedy: say`Fix the type there. All type errors:`,
        run: ['npm run typecheck'],
      },
    ]);
  }
  return findings;
}
