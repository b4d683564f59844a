/**
 * Who may invoke a function: API Gateway, for our API, and there for one route or one authorizer.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
 */
import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import { say, type Message } from '#text/message.ts';
import type { PlannedFunction } from '../plan.ts';
import { persist, unlessAbsent, type Work } from '../work.ts';

/** A statement that a function's policy should have. */
export interface Grant {
  /** The whole `execute-api` ARN. */
  readonly sourceArn: string;
  /** Who may, and what. */
  readonly words: Message;
}

/** Gives a function's policy these statements, and takes away those of ours that are no longer due. */
export function ensurePermissions(
  work: Work,
  { name, deployedName: FunctionName }: PlannedFunction,
  grants: readonly Grant[],
): Promise<void> {
  const { lambda } = work.clients;
  const wanted = new Map(grants.map((grant) => [statementId(grant), grant]));
  return persist(work, async () => {
    const found = await unlessAbsent(lambda.send(new GetPolicyCommand({ FunctionName })));
    const present = new Set(statementIds(found?.Policy));
    for (const StatementId of present) {
      if (!StatementId.startsWith(OURS) || wanted.has(StatementId)) continue;
      await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
      work.tell('remove', say`a permission to invoke ${name} that is no longer due`);
    }
    for (const [StatementId, { sourceArn, words }] of wanted) {
      if (present.has(StatementId)) continue;
      await lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId,
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: sourceArn,
        }),
      );
      work.tell('make', words);
    }
  });
}

const OURS = 'workshop-';

/** Tells of what the statement says, so that another API's id makes another statement. */
function statementId({ sourceArn }: Grant): string {
  return OURS + createHash('sha256').update(sourceArn).digest('hex').slice(0, 16);
}

function statementIds(policy: string | undefined): string[] {
  const { Statement: statements = [] } = JSON.parse(policy ?? '{}') as {
    readonly Statement?: readonly { readonly Sid?: string }[];
  };
  return statements.map(({ Sid = '' }) => Sid);
}
