/** The tables: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
import { say } from '#text/message.ts';
import { deployedName } from '../names.ts';
import type { Plan } from '../plan.ts';
import { logicalId, ROLE, sub, type Resource } from './resource.ts';

export function tableResources({ prefix, application }: Plan): Resource[] {
  const { tables = {}, functions } = application;
  return Object.entries(tables).map(([name, { key, ttl }]) => {
    const onAws = deployedName(prefix, name);
    const users = Object.entries(functions)
      .filter(([, { environment = {} }]) =>
        Object.values(environment).some((value) => Object(value).table === name),
      )
      .map(([user]) => deployedName(prefix, user));
    return {
      id: tableId(name),
      type: 'AWS::DynamoDB::Table',
      properties: {
        TableName: onAws,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: ttl, Enabled: true },
        ...(users.length > 0 && {
          ResourcePolicy: { PolicyDocument: policyOf(onAws, users) },
        }),
      },
      words: say`table ${name}: on demand, goes with the stack`,
    };
  });
}

export function tableId(name: string): string {
  return logicalId('Table', name);
}

/** What a function may do with a table that it has the name of; see `Table` in application.ts. */
const ITEM_ACTIONS = ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
  (action) => `dynamodb:${action}`,
);

/**
 * The table itself says who may use it, and for what. The functions' role is bounded to writing
 * logs, so that whoever may deploy can't give it more; a permission that a table gives to a session
 * of the role, as Lambda opens one under each function's name, is not limited by those bounds:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html ("IAM role
 * sessions"). So each function gets its tables and no others.
 * unconfirmed: that the session has the function's name, and that a fresh table takes a policy which
 * names a session of a fresh role.
 */
function policyOf(table: string, users: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          AWS: users.map((user) =>
            sub(`arn:\${AWS::Partition}:sts::\${AWS::AccountId}:assumed-role/\${${ROLE}}/${user}`),
          ),
        },
        Action: ITEM_ACTIONS,
        Resource: sub(
          `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${table}`,
        ),
      },
    ],
  };
}
