/**
 * AWS is several clouds that know nothing of each other, each with a name that stands in every ARN
 * and a domain of its own: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */

export interface Partition {
  /** The second part of an ARN. */
  readonly name: string;
  /** The end of the names under which its services and APIs answer. */
  readonly domain: string;
}

const PARTITIONS: readonly (readonly [regionStart: string, Partition])[] = [
  ['cn-', { name: 'aws-cn', domain: 'amazonaws.com.cn' }],
  ['us-gov-', { name: 'aws-us-gov', domain: 'amazonaws.com' }],
  ['eusc-', { name: 'aws-eusc', domain: 'amazonaws.eu' }],
];

const ELSEWHERE: Partition = { name: 'aws', domain: 'amazonaws.com' };

/** The one that a region is in. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? ELSEWHERE;
}
