import { holds, PolicyError, type Circumstances } from './condition.ts';
import { isObject } from '#text/json.ts';

export { PolicyError } from './condition.ts';

/** Whether a policy lets a request through. `implicit`: no statement speaks of it. */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/**
 * Decides with an IAM policy whether `arn` may be invoked: a Deny that fits beats every Allow, and
 * what no statement allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @param policy the `policyDocument` of an authorizer's answer
 * @param arn `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>`
 * @param about what its conditions are asked about
 * @throws PolicyError when it is no policy
 */
export function evaluatePolicy(policy: unknown, arn: string, about: Circumstances): Decision {
  const statements = parsePolicy(policy, about);
  const fitting = statements.filter((statement) => statement.fits(arn));
  if (fitting.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return fitting.some(({ effect }) => effect === 'Allow') ? 'allow' : 'implicit-deny';
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  fits(arn: string): boolean;
}

const ACTION = 'execute-api:invoke';

function parsePolicy(policy: unknown, about: Circumstances): readonly Statement[] {
  if (!isObject(policy)) throw new PolicyError('policyDocument is no object');
  const { Statement: list } = policy;
  if (list === undefined) throw new PolicyError('policyDocument has no Statement');
  return (Array.isArray(list) ? list : [list]).map((statement) => parseStatement(statement, about));
}

function parseStatement(statement: unknown, about: Circumstances): Statement {
  if (!isObject(statement)) throw new PolicyError('A statement is no object');
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyError('Effect must be Allow or Deny');
  const isNow = holds(statement['Condition'] ?? {}, about);
  const action = matcherOf(statement, 'Action');
  const resource = matcherOf(statement, 'Resource');
  return { effect, fits: (arn) => isNow && action(ACTION, true) && resource(arn, false) };
}

type Matcher = (text: string, ignoreCase: boolean) => boolean;

/** Action and Resource, or their opposites NotAction and NotResource; one text or a list. */
function matcherOf(
  statement: Readonly<Record<string, unknown>>,
  element: 'Action' | 'Resource',
): Matcher {
  const [yes, no] = [statement[element], statement[`Not${element}`]];
  if ((yes === undefined) === (no === undefined)) {
    throw new PolicyError(`A statement needs ${element} or Not${element}`);
  }
  const listed = yes ?? no;
  const patterns: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  if (patterns.length === 0 || !patterns.every((pattern) => typeof pattern === 'string')) {
    throw new PolicyError(`${element} must be a text or a list of texts`);
  }
  const fits = element === 'Resource' ? matchesArn : matchesPattern;
  return (text, ignoreCase) =>
    patterns.some((pattern) => fits(ignoreCase ? pattern.toLowerCase() : pattern, text)) ===
    (yes !== undefined);
}

/**
 * Part by part: a `*` does not cross the first five colons of an ARN, unless it stands alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [patterns, parts] = [partsOf(pattern), partsOf(arn)];
  return (
    patterns.length === parts.length &&
    patterns.every((part, index) => matchesPattern(part, parts[index] as string))
  );
}

/** The last of the six parts keeps its colons. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

/**
 * `*` stands for any text, also none and also with `/`; `?` for one character. Two pointers and no
 * regular expression: a pattern of many stars must not make the gateway think for minutes.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, position, star, retry] = [0, 0, -1, 0];
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      retry = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
