/** The contract cases, replayed against AWS itself. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  HTTP_CASES,
  INVOKE_CASES,
  replayCase,
  replayInvokeCase,
  REST_CASES,
  type Stack,
} from '../contract/index.ts';

export interface Finding {
  readonly id: string;
  readonly rule: string;
  /** The AWS page that says so. */
  readonly source: string;
  /** Whether it was doubted: marked `unconfirmed` in the case, and in the code that imitates it. */
  readonly wasUnconfirmed: boolean;
  /** What AWS does otherwise; none if it does as the case says. */
  readonly differences: readonly string[];
}

/** Sends one case after the other, as many follow on what was sent before. */
export async function* probe(
  stack: Stack,
  client: LambdaClient,
  nameOf: (declared: string) => string,
): AsyncGenerator<Finding> {
  for (const entry of [...HTTP_CASES, ...REST_CASES]) {
    yield find(entry, await orMessage(() => replayCase(entry, stack)));
  }
  for (const entry of INVOKE_CASES) {
    yield find(entry, await orMessage(() => replayInvokeCase(entry, client, nameOf)));
  }
}

function find(
  {
    id,
    rule,
    source,
    unconfirmed,
  }: Omit<Finding, 'wasUnconfirmed' | 'differences'> & {
    readonly unconfirmed?: true;
  },
  differences: readonly string[],
): Finding {
  return { id, rule, source, wasUnconfirmed: unconfirmed ?? false, differences };
}

/** A connection that breaks is no answer to this case, and no reason not to ask the next. */
async function orMessage(replay: () => Promise<string[]>): Promise<string[]> {
  try {
    return await replay();
  } catch (error) {
    return [`no answer: ${error instanceof Error ? error.message : String(error)}`];
  }
}
