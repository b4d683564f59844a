/** The functions' code, which follows the stack: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
import {
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ExplainedError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { BeyondRepairError, withoutSecrets } from './explain.ts';
import { deployedName } from './names.ts';
import { kilobytes, type Package } from './package.ts';
import type { Plan } from './plan.ts';
import type { Work } from './stack.ts';

/**
 * Gives each function the code that it should have and has not, and waits until Lambda runs it.
 *
 * @throws ExplainedError where Lambda fails with it, or where a function is gone
 */
export async function updateCode(
  work: Work,
  { prefix, application }: Plan,
  packages: ReadonlyMap<string, Package>,
): Promise<void> {
  for (const name of Object.keys(application.functions)) {
    const FunctionName = deployedName(prefix, name);
    const code = packages.get(name) as Package;
    if ((await whenReady(work, FunctionName)) === code.sha256) {
      work.report({ verb: 'same', what: say`code of ${name}` });
      continue;
    }
    await upload(work, FunctionName, code);
    work.report({ verb: 'changed', what: say`code of ${name}: ${kilobytes(code)} KB` });
  }
}

/** A conflict may be with ourselves: the SDK sends again what was done, where its answer got lost. */
async function upload(work: Work, FunctionName: string, { zip, sha256 }: Package): Promise<void> {
  try {
    const input = { FunctionName, ZipFile: zip };
    await work.clients.lambda.send(new UpdateFunctionCodeCommand(input));
    await whenReady(work, FunctionName);
  } catch (error) {
    const isConflict = error instanceof Error && error.name === 'ResourceConflictException';
    if (!isConflict || (await whenReady(work, FunctionName)) !== sha256) throw error;
  }
}

/** Seconds that Lambda may be busy with a function. */
const READY_SECONDS = 120;

/**
 * Waits until Lambda has done with a function what it was asked for; returns the SHA-256 of its code.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
async function whenReady(work: Work, name: string): Promise<string> {
  for (let seconds = 0; seconds < READY_SECONDS; seconds += 1) {
    const { sha256, status, reason } = await look(work.clients.lambda, name);
    if (status === 'Failed') {
      throw new ExplainedError(say`Lambda failed with ${name}: ${withoutSecrets(reason)}`);
    }
    if (status !== 'InProgress') return sha256;
    await work.sleep(1);
  }
  throw new ExplainedError(say`Lambda has been busy with ${name} for ${READY_SECONDS} seconds.`);
}

/**
 * Lambda's answer has the function's environment in it, and so the secret: nothing but what is asked
 * for here is kept. The SDK's own waiter would repeat all of it in an error.
 */
async function look(lambda: LambdaClient, FunctionName: string) {
  try {
    const answer = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const { CodeSha256: sha256 = '', LastUpdateStatus: status } = answer;
    return { sha256, status, reason: answer.LastUpdateStatusReason ?? '' };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    throw new BeyondRepairError(
      say`The function ${FunctionName} was removed by hand: remove the rest of the stack, then deploy anew.`,
    );
  }
}
