/** What a TypeScript file says of itself, read with a parser and not run. */
import { parseSync } from 'vite';

type Parsed = ReturnType<typeof parseSync>;

/** A node of the syntax tree, as far as it is looked at here. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Module {
  /** The statements at the top. */
  readonly body: readonly Node[];
  readonly comments: Parsed['comments'];
  /** What `export` names, such as `verify` or `type Claims`. */
  readonly exports: readonly string[];
  /** The complaint where the text is not TypeScript. */
  readonly error: string | undefined;
}

export function readModule(text: string, name = 'module.ts'): Module {
  const parsed = parseSync(name, text);
  return {
    body: parsed.program.body as unknown as Node[],
    comments: parsed.comments,
    exports: exportsOf(parsed),
    error: parsed.errors[0]?.message,
  };
}

function exportsOf({ module }: Parsed): string[] {
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .map(({ exportName, moduleRequest, isType }) => {
      const name = exportName.kind === 'Default' ? 'default' : exportName.name;
      return `${isType ? 'type ' : ''}${name ?? `* from ${moduleRequest?.value ?? ''}`}`;
    })
    .toSorted();
}

/** Every node below (and among) `nodes`, in the order of the text. */
export function* walk(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) yield* walk(value.filter(isNode));
      else if (isNode(value)) yield* walk([value]);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The parts of a template literal between its values, escapes read. */
export function cookedParts(template: Node): string[] {
  const quasis = template['quasis'] as readonly {
    readonly value: { readonly cooked: string | null };
  }[];
  return quasis.map(({ value }) => value.cooked ?? '');
}
