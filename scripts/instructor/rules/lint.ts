/** The labs and solutions lint: one run of the linter for all. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { filesBelow } from '#course/files.ts';
import { runNode } from '#runner/run-node.ts';

/** In milliseconds. */
const LIMIT_MS = 60_000;

/** As the linter prints it with `--format json`. */
interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  /** Relative to the folder that it ran in. */
  readonly filename: string;
  readonly labels?: readonly { readonly span?: { readonly line?: number } }[];
}

/** What the linter says of the labs' files and their solutions'. */
export async function checkLint(root: string, labs: readonly Lab[]): Promise<Finding[]> {
  const linter = createRequire(import.meta.url).resolve('oxlint/package.json');
  const script = join(dirname(linter), 'bin', 'oxlint');
  // The files themselves: below a folder the linter would leave out what git ignores.
  const files = labs
    .flatMap(({ id }) => [`labs/${id}`, `solutions/${id}`])
    .flatMap((folder) => filesBelow(join(root, folder), '.ts').map((file) => `${folder}/${file}`));
  const args = [script, '--deny-warnings', '--format', 'json', ...files];
  const { stdout, stderr } = await runNode(args, { cwd: root, limitMs: LIMIT_MS });
  return readDiagnostics(stdout, stderr).map(({ filename, labels, code, message }) => {
    const file = filename.replaceAll('\\', '/');
    const line = labels?.[0]?.span?.line;
    return {
      rule: 'lint-error',
      file: line === undefined ? file : `${file}:${line}`,
      what: say`Lint error ${code ?? ''}: ${message}`,
      remedy: say`Fix it there. All lint errors:`,
      run: ['npm run lint'],
    };
  });
}

function readDiagnostics(stdout: string, stderr: string): readonly Diagnostic[] {
  try {
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  } catch {
    throw new Error(`The linter gave no answer: ${stdout}${stderr}`);
  }
}
