/** Finds the line of the learner's file that a failure speaks of. */
import { basename, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText, vitePath } from '#course/files.ts';
import type { Failure } from '#kit/checks/failure.ts';
import type { Place } from './result.ts';

/** A top-level function that a TODO stands in: where a step is to be written. */
export interface StepFunction {
  /** The file's name. */
  readonly file: string;
  readonly name: string;
  /** The TODO's line, from 1. */
  readonly line: number;
}

/** Files with their texts: names, or absolute paths. */
export type Texts = Readonly<Record<string, string>>;

const DECLARATION =
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|var|class)\s+([\w$]+)/;
const TODO = /^[^/'"`]*\bnew Error\(\s*['"`]TODO (\d+)\b/;

/** Where the TODOs still throw, by their steps' numbers. */
export function stepFunctions(texts: Texts): ReadonlyMap<number, readonly StepFunction[]> {
  const found = new Map<number, StepFunction[]>();
  for (const [path, text] of Object.entries(texts)) {
    let name = '';
    for (const [index, line] of text.split('\n').entries()) {
      name = DECLARATION.exec(line)?.[1] ?? name;
      const step = Number(TODO.exec(line)?.[1] ?? 0);
      const place = { file: basename(path), name, line: index + 1 };
      if (step > 0) found.set(step, [...(found.get(step) ?? []), place]);
    }
  }
  return found;
}

/** Where a lab's failures are looked for. */
export class Places {
  private readonly root: string;
  private readonly files: readonly string[];
  private readonly asked: ReadonlyMap<number, readonly StepFunction[]>;
  private readonly open: ReadonlyMap<number, readonly StepFunction[]>;
  private readonly texts: Texts;

  /** `files` are the learner's, by absolute path; `starter` is what they were handed out as. */
  constructor(root: string, files: readonly string[], starter: Texts = {}) {
    this.root = root;
    this.files = files;
    this.texts = Object.fromEntries(files.map((file) => [file, readText(file)]));
    this.asked = stepFunctions(starter);
    this.open = stepFunctions(this.texts);
  }

  /** Whether every TODO of the step still throws: nobody has begun it. */
  isUnwritten(step: number): boolean {
    const open = new Set((this.open.get(step) ?? []).map(keyOf));
    const asked = (this.asked.get(step) ?? []).map(keyOf);
    return asked.length > 0 && asked.every((key) => open.has(key));
  }

  /** Where the step is to be written: its TODO, or the function that it stood in. */
  ofStep(step: number): Place | undefined {
    const [todo] = this.open.get(step) ?? [];
    const file = this.files.find((path) => basename(path) === todo?.file);
    if (todo && file !== undefined) return { file: portable(this.root, file), line: todo.line };
    return this.declared(this.asked.get(step)?.map(keyOf) ?? []);
  }

  /**
   * Where a failure lies: in the function that the step asks for, as far as the stack passes through
   * it, for what a helper was given wrongly is its caller's fault; otherwise in the innermost frame.
   * Without a stack, at that function's declaration.
   */
  ofFailure(failure: Failure, step?: number): Place | undefined {
    const { subject = '', stack = '', kind } = failure;
    const [, file, name = subject] = /^(.+):(\w+)$/.exec(subject) ?? [];
    const asked = ((step !== undefined && this.asked.get(step)) || [])
      .filter((one) => file === undefined || one.file === file)
      .map((one) => one.name);
    // What the checks call may be given, and only call what the step asks for.
    const names = asked.length === 0 || asked.includes(name) ? [name] : asked;
    const frames = framesIn(this.root, stack, this.among(file));
    const named = kind === 'todo' ? undefined : frames.find((one) => names.includes(one.name));
    const frame = named ?? frames[0];
    if (frame) return { file: frame.file, line: frame.line, column: frame.column };
    // Where it goes by another name now, what else the step asks for is near.
    return this.declared([...names, ...asked].map((one) => `${file ?? ''}:${one}`));
  }

  /** Where a file that failed to load was when it failed: the outermost frame. */
  atLoad(stack: string): Place | undefined {
    const frame = framesIn(this.root, stack, this.files).at(-1);
    return frame && { file: frame.file, line: frame.line, column: frame.column };
  }

  /** The first statement of this form that begins a line, and so stands outside any function. */
  outside(form: RegExp): Place | undefined {
    for (const [path, text] of Object.entries(this.texts)) {
      const index = text.split('\n').findIndex((line) => form.test(line));
      if (index >= 0) return { file: portable(this.root, path), line: index + 1 };
    }
    return undefined;
  }

  private among(file: string | undefined): readonly string[] {
    return this.files.filter((path) => file === undefined || basename(path) === file);
  }

  /** The first declaration of these (`file:name`, where any file will do without its name). */
  private declared(keys: readonly string[]): Place | undefined {
    for (const key of keys) {
      const [file, name] = key.split(':');
      for (const path of this.among(file || undefined)) {
        const lines = (this.texts[path] ?? '').split('\n');
        const index = lines.findIndex((line) => DECLARATION.exec(line)?.[1] === name);
        if (index >= 0) return { file: portable(this.root, path), line: index + 1 };
      }
    }
    return undefined;
  }
}

function keyOf({ file, name }: StepFunction): string {
  return `${file}:${name}`;
}

interface Frame extends Required<Place> {
  /** The function's own name; empty for code outside any. */
  readonly name: string;
}

/** `at async Object.verify [as check] (file:///…/jwt.ts:34:9)`, or without a name and brackets. */
const FRAME = /^\s*at (?:async )?(?:(.+) \()?((?:file:|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/** The frames of a stack that lie in these files, innermost first. */
function framesIn(root: string, stack: string, files: readonly string[]): Frame[] {
  return stack.split('\n').flatMap((line) => {
    const [, called = '', path = '', row, column] = FRAME.exec(line) ?? [];
    const file = path.startsWith('file:') ? pathOf(path) : path;
    const found = files.find((one) => vitePath(resolve(one)) === vitePath(resolve(file)));
    if (path === '' || found === undefined) return [];
    const name = /([\w$]+)(?: \[as .+\])?$/.exec(called)?.[1] ?? '';
    return [{ name, file: portable(root, found), line: Number(row), column: Number(column) }];
  });
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return '';
  }
}

/** The path relative to the root, with `/` on every system. */
export function portable(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
