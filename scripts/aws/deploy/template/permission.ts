/** Who may invoke a function: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
import type { PlannedPermission } from '../plan.ts';
import { functionId } from './functions.ts';
import { attribute, logicalId, sub, type Resources } from './reference.ts';

/**
 * @param apiId the API's logical id
 * @param source what may invoke it, as `sourceOf` says it: the end of the ARN
 */
export function permissionResource(
  { api, function: name, authorizer, route = '' }: PlannedPermission,
  apiId: string,
  source: string,
): Resources {
  const what = authorizer === undefined ? route : `authorizer ${authorizer}`;
  return {
    [logicalId('Permission', api, what)]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: attribute(functionId(name), 'Arn'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: sub(
          `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${apiId}}/${source}`,
        ),
      },
    },
  };
}
