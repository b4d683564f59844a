/** The numbers of the steps, as the learner's files and the checks have them. */
import { cookedParts, isNode, readModule, walk } from './module.ts';

export interface Todos {
  /** The numbers in `// TODO n: …` comments. */
  readonly comments: readonly number[];
  /** The numbers in `new Error('TODO n: …')`. */
  readonly throws: readonly number[];
}

export function todosIn(text: string): Todos {
  const { body, comments } = readModule(text);
  return {
    comments: comments.flatMap(({ value }) => numberIn(/^\s*\*?\s*TODO (\d+)[a-z]?:/m, value)),
    throws: [...walk(body)]
      .filter(({ type }) => type === 'NewExpression')
      .flatMap((node) => {
        const [message] = node['arguments'] as readonly unknown[];
        return numberIn(/^TODO (\d+)/, leadingText(message));
      }),
  };
}

/** The numbers in `step(n, …)`, in their order. */
export function stepsIn(checks: string): number[] {
  return [...walk(readModule(checks).body)].flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const { callee } = node;
    const [first] = node['arguments'] as readonly unknown[];
    const isStep = isNode(callee) && callee['name'] === 'step' && isNode(first);
    return isStep && typeof first['value'] === 'number' ? [first['value']] : [];
  });
}

/** The text of a string or of a template's beginning; empty for anything else. */
function leadingText(node: unknown): string {
  if (!isNode(node)) return '';
  const [text] = node.type === 'TemplateLiteral' ? cookedParts(node) : [node['value']];
  return typeof text === 'string' ? text : '';
}

function numberIn(pattern: RegExp, text: string): number[] {
  const number = pattern.exec(text)?.[1];
  return number === undefined ? [] : [Number(number)];
}
