/** Where the APIs of a deployed stack answer: as the stack itself says it. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { clientOptions, guard } from '#aws/deploy/guard.ts';
import type { ApiKind } from '#aws/deploy/names.ts';
import { findStack } from '#aws/deploy/stack.ts';

/** Where `npm run deploy` has put the application. */
export interface Stack {
  readonly region: string;
  readonly prefix: string;
}

/** The address without a slash at the end; undefined where the stack has no such API. */
export async function deployedApi(
  kind: ApiKind,
  { region, prefix }: Stack,
): Promise<string | undefined> {
  const client = guard(new CloudFormationClient(clientOptions(region)));
  const stack = await findStack(client, prefix);
  return stack?.outputs[kind === 'http' ? 'HttpApiUrl' : 'RestApiUrl'];
}
