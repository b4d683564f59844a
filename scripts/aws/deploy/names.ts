/**
 * How everything that `npm run deploy` makes is named and marked, so that other commands find it
 * again: a name begins with the stack's prefix, and a tag carries the prefix whole. The tag is what
 * counts: `spark-2-issuer` may be the function "issuer" of "spark-2" or "2-issuer" of "spark".
 */

/** The key of the tag that everything carries which takes tags; its value is the prefix. */
export const TAG_KEY = 'jwt-workshop';

/** The tags of everything that is made under this prefix. */
export function tagsOf(prefix: string): Tags {
  return { [TAG_KEY]: prefix };
}

/** A second tag, on what CloudFormation made from our template and therefore has to remove. */
export const CLOUDFORMATION_TAG = { key: 'jwt-workshop-by', value: 'cloudformation' } as const;

export type Tags = Readonly<Record<string, string>>;

/** Whether something with these tags belongs to this prefix, whoever made it. */
export function isTagged(tags: Tags | undefined, prefix: string): boolean {
  return tags?.[TAG_KEY] === prefix;
}

/** Whether `npm run deploy` made it under this prefix: only such things are changed and removed. */
export function isOurs(tags: Tags | undefined, prefix: string): boolean {
  return isTagged(tags, prefix) && tags?.[CLOUDFORMATION_TAG.key] === undefined;
}

/** The deployed name of a function that an application declares as `name`: 64 characters at most. */
export function functionName(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

/** The beginning of every function's name. */
export function functionNameStart(prefix: string): string {
  return functionName(prefix, '');
}

/** Where Lambda writes what a function logs: the function's deployed name behind this. */
export const LOG_GROUP_START = '/aws/lambda/';

export function logGroupName(prefix: string, name: string): string {
  return `${LOG_GROUP_START}${functionName(prefix, name)}`;
}

/** IAM knows no regions, so the role's name tells of which one's stack it is. */
export function roleName(prefix: string, region: string): string {
  return `${prefix}-${region}`;
}

export type ApiKind = 'http' | 'rest';

/** The name of the HTTP or the REST API. AWS lets two have one name: the tag and the age decide. */
export function apiName(prefix: string, kind: ApiKind): string {
  return `${prefix}-${kind}`;
}

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
