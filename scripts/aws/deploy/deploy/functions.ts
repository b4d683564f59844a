/** https://docs.aws.amazon.com/lambda/latest/api/ */
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
  type GetFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import { isDeepStrictEqual } from 'node:util';
import { say, type Message } from '#text/message.ts';
import type { Clients } from '../clients.ts';
import { isOurs } from '../names.ts';
import type { Package } from '../package.ts';
import type { Plan, PlannedFunction } from '../plan.ts';
import { kilobytes, WORDS } from '../words.ts';
import { NotOursError, NotReadyError, persist, unlessAbsent, type Work } from '../work.ts';
import type { EnsuredRole } from './role.ts';
import type { Secrets } from './secrets.ts';

export interface FunctionParts {
  readonly role: Pick<EnsuredRole, 'arn' | 'createdAt'>;
  readonly code: Package;
  readonly secrets: Secrets;
}

/**
 * Makes a function, or gives it the code and the settings that it should have. Answers its ARN.
 *
 * @throws NotOursError
 * @throws NotReadyError
 */
export function ensureFunction(
  work: Work,
  plan: Plan,
  planned: PlannedFunction,
  parts: FunctionParts,
): Promise<string> {
  const { lambda } = work.clients;
  const { name, deployedName: FunctionName } = planned;
  const settings = settingsOf(planned, parts);
  return persist(work, async () => {
    let found = await findFunction(work.clients, FunctionName);
    if (found && !isOurs(found.Tags, plan.prefix)) {
      throw new NotOursError(say`the function ${FunctionName}`);
    }
    const fault = found && faultOf(found, parts.role);
    if (fault) {
      await lambda.send(new DeleteFunctionCommand({ FunctionName }));
      work.tell('remove', say`function ${name}: ${fault}`);
      found = undefined;
    }
    if (!found) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          ...settings,
          Code: { ZipFile: parts.code.zip },
          Tags: { ...plan.tags },
        }),
      );
      work.tell('make', WORDS.function(planned, parts.code));
      return arnOf(await ready(work, FunctionName));
    }
    let now = await ready(work, FunctionName, found);
    const isSame = hasSettings(now, settings) && now.CodeSha256 === parts.code.sha256;
    if (isSame) work.tell('same', say`function ${name}`);
    if (!hasSettings(now, settings)) {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
      work.tell('change', say`function ${name}: its settings`);
      now = await ready(work, FunctionName);
    }
    if (now.CodeSha256 !== parts.code.sha256) {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: parts.code.zip }));
      work.tell('change', say`function ${name}: ${kilobytes(parts.code.zip)} KB of new code`);
      now = await ready(work, FunctionName);
    }
    return arnOf(now);
  });
}

/** @throws NotReadyError where the tags, which tell whose it is, are not shown */
export async function findFunction(
  { lambda }: Clients,
  FunctionName: string,
): Promise<GetFunctionCommandOutput | undefined> {
  const found = await unlessAbsent(lambda.send(new GetFunctionCommand({ FunctionName })));
  // unconfirmed: Lambda leaves them out for whoever may get a function and may not list its tags.
  if (found?.TagsError) {
    throw new NotReadyError(
      say`AWS does not show the tags of ${FunctionName}: that takes lambda:ListTags, which the README lists.`,
    );
  }
  return found;
}

/**
 * Why a function is beyond repair and has to be made anew: Lambda failed at making it, or its role
 * has been made after it. Then the key that its environment is encrypted with was opened for a role
 * that is gone, and does not know the new one of the same name.
 * unconfirmed: from https://www.lastweekinaws.com/blog/the-sneaky-weakness-behind-aws-managed-kms-keys/
 */
function faultOf(
  { Configuration: now = {} }: GetFunctionCommandOutput,
  { createdAt }: FunctionParts['role'],
): Message | undefined {
  if (now.State === 'Failed') return say`Lambda failed at making it`;
  const changedAt = Date.parse(now.LastModified ?? '');
  const isOlder = createdAt !== undefined && changedAt < createdAt.getTime();
  return isOlder ? say`its role is another one by now` : undefined;
}

function settingsOf(planned: PlannedFunction, { role, secrets }: FunctionParts) {
  return {
    Role: role.arn,
    Runtime: planned.runtime,
    Handler: planned.handler,
    Timeout: planned.timeoutSeconds,
    MemorySize: planned.memoryMB,
    Environment: { Variables: variablesOf(planned, secrets) },
  };
}

function variablesOf({ environment }: PlannedFunction, secrets: Secrets): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : (secrets[value.secret] as string),
    ]),
  );
}

function hasSettings(
  { Environment: environment, ...found }: FunctionConfiguration,
  { Environment: wanted, ...settings }: ReturnType<typeof settingsOf>,
): boolean {
  return (
    Object.entries(settings).every(([key, value]) => found[key as keyof typeof found] === value) &&
    isDeepStrictEqual({ ...environment?.Variables }, wanted.Variables)
  );
}

/**
 * Waits until Lambda has done with the function what it was asked for.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
async function ready(
  work: Work,
  name: string,
  known?: GetFunctionCommandOutput,
): Promise<FunctionConfiguration> {
  let { Configuration: now = {} } = known ?? (await ask(work, name));
  for (let seconds = 0; isBusy(now); seconds += 1) {
    if (seconds === READY_SECONDS) {
      throw new NotReadyError(say`Lambda has been busy with ${name} for ${READY_SECONDS} seconds.`);
    }
    if (seconds === 0) work.tell('wait', say`until Lambda is done with it`);
    await work.sleep(1);
    ({ Configuration: now = {} } = await ask(work, name));
  }
  const { State, StateReason = '', LastUpdateStatus, LastUpdateStatusReason } = now;
  if (State === 'Failed' || LastUpdateStatus === 'Failed') {
    throw new NotReadyError(
      say`Lambda failed with ${name}: ${LastUpdateStatusReason ?? StateReason}`,
    );
  }
  return now;
}

function ask({ clients }: Work, FunctionName: string): Promise<GetFunctionCommandOutput> {
  return clients.lambda.send(new GetFunctionCommand({ FunctionName }));
}

function isBusy({ State, LastUpdateStatus }: FunctionConfiguration): boolean {
  return State === 'Pending' || LastUpdateStatus === 'InProgress';
}

const READY_SECONDS = 120;

function arnOf({ FunctionArn }: FunctionConfiguration): string {
  return String(FunctionArn);
}
