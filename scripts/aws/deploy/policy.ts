/**
 * The least that an account must be allowed in order to deploy, as README.md prints it: what
 * CloudFormation does with each type of resource in the name of whoever deploys, and what is called
 * directly. A test holds this, the template and both READMEs together.
 *
 * What the handlers of a type need is in the type's published schema, under `handlers`:
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html,
 * printed by `aws cloudformation describe-type --type RESOURCE --type-name AWS::Lambda::Function`.
 * Read in the schemas of 2026-08-07; those of `list` are left out, as a stack lists nothing.
 */

/** A type's documented permissions, and which of them nothing in our templates asks for. */
interface Documented {
  readonly needed: readonly string[];
  /** By the reason. */
  readonly unneeded?: Readonly<Record<string, readonly string[]>>;
}

const GATEWAY = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((method) => `apigateway:${method}`);
const NO_CREDENTIALS = { 'API Gateway takes on no role': ['iam:PassRole'] };

export const BY_TYPE: Readonly<Record<string, Documented>> = {
  'AWS::Lambda::Function': {
    needed: [
      'iam:PassRole',
      'lambda:CreateFunction',
      'lambda:DeleteFunction',
      'lambda:GetFunction',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetFunctionScalingConfig',
      'lambda:GetRuntimeManagementConfig',
      'lambda:ListTags',
      'lambda:TagResource',
      'lambda:UntagResource',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
    ],
    unneeded: {
      'the code comes from no bucket': ['s3:GetObject', 's3:GetObjectVersion'],
      'the functions are in no network of yours': [
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      'they mount no file system': [
        'elasticfilesystem:DescribeMountTargets',
        's3files:ListMountTargets',
      ],
      "AWS's own key encrypts the environment": [
        'kms:CreateGrant',
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ],
      'these settings are left as they are': [
        'lambda:DeleteFunctionCodeSigningConfig',
        'lambda:DeleteFunctionConcurrency',
        'lambda:GetCodeSigningConfig',
        'lambda:GetLayerVersion',
        'lambda:PassCapacityProvider',
        'lambda:PublishVersion',
        'lambda:PutFunctionCodeSigningConfig',
        'lambda:PutFunctionConcurrency',
        'lambda:PutFunctionRecursionConfig',
        'lambda:PutFunctionScalingConfig',
        'lambda:PutRuntimeManagementConfig',
      ],
    },
  },
  'AWS::Lambda::Permission': {
    needed: ['lambda:AddPermission', 'lambda:GetPolicy', 'lambda:RemovePermission'],
  },
  'AWS::IAM::Role': {
    needed: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:ListRoleTags',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
    ],
    unneeded: {
      'no managed policy is attached': ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      'it would take the bounds away': ['iam:DeleteRolePermissionsBoundary'],
    },
  },
  'AWS::Logs::LogGroup': {
    needed: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DescribeIndexPolicies',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetDataProtectionPolicy',
      'logs:ListTagsForResource',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    unneeded: {
      'these settings are left as they are': [
        'firehose:TagDeliveryStream',
        'logs:AssociateKmsKey',
        'logs:CreateLogDelivery',
        'logs:DeleteDataProtectionPolicy',
        'logs:DeleteIndexPolicy',
        'logs:DeleteResourcePolicy',
        'logs:DeleteRetentionPolicy',
        'logs:DisassociateKmsKey',
        'logs:PutBearerTokenAuthentication',
        'logs:PutDataProtectionPolicy',
        'logs:PutIndexPolicy',
        'logs:PutLogGroupDeletionProtection',
        'logs:PutResourcePolicy',
        's3:REST.PUT.OBJECT',
      ],
    },
  },
  'AWS::ApiGateway::RestApi': {
    needed: GATEWAY,
    unneeded: {
      ...NO_CREDENTIALS,
      'the API is in no file': ['s3:GetObject'],
      'it has no policy of its own': ['apigateway:UpdateRestApiPolicy'],
    },
  },
  'AWS::ApiGateway::Authorizer': { needed: GATEWAY, unneeded: NO_CREDENTIALS },
  'AWS::ApiGateway::Resource': { needed: GATEWAY },
  'AWS::ApiGateway::Method': { needed: GATEWAY, unneeded: NO_CREDENTIALS },
  'AWS::ApiGateway::Deployment': { needed: GATEWAY },
  'AWS::ApiGateway::Stage': { needed: GATEWAY },
  'AWS::ApiGatewayV2::Api': {
    needed: GATEWAY,
    unneeded: { 'the API is in no file': ['s3:getObject'] },
  },
  'AWS::ApiGatewayV2::Authorizer': { needed: GATEWAY, unneeded: NO_CREDENTIALS },
  'AWS::ApiGatewayV2::Integration': { needed: GATEWAY, unneeded: NO_CREDENTIALS },
  'AWS::ApiGatewayV2::Route': { needed: GATEWAY },
  'AWS::ApiGatewayV2::Stage': {
    needed: [...GATEWAY, 'apigateway:TagResource', 'apigateway:UntagResource'],
  },
};

/** What the commands call themselves, by the SDK's names; `login`, `me` and `probe` invoke. */
export const CALLED: readonly string[] = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:DeleteChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStacks',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:ListStackResources',
  // unconfirmed: that a change set with tags asks for it, as the list of actions has it:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
  'cloudformation:TagResource',
  'lambda:GetFunctionConfiguration',
  'lambda:InvokeFunction',
  'lambda:UpdateFunctionCode',
];

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** The policy, in the partition `aws`. Its statements part the actions by what they may be done to. */
export function leastPolicy(): { readonly Version: string; readonly Statement: Statement[] } {
  const all = new Set([...CALLED, ...Object.values(BY_TYPE).flatMap(({ needed }) => needed)]);
  const take = (isWanted: (action: string) => boolean): string[] => {
    const taken = [...all].filter(isWanted).toSorted();
    for (const action of taken) all.delete(action);
    return taken;
  };
  const Effect = 'Allow';
  const roles = 'arn:aws:iam::*:role/jwt-workshop-*';
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Stack',
        Effect,
        Action: take((action) => action.startsWith('cloudformation:')),
        Resource: 'arn:aws:cloudformation:*:*:stack/jwt-workshop-*',
      },
      {
        Sid: 'Functions',
        Effect,
        Action: take((action) => action.startsWith('lambda:')),
        Resource: 'arn:aws:lambda:*:*:function:jwt-workshop-*',
      },
      {
        // With its bounds the role can't be given more than to write logs, whoever changes it.
        Sid: 'RoleWithinBounds',
        Effect,
        Action: take((action) => /^iam:(CreateRole$|PutRole)/.test(action)),
        Resource: roles,
        Condition: {
          StringEquals: {
            'iam:PermissionsBoundary':
              'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
          },
        },
      },
      {
        Sid: 'RoleForLambda',
        Effect,
        Action: take((action) => action === 'iam:PassRole'),
        Resource: roles,
        Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
      {
        Sid: 'Role',
        Effect,
        Action: take((action) => action.startsWith('iam:')),
        Resource: roles,
      },
      {
        // These two know no single log group:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
        Sid: 'Lists',
        Effect,
        Action: take((action) => /^logs:Describe(LogGroups|ResourcePolicies)$/.test(action)),
        Resource: '*',
      },
      {
        Sid: 'Logs',
        Effect,
        Action: take((action) => action.startsWith('logs:')),
        Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/jwt-workshop-*',
      },
      {
        Sid: 'Apis',
        Effect,
        Action: take((action) => action.startsWith('apigateway:')),
        Resource: ['apis', 'apis/*', 'restapis', 'restapis/*', 'tags/*'].map(
          (path) => `arn:aws:apigateway:*::/${path}`,
        ),
      },
      {
        // API Gateway does that in the name of whoever makes an account's first API:
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
        Sid: 'FirstApi',
        Effect,
        Action: ['iam:CreateServiceLinkedRole'],
        Resource:
          'arn:aws:iam::*:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway',
        Condition: { StringEquals: { 'iam:AWSServiceName': 'ops.apigateway.amazonaws.com' } },
      },
    ],
  };
}
