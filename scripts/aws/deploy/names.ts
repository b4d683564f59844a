/**
 * How everything that `npm run deploy` makes is named and marked: the stack's name is the prefix,
 * every other name begins with it, and the stack's tag carries it. CloudFormation hands the tag on to
 * all that takes tags: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */

/** The key of the tag; its value is the prefix. A stack without it is not ours. */
export const TAG_KEY = 'jwt-workshop';

/**
 * What a function, a table or another thing of a stack is called on AWS. The role's has the region in
 * it, as IAM knows no regions.
 */
export function deployedName(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

export type ApiKind = 'http' | 'rest';

/** With it the longest names still fit: a role's 64 characters, a function's 64. */
export const PREFIX_LENGTH = { least: 3, most: 40 } as const;

/** A function's name, prefix and all: lambda/latest/api/API_CreateFunction.html. */
export const FUNCTION_NAME_LENGTH = 64;

/** Lower-case letters, digits and single hyphens, a letter first and no hyphen last. */
export function isPrefix(text: string): boolean {
  const { least, most } = PREFIX_LENGTH;
  return text.length >= least && text.length <= most && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);
}

/** `ap-northeast-2`, `us-gov-west-1`; whether there is such a region, AWS says. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]{2,12}){1,2}-\d{1,2}$/.test(text) && text.length <= 23;
}

/**
 * The prefix of an application where none is asked for: the application's name, and whose it is, as
 * a class may share one account.
 *
 * @param user the name of whoever deploys, as the system tells it
 */
export function defaultPrefix(application: string, user: string): string {
  const words = `${application} ${user}`.toLowerCase();
  const start = words.startsWith(TAG_KEY) ? words : `${TAG_KEY} ${words}`;
  return start
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, PREFIX_LENGTH.most)
    .replace(/-+$/, '');
}
