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
import { ExplainedError } from '#terminal/errors.ts';
import { english } from '#text/message.ts';
import { withinLimit } from './guard.ts';

export interface Finding {
  readonly id: string;
  readonly rule: string;
  /** The AWS page that says so. */
  readonly source: string;
  /** Whether it was doubted: marked `unconfirmed` in the case, and in the code that imitates it. */
  readonly wasUnconfirmed: boolean;
  /** What AWS does otherwise; none if it does as the case says. */
  readonly differences: readonly string[];
  /** Why nothing came that could be compared: that neither confirms nor refutes a case. */
  readonly noAnswer?: string;
}

/** Sends one case after the other, as many follow on what was sent before. */
export async function* probe(
  stack: Stack,
  client: LambdaClient,
  nameOf: (declared: string) => string,
): AsyncGenerator<Finding> {
  for (const entry of [...HTTP_CASES, ...REST_CASES]) {
    yield await find(entry, () => replayCase(entry, stack));
  }
  for (const entry of INVOKE_CASES) {
    yield await find(entry, () => replayInvokeCase(entry, client, nameOf));
  }
}

/** A connection that breaks, or an answer that never comes, is no reason not to ask the next. */
async function find(
  { id, rule, source, unconfirmed: wasUnconfirmed = false }: Case,
  replay: () => Promise<string[]>,
): Promise<Finding> {
  const finding = { id, rule, source, wasUnconfirmed };
  try {
    return { ...finding, differences: await withinLimit(replay()) };
  } catch (error) {
    const text = error instanceof ExplainedError ? english(error.text) : String(error);
    return { ...finding, differences: [], noAnswer: text };
  }
}

type Case = Pick<Finding, 'id' | 'rule' | 'source'> & { readonly unconfirmed?: boolean };
