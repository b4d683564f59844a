/** A whole deployment: the stack, then the functions' code, then what the gateway remembers. */
import { FlushStageAuthorizersCacheCommand } from '@aws-sdk/client-api-gateway';
import { ResetAuthorizersCacheCommand } from '@aws-sdk/client-apigatewayv2';
import { say } from '#text/message.ts';
import { changeStack } from './change-set.ts';
import { updateCode } from './code.ts';
import { DEFAULT_REST_STAGE, HTTP_STAGE, type RestApi } from '../application.ts';
import type { Package } from './package.ts';
import type { Plan } from './plan.ts';
import { readyStack, type Stack, type Work } from './stack.ts';
import type { Output } from './template/index.ts';

/**
 * Makes AWS have what the plan says, no less and no more: what an earlier deployment under this
 * prefix made and the plan no longer has goes. Returns what the stack says of its APIs.
 *
 * @param packages every function's code, by the name that the application gives it
 * @throws ExplainedError where AWS refuses or fails, or where the stack is not ours
 */
export async function deploy(
  work: Work,
  plan: Plan,
  packages: ReadonlyMap<string, Package>,
): Promise<Outputs> {
  let stack = await readyStack(work, plan.prefix);
  // What a whole stack guards stays guarded: only a new one begins with its public part, or one that
  // got no further.
  const isWhole = stack !== undefined && (plan.phases.length === 1 || 'OwnIssuer' in stack.outputs);
  for (const phase of isWhole ? (['whole'] as const) : plan.phases) {
    stack = await changeStack(work, plan, phase, stack);
    await updateCode(work, plan, packages);
  }
  const { outputs } = stack as Stack;
  await forgetAnswers(work, plan, outputs);
  return outputs;
}

export type Outputs = Readonly<Partial<Record<Output, string>>>;

/** Authorizers' answers are kept for minutes, and may be those of code that is gone. */
async function forgetAnswers(
  { clients, report }: Work,
  { application: { httpApi, restApi } }: Plan,
  { HttpApiId: ApiId, RestApiId: restApiId }: Outputs,
): Promise<void> {
  if (Object.values(httpApi?.authorizers ?? {}).some(({ type }) => type === 'REQUEST')) {
    await clients.http.send(new ResetAuthorizersCacheCommand({ ApiId, StageName: HTTP_STAGE }));
    report({ verb: 'changed', what: say`HTTP API: cached answers forgotten` });
  }
  if (Object.keys(restApi?.authorizers ?? {}).length > 0) {
    const { stage: stageName = DEFAULT_REST_STAGE } = restApi as RestApi;
    await clients.rest.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName }));
    report({ verb: 'changed', what: say`REST API: cached answers forgotten` });
  }
}
