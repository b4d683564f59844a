import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  CONTRACT_APPLICATION,
  CONTRACT_ROOT,
  INVOKE_CASES,
  replayInvokeCase,
} from '../../contract/index.ts';
import { startForTest } from '#testing/local-aws.ts';

/**
 * AWS's own runtime interface client (aws-lambda-ric) in place of our bootstrap: proof that the host
 * speaks the real Runtime API. It needs a C++ build, so it is no dependency; this runs where it is
 * installed, or where AWS_LAMBDA_RIC names its `index.mjs`.
 */
const bootstrap = process.env['AWS_LAMBDA_RIC'] ?? findInstalled();

/** What only our own bootstrap tells the host, or what differs between versions of AWS's. */
const OURS = new Set(['invoke-tail']);

describe.skipIf(bootstrap === undefined)("AWS's runtime client on our Runtime API", () => {
  test.each(
    INVOKE_CASES.filter(({ id }) => !OURS.has(id)).map((entry) => [entry.rule, entry] as const),
  )('%s', async (_, entry) => {
    const options = { root: CONTRACT_ROOT, bootstrap: bootstrap as string };
    const { client } = await startForTest(CONTRACT_APPLICATION, options);
    expect(await replayInvokeCase(entry, client, (name) => name)).toEqual([]);
  });
});

function findInstalled(): string | undefined {
  try {
    const path = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
