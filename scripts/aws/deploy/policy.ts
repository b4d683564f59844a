/**
 * The least that an account must be allowed in order to deploy, as AWS.md prints it: what
 * CloudFormation does with each type of resource in the name of whoever deploys, and what is called
 * directly. A test holds this, the template and both languages together.
 */
import permissions from './permissions.json' with { type: 'json' };

/** A type's documented permissions, and which of them nothing in our templates asks for. */
interface Documented {
  readonly needed: readonly string[];
  /** By the reason. */
  readonly unneeded?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What the handlers of a type need is in the type's published schema, under `handlers`:
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html,
 * printed by `aws cloudformation describe-type --type RESOURCE --type-name AWS::Lambda::Function`.
 * Read in the schemas of 2026-08-07; those of `list` are left out, as a stack lists nothing.
 * unconfirmed: the table's was read in an older copy of its schema; that a newer one asks for no more.
 */
export const BY_TYPE: Readonly<Record<string, Documented>> = permissions.byType;

/**
 * What the commands call themselves, by the SDK's names; `login`, `me` and `probe` invoke.
 * unconfirmed: that a change set with tags asks for cloudformation:TagResource, as the list has it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const CALLED: readonly string[] = permissions.called;

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

const ROLES = 'arn:aws:iam::*:role/jwt-workshop-*';
const BOUNDARY = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const API_PATHS = ['apis', 'apis/*', 'restapis', 'restapis/*', 'tags/*'];

/** What the actions may be done to; an action belongs to the first row that names it. */
const PARTS: readonly (readonly [
  Sid: string,
  actions: RegExp,
  Resource: Statement['Resource'],
  condition?: Readonly<Record<string, string>>,
])[] = [
  ['Stack', /^cloudformation:/, 'arn:aws:cloudformation:*:*:stack/jwt-workshop-*'],
  ['Functions', /^lambda:/, 'arn:aws:lambda:*:*:function:jwt-workshop-*'],
  // With its bounds the role can't be given more than to write logs, whoever changes it.
  [
    'RoleWithinBounds',
    /^iam:(CreateRole$|PutRole)/,
    ROLES,
    { 'iam:PermissionsBoundary': BOUNDARY },
  ],
  ['RoleForLambda', /^iam:PassRole$/, ROLES, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['Role', /^iam:/, ROLES],
  // These two know no single log group:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  ['Lists', /^logs:Describe(LogGroups|ResourcePolicies)$/, '*'],
  ['Logs', /^logs:/, 'arn:aws:logs:*:*:log-group:/aws/lambda/jwt-workshop-*'],
  ['Tables', /^dynamodb:/, 'arn:aws:dynamodb:*:*:table/jwt-workshop-*'],
  ['Apis', /^apigateway:/, API_PATHS.map((path) => `arn:aws:apigateway:*::/${path}`)],
];

/**
 * API Gateway does that in the name of whoever makes an account's first API:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
 */
const FIRST_API: Statement = {
  Sid: 'FirstApi',
  Effect: 'Allow',
  Action: ['iam:CreateServiceLinkedRole'],
  Resource:
    'arn:aws:iam::*:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway',
  Condition: { StringEquals: { 'iam:AWSServiceName': 'ops.apigateway.amazonaws.com' } },
};

/** The policy, in the partition `aws`. */
export function leastPolicy(): { readonly Version: string; readonly Statement: Statement[] } {
  const all = new Set([...CALLED, ...Object.values(BY_TYPE).flatMap(({ needed }) => needed)]);
  const statements = PARTS.map(([Sid, actions, Resource, condition]): Statement => {
    const Action = [...all].filter((action) => actions.test(action)).toSorted();
    for (const action of Action) all.delete(action);
    const Condition = condition && { StringEquals: condition };
    return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
  });
  return { Version: '2012-10-17', Statement: [...statements, FIRST_API] };
}
