/** How one part of a CloudFormation template speaks of another. */

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export type Reference =
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly [resource: string, attribute: string] }
  | { readonly 'Fn::Sub': string };

export interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Resources = Record<string, TemplateResource>;

export function ref(name: string): Reference {
  return { Ref: name };
}

export function attribute(resource: string, name: string): Reference {
  return { 'Fn::GetAtt': [resource, name] };
}

/** A text with `${Resource}`, `${Resource.Attribute}` and `${AWS::Region}` in it. */
export function sub(text: string): Reference {
  return { 'Fn::Sub': text };
}

/**
 * A logical id: letters and digits only, and another one for another text. What is no letter or
 * digit begins a word, and `*` stands for what it says.
 */
export function logicalId(...words: readonly string[]): string {
  return words
    .join(' ')
    .replaceAll('+', ' Rest ')
    .replaceAll('$', ' Dollar ')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Tags as most resources take them: a list. */
export function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** What API Gateway calls when it invokes the function of this logical id. */
export function invocationUri(functionId: string): Reference {
  return sub(
    `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${functionId}.Arn}/invocations`,
  );
}
