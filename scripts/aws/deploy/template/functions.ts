/** The functions, what they run as, where they log, and who may invoke them. */
import { say, type Message } from '#text/message.ts';
import { deployedName, type ApiKind } from '../names.ts';
import type { Plan } from '../plan.ts';
import { BUNDLE_FILE } from '../../local/index.ts';
import {
  DEFAULT_RUNTIME,
  FUNCTION_DEFAULTS,
  type EnvironmentValue,
  type HttpApi,
  type LambdaFunction,
  type RestApi,
} from '../../application.ts';
import {
  attribute,
  logicalId,
  OWN_ADDRESS,
  ref,
  ROLE,
  sub,
  type Reference,
  type Resource,
} from './resource.ts';
import { tableId } from './tables.ts';

export function functionResources({ prefix, application }: Plan): Resource[] {
  const { functions, runtime = DEFAULT_RUNTIME } = application;
  const names = Object.keys(functions);
  return [
    ...names.map((name) => ({
      id: logGroupId(name),
      type: 'AWS::Logs::LogGroup',
      properties: {
        LogGroupName: `/aws/lambda/${deployedName(prefix, name)}`,
        RetentionInDays: LOG_RETENTION_DAYS,
      },
      words: say`log group of ${name}, kept for ${LOG_RETENTION_DAYS} days`,
    })),
    {
      id: ROLE,
      type: 'AWS::IAM::Role',
      properties: {
        RoleName: sub(deployedName(prefix, '${AWS::Region}')),
        AssumeRolePolicyDocument: TRUST_POLICY,
        PermissionsBoundary: sub(BOUNDARY),
        Policies: [
          {
            PolicyName: 'write-logs',
            // A log group's own ARN already ends in ":*", which stands for the streams inside it.
            PolicyDocument: logPolicy(names.map((name) => attribute(logGroupId(name), 'Arn'))),
          },
        ],
      },
      words: say`role of the functions: may write to these log groups, no more`,
    },
    ...Object.entries(functions).map(([name, declared]) => {
      const { handler, timeoutSeconds, memoryMB } = { ...FUNCTION_DEFAULTS, ...declared };
      return {
        id: functionId(name),
        type: 'AWS::Lambda::Function',
        // Without its group, the first line that is logged would make one that nobody removes.
        dependsOn: [logGroupId(name)],
        properties: {
          FunctionName: deployedName(prefix, name),
          Role: attribute(ROLE, 'Arn'),
          Runtime: runtime,
          Handler: `${BUNDLE_FILE.split('.')[0]}.${handler}`,
          Timeout: timeoutSeconds,
          MemorySize: memoryMB,
          Code: { ZipFile: PLACEHOLDER },
          Environment: { Variables: variablesOf(declared) },
        },
        words: say`function ${name}: ${runtime}`,
      };
    }),
  ];
}

/** Days that logs are kept; without a number AWS keeps them, and charges for them, for ever. */
const LOG_RETENTION_DAYS = 7;

/** Stands in the template for a function's code, and fails whoever calls it before the code is there. */
const PLACEHOLDER =
  "exports.handler = async () => { throw new Error('The code is not here yet'); };\n";

/** Lambda alone may take the role on. */
const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
} as const;

/**
 * The most that the role can ever do, whatever policy it is given: AWS's own list of what writing
 * logs takes. With it, whoever may deploy and nothing else can't make a role that may do more than
 * they themselves may, and run code as that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
const BOUNDARY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/**
 * What the functions may do: write to their own log groups. AWS's own AWSLambdaBasicExecutionRole
 * lets a function make log groups, too, and write to any; here they are made first, so that
 * nothing comes back after the stack is gone. unconfirmed: that Lambda makes none by itself
 * for a function that may not, and that the last lines of a function are lost without harm.
 */
function logPolicy<Arn>(logGroupArns: readonly Arn[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: logGroupArns,
      },
    ],
  };
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

function variablesOf({ environment = {} }: LambdaFunction) {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : referenceTo(value),
    ]),
  );
}

function referenceTo(value: Exclude<EnvironmentValue, string>): Reference {
  if ('address' in value) return OWN_ADDRESS;
  return ref('table' in value ? tableId(value.table) : secretParameter(value.secret));
}

/**
 * Lets an API invoke the functions that its routes and authorizers name, each for that alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
 *
 * @param apiId the API's logical id
 * @param authorizerId the logical id of an authorizer
 */
export function permissionResources(
  kind: ApiKind,
  apiId: string,
  { routes, authorizers = {} }: HttpApi | RestApi,
  stage: string,
  authorizerId: (name: string) => string,
): Resource[] {
  const api = { http: 'HTTP API', rest: 'REST API' }[kind];
  const permission = (key: string, name: string, source: string, words: Message): Resource => ({
    id: logicalId(`${kind === 'http' ? 'Http' : 'Rest'}Permission`, key),
    type: 'AWS::Lambda::Permission',
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: attribute(functionId(name), 'Arn'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub(
        `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${apiId}}/${source}`,
      ),
    },
    words,
  });
  return [
    ...Object.entries(authorizers).flatMap(([key, authorizer]) => {
      if (!('function' in authorizer)) return [];
      const { function: name } = authorizer;
      const words = say`${api}, authorizer ${key}: may invoke ${name}`;
      const source = `authorizers/\${${authorizerId(key)}}`;
      return [permission(`authorizer ${key}`, name, source, words)];
    }),
    ...routes.map(({ route, function: name }) => {
      const words = say`${api}, ${route}: may invoke ${name}`;
      return permission(`route ${route}`, name, routeSource(stage, route), words);
    }),
  ];
}

/**
 * A route as the end of an `execute-api` ARN.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
function routeSource(stage: string, route: string): string {
  const [method = '', path = ''] = route.split(' ');
  return `${stage}/${method === 'ANY' ? '*' : method}${path}`;
}
