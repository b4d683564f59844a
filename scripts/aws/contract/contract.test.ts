import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_DEFAULTS } from '../application.ts';
import { startLocalAws, type LocalAws } from '../local/index.ts';
import { clientFor } from '#testing/aws-client.ts';
import { manualTimers } from '#testing/local-aws.ts';
import {
  CONTRACT_APPLICATION,
  CONTRACT_ROOT,
  HTTP_CASES,
  INVOKE_CASES,
  replayCase,
  replayInvokeCase,
  REST_CASES,
} from './index.ts';

// What the checks of the labs run in threads behaves as in a process.
describe.each(['processes', 'threads'] as const)('with functions in %s', (environments) => {
  let local: LocalAws;
  let client: LambdaClient;

  beforeAll(async () => {
    // No case is about a function's time, and a busy machine needs more of it.
    const { startTimer } = manualTimers(FUNCTION_DEFAULTS.timeoutSeconds * 1000);
    const options = { root: CONTRACT_ROOT, concurrency: 2, environments, startTimer };
    local = await startLocalAws(CONTRACT_APPLICATION, options);
    client = clientFor(local);
  });

  afterAll(async () => {
    client.destroy();
    await local.stop();
  });

  test.each([...HTTP_CASES, ...REST_CASES])('$api: $rule ($id)', async (entry) => {
    const [http, rest] = [local.httpApi?.url ?? '', local.restApi?.url ?? ''];
    expect(await replayCase(entry, { http, rest, run: entry.id })).toEqual([]);
  });

  test.each(INVOKE_CASES)('Lambda: $rule ($id)', async (entry) => {
    expect(await replayInvokeCase(entry, client, (name) => name)).toEqual([]);
  });
});

test('every case has its own id and names its source', () => {
  const cases = [...HTTP_CASES, ...REST_CASES, ...INVOKE_CASES];
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  const official = /^https:\/\/(docs\.aws\.amazon\.com|github\.com\/aws)\//;
  expect(cases.filter(({ source }) => !official.test(source))).toEqual([]);
});

test('a member that nothing reads would be no check: all are known by name', () => {
  const cases = [...HTTP_CASES, ...REST_CASES, ...INVOKE_CASES];
  const names = cases.flatMap((one) => [...Object.keys(one), ...Object.keys(one.expected)]);
  const known =
    'api before body differs error expected function functionError headers id json log matches message payload request rule same source status token unconfirmed';
  expect([...new Set(names)].toSorted().join(' ')).toBe(known);
});
