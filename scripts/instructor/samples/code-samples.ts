/**
 * Code in a lesson that shows its values gives those values: each line of a `ts` fence that ends
 * in `// → shown` is run against the reference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { parseJson } from '#text/json.ts';
import { say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { CourseLinks } from '#course/links.ts';
import type { Fence } from '#course/markdown.ts';
import { isNode, readModule, type Node } from '../reading/module.ts';
import { runNode } from '#runner/run-node.ts';

const ARROW = /^\s*→ ?(.*?)\s*$/;
/** In milliseconds, for all samples of a lab. */
const LIMIT_MS = 20_000;
const RECORDER = new URL('recorder.ts', import.meta.url).href;

interface Sample {
  readonly shown: string;
  readonly line: number;
}

/**
 * Runs the samples of the lab's README in `folder`, a staged copy of the lab with the reference in
 * it. The Korean translation has the same code.
 */
export async function checkCodeSamples(
  links: CourseLinks,
  lab: Lab,
  sources: Sources,
  folder: string | undefined,
): Promise<Outcome> {
  const page = `labs/${lab.id}/README.md`;
  if (folder === undefined || !existsSync(join(links.root, page))) return { findings: [] };
  const { fences } = links.pageAt(page);
  const samples: Sample[] = [];
  const bodies: string[] = [];
  const findings: Finding[] = [];
  for (const fence of fences.filter((one) => one.info === 'ts' && one.text.includes('// →'))) {
    const prepared = prepare(page, fence, samples.length);
    findings.push(...prepared.findings);
    samples.push(...prepared.samples);
    bodies.push(prepared.body);
  }
  if (samples.length === 0) return { findings };
  const came = await evaluate(folder, importsOf(lab, sources), bodies);
  if (typeof came === 'string') {
    const what = say`The samples of the page do not run on the reference: ${came}`;
    const remedy = say`Each ts fence with an arrow stands alone: let it declare what it uses, or use the lab's exports.`;
    findings.push({ rule: 'samples-broken', file: page, what, remedy });
    return { findings, done: 0, of: samples.length };
  }
  const wrong = samples.flatMap(({ shown, line }, index): Finding[] => {
    const actual = came[index] ?? 'nothing';
    if (isSame(shown, actual)) return [];
    const what = say`The page shows ${shown}, and the reference gives ${actual}`;
    const remedy = say`Correct the line in README.md and README.ko.md: // → ${actual}`;
    return [{ rule: 'wrong-sample', file: `${page}:${line}`, what, remedy }];
  });
  return {
    findings: [...findings, ...wrong],
    done: samples.length - wrong.length,
    of: samples.length,
  };
}

/** A fence as code that records its samples, which are numbered from `first` on. */
function prepare(page: string, { text, line }: Fence, first: number) {
  const { body, comments, error } = readModule(text, 'sample.ts');
  const samples: Sample[] = [];
  const findings: Finding[] = [];
  if (error !== undefined) {
    const what = say`The code can't be read as TypeScript: ${error}`;
    const remedy = say`Correct it, or name its fence other than ts.`;
    findings.push({ rule: 'unreadable-sample', file: `${page}:${line}`, what, remedy });
    return { samples, findings, body: '' };
  }
  let code = text;
  // From the end on, so that the places of what comes before stay right.
  for (const comment of comments.toReversed()) {
    const shown = ARROW.exec(comment.value)?.[1];
    if (shown === undefined) continue;
    const commentLine = line + text.slice(0, comment.start).split('\n').length;
    const statement = body.findLast(({ end }) => end <= comment.start);
    const value = statement && valueOf(text, statement);
    const isBeside = statement && !text.slice(statement.end, comment.start).includes('\n');
    if (!isBeside || value === undefined) {
      const what = say`There is no expression in front of the arrow.`;
      const remedy = say`Write: expression; // → value`;
      findings.push({ rule: 'arrow-without-value', file: `${page}:${commentLine}`, what, remedy });
      continue;
    }
    samples.unshift({ shown, line: commentLine });
    const call = `await record(@@${samples.length}@@, async () => (${value}));`;
    // A declaration stays, and is recorded behind it.
    const from = statement.type === 'ExpressionStatement' ? statement.start : statement.end;
    code = `${code.slice(0, from)} ${call}${code.slice(statement.end)}`;
  }
  // They were counted from the end.
  code = code.replaceAll(/@@(\d+)@@/g, (_, fromEnd: string) =>
    String(first + samples.length - Number(fromEnd)),
  );
  const numbers = samples.map((_, index) => first + index);
  return {
    samples,
    findings,
    body: `await fence([${numbers.join(', ')}], async () => {\n${code}\n});`,
  };
}

/** The code of a statement's value: the expression, or the name that is declared. */
function valueOf(text: string, statement: Node): string | undefined {
  const { type, expression, declarations } = statement;
  if (type === 'ExpressionStatement' && isNode(expression)) {
    return text.slice(expression.start, expression.end);
  }
  const declared: unknown = Array.isArray(declarations) ? declarations.at(-1) : undefined;
  if (!isNode(declared) || !isNode(declared['id'])) return undefined;
  const { name } = declared['id'];
  return typeof name === 'string' ? name : undefined;
}

/** Imports all values that the lab's files export. */
function importsOf(lab: Lab, sources: Sources): string {
  const imports = lab.files.map((file) => {
    const names = readModule(sources[file] ?? '', file).exports;
    const values = names.filter((name) => /^(?!default$)[\w$]+$/.test(name));
    return `import { ${values.join(', ')} } from './${file}';`;
  });
  return imports.join('\n');
}

/** What the samples came to, by their numbers; a text says why they did not run. */
async function evaluate(
  folder: string,
  imports: string,
  bodies: readonly string[],
): Promise<Readonly<Record<number, string>> | string> {
  const module = join(folder, 'samples.ts');
  const result = join(folder, 'samples.json');
  const recorder = `import { fence, finish, record } from '${RECORDER}';`;
  const last = `finish(${JSON.stringify(result)});`;
  writeFileSync(module, [recorder, imports, ...bodies, last].join('\n'));
  const args = ['--import', import.meta.resolve('tsx'), module];
  const { stderr, code } = await runNode(args, { cwd: folder, limitMs: LIMIT_MS });
  if (code === 0) return JSON.parse(readFileSync(result, 'utf8')) as Record<number, string>;
  return /^\w*Error.*$/m.exec(stderr)?.[0] ?? `exit code ${code}`;
}

function isSame(shown: string, actual: string): boolean {
  return shown === actual || JSON.stringify(parseJson(shown)) === actual;
}
