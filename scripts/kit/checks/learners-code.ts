/** The text of the learner's code, for the few rules that no behaviour shows. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

/** The part of vitest's parser that is used here: a syntax tree as ESTree describes it. */
interface Parser {
  parseSync(name: string, text: string): { program: { body: Node[] }; comments: Span[] };
}
interface Span {
  readonly start: number;
  readonly end: number;
}
interface Node extends Span {
  readonly type: string;
  readonly name?: unknown;
}

/**
 * The code of one top-level declaration in `file` (a URL) and of all those that it mentions, without
 * comments: what is written in the file and never used counts for nothing. What `without` names is
 * not followed. A name that is no declaration's stands for the whole file.
 */
export function codeBehind(file: URL, name: string, without: readonly string[] = []): string {
  return codeIn(readFileSync(file, 'utf8'), name, without);
}

/** As `codeBehind`, in a text. */
export function codeIn(source: string, name: string, without: readonly string[] = []): string {
  // Loaded here and not above: few checks look into code, and it weighs more than they do.
  const { parseSync } = createRequire(import.meta.url)('rolldown/utils') as Parser;
  const { program, comments } = parseSync('code.ts', source);
  // Blank where a comment was, so that everything else stays in its place.
  const text = comments.reduce(
    (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    source,
  );
  const declarations = new Map<string, Node>();
  for (const statement of program.body) {
    for (const declared of namesDeclaredBy(statement)) declarations.set(declared, statement);
  }
  if (!declarations.has(name)) return text;
  const found = new Set([declarations.get(name) as Node]);
  // A set hands out what is added while it is gone through.
  for (const statement of found) {
    for (const { name: mentioned } of identifiersIn(statement)) {
      const declaration = declarations.get(String(mentioned));
      if (declaration && !without.includes(String(mentioned))) found.add(declaration);
    }
  }
  return [...found].map(({ start, end }) => text.slice(start, end)).join('\n');
}

function namesDeclaredBy(statement: Node): string[] {
  const { declaration, declarations, id } = statement as {
    declaration?: Node | null;
    declarations?: { id: Node }[];
    id?: Node | null;
  };
  if (declaration) return namesDeclaredBy(declaration);
  const patterns = declarations?.map((one) => one.id) ?? (id ? [id] : []);
  return patterns.flatMap((pattern) => identifiersIn(pattern)).map((one) => String(one.name));
}

function identifiersIn(node: unknown): Node[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = (node as Node).type === 'Identifier' ? [node as Node] : [];
  return [...own, ...Object.values(node).flatMap(identifiersIn)];
}
