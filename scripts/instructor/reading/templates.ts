/** The messages that a file of code can say: its ``say`…` `` templates. */
import { cookedParts, isNode, readModule, walk } from './module.ts';

/** The English texts as they stand in a catalogue, each once. */
export function templatesIn(code: string): string[] {
  const templates = new Set<string>();
  for (const node of walk(readModule(code).body)) {
    if (node.type !== 'TaggedTemplateExpression') continue;
    const { tag, quasi } = node;
    if (!isNode(tag) || tag['name'] !== 'say' || !isNode(quasi)) continue;
    templates.add(cookedParts(quasi).reduce((text, part, index) => `${text}{${index - 1}}${part}`));
  }
  return [...templates];
}

/** The placeholders of a text, sorted, each once: `{0}`, `{1}`. */
export function placeholdersIn(text: string): string {
  return [...new Set(text.match(/\{\d+\}/g))].toSorted().join(' ');
}

const COMMAND = /npm (?:run )?(?:-\S+ )?\S+(?: (?:--\S*|\{\d+\}|\d+))*/g;
/** A word of prose: letters alone, and nothing around it that makes it code. */
const WORD = /(?<![\w.{"'`/-])[A-Za-z]?[a-z]+(?![\w.]*[("'`}/]|\w|\.\w)/;

/** Whether the text has words that another language says otherwise. */
export function hasWords(text: string): boolean {
  return WORD.test(text.replaceAll(COMMAND, '').replaceAll(/\{\d+\}/g, ' '));
}
