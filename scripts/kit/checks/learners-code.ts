/** The text of the learner's code, for the few rules that no behaviour shows. */
import { readFileSync } from 'node:fs';

/**
 * The code of one top-level declaration in `file` (a URL) and of all those that it mentions, without
 * comments: what is written in the file and never used counts for nothing. What `without` names is
 * not followed. A name that is exported in a way this does not read stands for the whole file.
 */
export function codeBehind(file: URL, name: string, without: readonly string[] = []): string {
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const declarations = new Map(
    text
      .split(/^(?=(?:export\s+)?(?:async\s+)?(?:function|const|let|var|class)\b)/m)
      .map((code) => [/(?:function\*?|const|let|var|class)\s+(\w+)/.exec(code)?.[1] ?? '', code]),
  );
  if (!declarations.has(name)) return text;
  const names = new Set([name]);
  // A set hands out what is added while it is gone through.
  for (const seen of names) {
    const code = declarations.get(seen) ?? '';
    for (const [word] of code.matchAll(/\w+/g)) {
      if (declarations.has(word) && !without.includes(word)) names.add(word);
    }
  }
  return [...names].map((seen) => declarations.get(seen) ?? '').join('\n');
}
