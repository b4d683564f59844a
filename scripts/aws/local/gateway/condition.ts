import { BlockList, isIP } from 'node:net';
import { isObject } from '#text/json.ts';

/** What a policy may ask about a request, beside its route. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly sourceIp: string;
}

/** The policy cannot be read: on AWS an authorizer's mistake, answered with 500. */
export class PolicyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyError';
  }
}

/**
 * Two of the keys that AWS documents for requests without IAM's signature. The others say of a local
 * request nothing that it would say on AWS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
const KEYS: ReadonlyMap<string, (about: Circumstances) => string> = new Map([
  ['aws:currenttime', ({ time }: Circumstances) => new Date(time).toISOString()],
  ['aws:sourceip', ({ sourceIp }: Circumstances) => sourceIp.replace(/^::ffff:/, '')],
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, (actual: string, values: readonly string[]) => boolean> =
  new Map([
    ['DateLessThan', (actual, values) => values.some((value) => instant(actual) < instant(value))],
    [
      'DateGreaterThan',
      (actual, values) => values.some((value) => instant(actual) > instant(value)),
    ],
    ['IpAddress', (actual, values) => values.some((range) => isInRange(actual, range))],
    ['NotIpAddress', (actual, values) => !values.some((range) => isInRange(actual, range))],
  ]);

/**
 * Whether a statement's `Condition` holds: each of its operators, for each of its keys, with one of
 * the values. What is not imitated is refused by name: left out in silence, it would let through what
 * it should hold back.
 *
 * @throws PolicyError
 */
export function holds(condition: unknown, about: Circumstances): boolean {
  return membersOf(condition).every(([operator, asked]) =>
    membersOf(asked).every(([key, values]) => {
      const fits = OPERATORS.get(operator);
      const actual = KEYS.get(key.toLowerCase());
      if (!fits) throw new PolicyError(`The condition ${operator} is not imitated here`);
      if (!actual) throw new PolicyError(`The condition key ${key} is not imitated here`);
      return fits(actual(about), [values].flat().map(String));
    }),
  );
}

function membersOf(value: unknown): [string, unknown][] {
  if (!isObject(value)) throw new PolicyError('A condition is no object');
  return Object.entries(value);
}

/** ISO 8601, or seconds since 1970; in milliseconds. */
function instant(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new PolicyError(`${text} is no time`);
  return milliseconds;
}

function isInRange(actual: string, range: string): boolean {
  const [address = '', bits] = range.split('/');
  const [size, type] = isIP(address) === 6 ? ([128, 'ipv6'] as const) : ([32, 'ipv4'] as const);
  const prefix = Number(bits ?? size);
  if (isIP(address) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > size) {
    throw new PolicyError(`${range} is no range of addresses`);
  }
  if (isIP(actual) !== isIP(address)) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, type);
  return list.check(actual, type);
}
