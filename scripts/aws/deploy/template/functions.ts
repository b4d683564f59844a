/** The functions, what they run as, and where they log. */
import type { Package } from '../package.ts';
import { functionName, roleName } from '../names.ts';
import {
  LOG_RETENTION_DAYS,
  logPolicy,
  ROLE_POLICY,
  roleBoundary,
  TRUST_POLICY,
  type Plan,
  type PlannedFunction,
} from '../plan.ts';
import { attribute, logicalId, ref, sub, tagList, type Resources } from './reference.ts';

/** The name of the parameter that says which bucket the zips are in. */
export const CODE_BUCKET = 'CodeBucket';

/** The role's logical id. */
const ROLE = 'Role';

export function functionResources(
  { prefix, functions }: Plan,
  packages: ReadonlyMap<string, Package>,
  tags: Readonly<Record<string, string>>,
): Resources {
  const resources: Resources = {};
  for (const { name, logGroup } of functions) {
    resources[logGroupId(name)] = {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: logGroup,
        RetentionInDays: LOG_RETENTION_DAYS,
        Tags: tagList(tags),
      },
    };
  }
  resources[ROLE] = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: sub(roleName(prefix, '${AWS::Region}')),
      AssumeRolePolicyDocument: TRUST_POLICY,
      PermissionsBoundary: sub(roleBoundary('${AWS::Partition}')),
      Policies: [
        {
          PolicyName: ROLE_POLICY,
          // A log group's own ARN already ends in ":*", which stands for the streams inside it.
          PolicyDocument: logPolicy(
            functions.map(({ name }) => attribute(logGroupId(name), 'Arn')),
          ),
        },
      ],
      Tags: tagList(tags),
    },
  };
  for (const planned of functions) {
    resources[functionId(planned.name)] = {
      Type: 'AWS::Lambda::Function',
      // Without its group, the first line that is logged would make one that nobody removes.
      DependsOn: [logGroupId(planned.name)],
      Properties: {
        FunctionName: planned.deployedName,
        Role: attribute(ROLE, 'Arn'),
        Runtime: planned.runtime,
        Handler: planned.handler,
        Timeout: planned.timeoutSeconds,
        MemorySize: planned.memoryMB,
        Code: {
          S3Bucket: ref(CODE_BUCKET),
          S3Key: zipName(prefix, planned, packages.get(planned.name) as Package),
        },
        Environment: { Variables: variablesOf(planned) },
        Tags: tagList(tags),
      },
    };
  }
  return resources;
}

/** The name of a function's zip, in the bucket and on disk: another code has another name. */
export function zipName(prefix: string, { name }: PlannedFunction, { version }: Package): string {
  return `${functionName(prefix, name)}-${version}.zip`;
}

/** The parameter that holds the secret of this name. */
export function secretParameter(name: string): string {
  return logicalId('Secret', name);
}

export function functionId(name: string): string {
  return logicalId('Function', name);
}

function logGroupId(name: string): string {
  return logicalId('LogGroup', name);
}

function variablesOf({ environment }: PlannedFunction) {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : ref(secretParameter(value.secret)),
    ]),
  );
}
