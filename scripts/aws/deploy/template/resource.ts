/** A resource of a CloudFormation template, and how one resource refers to another. */
import { createHash } from 'node:crypto';
import type { Message } from '#text/message.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export type Reference =
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly [resource: string, attribute: string] }
  | { readonly 'Fn::Sub': string };

export interface Resource {
  /** The logical id. */
  readonly id: string;
  /** `AWS::Lambda::Function` */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What must be made before it and is not referred to: logical ids. */
  readonly dependsOn?: readonly string[];
  /** What it is, in words: for the lines that say what becomes of it. */
  readonly words: Message;
}

export function ref(id: string): Reference {
  return { Ref: id };
}

export function attribute(id: string, name: string): Reference {
  return { 'Fn::GetAtt': [id, name] };
}

/** A text with `${Resource}`, `${Resource.Attribute}` and `${AWS::Region}` in it. */
export function sub(text: string): Reference {
  return { 'Fn::Sub': text };
}

/** The logical id of the role that all functions run as. */
export const ROLE = 'Role';

/** A stage's limit, so that neither a loop nor a stranger runs up a bill: far above what a class sends. */
export const THROTTLING = { requestsPerSecond: 50, burst: 100 } as const;

/** The HTTP API's logical id. */
export const HTTP_API = 'HttpApi';

/** Where the HTTP API answers, without a slash at the end. */
export const OWN_ADDRESS: Reference = attribute(HTTP_API, 'ApiEndpoint');

/**
 * A logical id: `HttpRouteGETMe1f2e3d4c`. CloudFormation takes letters and digits only, so `/me-too`
 * and `/me/too` read the same; the hash at the end keeps them apart.
 *
 * @param key what the resource is among those of its kind
 */
export function logicalId(kind: string, key: string): string {
  const words = key
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const readable = `${kind}${words.join('')}`.slice(0, READABLE_CHARACTERS);
  return `${readable}${createHash('sha256').update(`${kind} ${key}`).digest('hex').slice(0, 8)}`;
}

/** The logical id as people read it: without its hash. */
export function readableId(id: string): string {
  return id.replace(/[0-9a-f]{8}$/, '');
}

/** So an id stays shorter than a secret, and is not taken for one where messages are cleaned of them. */
const READABLE_CHARACTERS = 32;

/** What API Gateway calls when it invokes the function of this logical id. */
export function invocationUri(functionId: string): Reference {
  return sub(
    `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${functionId}.Arn}/invocations`,
  );
}
