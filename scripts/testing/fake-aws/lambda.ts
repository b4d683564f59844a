/** Lambda, as far as a deployment calls it: REST JSON. */
import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import {
  ACCOUNT_ID,
  need,
  pageOf,
  Refusal,
  type Account,
  type Action,
  type Json,
  type Operation,
  type ServiceRequest,
  type StoredFunction,
} from './account.ts';

export function lambda(account: Account, request: ServiceRequest): Operation {
  const { method, path, query, body } = request;
  const [, , given, part, statementId] = path;
  const input = JSON.parse(body || '{}') as Json;
  const functionName = given ?? String(input['FunctionName'] ?? '');
  const arn = `arn:aws:lambda:${account.options.region}:${ACCOUNT_ID}:function:${functionName}`;
  const own = (name: string): Action => ({ action: `lambda:${name}`, resource: arn });
  const found = () => need(account.functions.get(functionName), () => absent(arn));

  const operations: Readonly<Record<string, Operation>> = {
    'GET ': {
      name: 'ListFunctions',
      actions: [{ action: 'lambda:ListFunctions', resource: '*' }],
      changes: false,
      run() {
        const { items, next } = pageOf([...account.functions], query.get('Marker'));
        return {
          Functions: items.map(([name, one]) => configuration(name, one)),
          NextMarker: next,
        };
      },
    },
    'POST ': {
      name: 'CreateFunction',
      actions: [
        own('CreateFunction'),
        passed(input),
        ...(input['Tags'] ? [own('TagResource')] : []),
      ],
      changes: true,
      run() {
        if (account.functions.has(functionName)) throw conflict('Function already exist');
        if (!/^[\w-]{1,64}$/.test(functionName)) throw invalid('functionName');
        const { Code: code, Tags: tags, FunctionName: _, ...settings } = input;
        checkSettings(account, settings);
        const zip = String((code as Json | undefined)?.['ZipFile'] ?? '');
        const made = {
          arn,
          changedAt: account.now(),
          settings,
          sha256: checkCode(zip, settings),
          tags: { ...(tags as Record<string, string> | undefined) },
          statements: new Map<string, { sourceArn: string }>(),
          busyLooks: account.options.busyLooks,
          isNew: true,
          hasFailed: false,
        };
        account.functions.set(functionName, made);
        return configuration(functionName, made);
      },
    },
    'GET one': {
      name: 'GetFunction',
      // Tags are shown only to those who may list them.
      actions: [own('GetFunction'), own('ListTags')],
      changes: false,
      run() {
        const one = found();
        if (one.busyLooks > 0) one.busyLooks -= 1;
        else one.isNew = false;
        const TagsError = { ErrorCode: 'AccessDeniedException', Message: 'lambda:ListTags' };
        const tags = account.options.showsTags ? { Tags: one.tags } : { TagsError };
        const hidden = { Environment: { Error: { ErrorCode: 'AccessDeniedException' } } };
        const shown = account.options.showsEnvironment ? {} : hidden;
        return { Configuration: { ...configuration(functionName, one), ...shown }, ...tags };
      },
    },
    'DELETE one': {
      name: 'DeleteFunction',
      actions: [own('DeleteFunction')],
      changes: true,
      run() {
        found();
        account.functions.delete(functionName);
        return {};
      },
    },
    'PUT configuration': {
      name: 'UpdateFunctionConfiguration',
      actions: [own('UpdateFunctionConfiguration'), passed(input)],
      changes: true,
      run() {
        const one = idle(found());
        const { FunctionName: _, ...settings } = input;
        checkSettings(account, settings);
        one.settings = { ...one.settings, ...settings };
        one.changedAt = account.now();
        one.busyLooks = account.options.busyLooks;
        return configuration(functionName, one);
      },
    },
    'PUT code': {
      name: 'UpdateFunctionCode',
      actions: [own('UpdateFunctionCode')],
      changes: true,
      run() {
        const one = idle(found());
        one.changedAt = account.now();
        one.sha256 = checkCode(String(input['ZipFile'] ?? ''), one.settings);
        one.busyLooks = account.options.busyLooks;
        return configuration(functionName, one);
      },
    },
    'GET policy': {
      name: 'GetPolicy',
      actions: [own('GetPolicy')],
      changes: false,
      run() {
        const { statements } = found();
        if (statements.size === 0) throw absent(arn);
        const Statement = [...statements].map(([Sid, { sourceArn }]) => ({
          Sid,
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: arn,
          Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } },
        }));
        return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }) };
      },
    },
    'POST policy': {
      name: 'AddPermission',
      actions: [own('AddPermission')],
      changes: true,
      run() {
        const { statements } = found();
        const id = String(input['StatementId']);
        const sourceArn = String(input['SourceArn']);
        if (!/^[\w-]{1,100}$/.test(id)) throw invalid('statementId');
        if (!/^arn:aws:execute-api:[a-z0-9-]+:\d{12}:\w+\/\S+$/.test(sourceArn)) {
          throw invalid('sourceArn');
        }
        if (input['Principal'] !== 'apigateway.amazonaws.com') throw invalid('principal');
        if (input['Action'] !== 'lambda:InvokeFunction') throw invalid('action');
        if (statements.has(id)) {
          throw conflict(`The statement id (${id}) provided already exists.`);
        }
        statements.set(id, { sourceArn });
        return { Statement: JSON.stringify({ Sid: id }) };
      },
    },
    'DELETE policy': {
      name: 'RemovePermission',
      actions: [own('RemovePermission')],
      changes: true,
      run() {
        if (!found().statements.delete(String(statementId))) throw absent(arn);
        return {};
      },
    },
  };
  const kind = given === undefined ? '' : (part ?? 'one');
  return need(
    operations[`${method} ${kind}`],
    () => new Refusal(404, 'UnknownOperationException', `${method} ${kind}`),
  );
}

function passed({ Role: role }: Json): Action {
  const context = { 'iam:PassedToService': 'lambda.amazonaws.com' };
  return { action: 'iam:PassRole', resource: String(role), context };
}

function configuration(name: string, one: StoredFunction): Json {
  const isBusy = one.busyLooks > 0;
  return {
    FunctionName: name,
    FunctionArn: one.arn,
    ...one.settings,
    CodeSha256: one.sha256,
    // As Lambda writes it, which is not quite ISO 8601.
    LastModified: new Date(one.changedAt * 1000).toISOString().replace('Z', '+0000'),
    State: stateOf(one),
    LastUpdateStatus: isBusy ? 'InProgress' : 'Successful',
  };
}

function stateOf({ busyLooks, isNew, hasFailed }: StoredFunction): string {
  if (hasFailed) return 'Failed';
  return busyLooks > 0 && isNew ? 'Pending' : 'Active';
}

function idle(one: StoredFunction): StoredFunction {
  if (one.busyLooks === 0) return one;
  throw conflict(
    `The operation cannot be performed at this time. An update is in progress for resource: ${one.arn}`,
  );
}

const MAINTAINED = new Set(['nodejs22.x', 'nodejs24.x']);

function checkSettings(account: Account, settings: Json): void {
  const role = [...account.roles.values()].find(({ arn }) => arn === settings['Role']);
  if (!role || role.unknownToLambda > 0) {
    if (role) role.unknownToLambda -= 1;
    // The last to hear of a role is the key that the environment is encrypted with.
    if (role?.unknownToLambda === 0) {
      throw invalid(
        'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: ARN does not refer to a valid principal',
      );
    }
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }
  if (!role.trust.includes('lambda.amazonaws.com')) {
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }
  if (!MAINTAINED.has(String(settings['Runtime']))) {
    throw invalid(`The runtime parameter of ${String(settings['Runtime'])} is no longer supported`);
  }
  if (!isWithin(settings['Timeout'], 1, 900)) throw invalid('timeout');
  if (!isWithin(settings['MemorySize'], 128, 10_240)) throw invalid('memorySize');
  const { Variables: variables = {} } = (settings['Environment'] ?? {}) as {
    readonly Variables?: Readonly<Record<string, string>>;
  };
  for (const [key, value] of Object.entries(variables)) {
    if (!/^[A-Za-z]\w+$/.test(key) || key.startsWith('AWS_')) throw invalid(`environment ${key}`);
    if (typeof value !== 'string') throw invalid(`environment ${key}`);
  }
  if (JSON.stringify(variables).length > 4096) throw invalid('environment is too large');
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** A zip that has the handler's file; answers its hash as Lambda tells it. */
function checkCode(zipFile: string, { Handler: handler }: Json): string {
  const zip = Buffer.from(zipFile, 'base64');
  const [module = ''] = String(handler).split('.');
  try {
    const names = Object.keys(unzipSync(zip));
    if (names.some((name) => [`${module}.mjs`, `${module}.js`].includes(name))) {
      return createHash('sha256').update(zip).digest('base64');
    }
  } catch {
    // Told below.
  }
  throw invalid('Could not unzip uploaded file, or it lacks the handler.');
}

function absent(arn: string): Refusal {
  return new Refusal(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
}

function conflict(message: string): Refusal {
  return new Refusal(409, 'ResourceConflictException', message);
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidParameterValueException', message);
}
