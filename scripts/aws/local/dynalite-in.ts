/**
 * Mends dynalite: it ends in a TypeError that nobody catches on `:hash IN (a, b)` where the item has
 * no `b`, and from then on answers nobody. DynamoDB takes what is missing for unequal.
 */
import { createRequire } from 'node:module';

/** Where dynalite keeps the condition of a command, read. */
const PARSED = '_condition';

/** A condition as dynalite's parser makes it. */
interface Condition {
  readonly type?: string;
  readonly args?: readonly unknown[];
}

interface Database {
  checkConditional(
    this: void,
    data: { readonly [PARSED]?: { expression: Condition } },
    item: object,
  ): unknown;
}

let isMended = false;

/** From then on a condition with `IN` is as many with `=`, which dynalite knows. Once is enough. */
export function mendIn(): void {
  if (isMended) return;
  isMended = true;
  const database = createRequire(import.meta.url)('dynalite/db') as Database;
  const { checkConditional } = database;
  database.checkConditional = (data, item) => {
    const parsed = data[PARSED];
    if (parsed) parsed.expression = withoutIn(parsed.expression);
    return checkConditional(data, item);
  };
}

function withoutIn(condition: Condition): Condition {
  const { type, args = [] } = condition;
  if (type === 'in') {
    const [value, ...others] = args;
    return others
      .map((other): Condition => ({ type: '=', args: [value, other] }))
      .reduce((one, other) => ({ type: 'or', args: [one, other] }));
  }
  return type === 'and' || type === 'or' || type === 'not'
    ? { ...condition, args: args.map((arg) => withoutIn(arg as Condition)) }
    : condition;
}
