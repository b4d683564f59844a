import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startLocalAws, type LocalAws } from '../local/index.ts';
import { clientFor } from '#testing/aws-client.ts';
import {
  CONTRACT_APPLICATION,
  CONTRACT_ROOT,
  HTTP_CASES,
  INVOKE_CASES,
  replayCase,
  replayInvokeCase,
  REST_CASES,
} from './index.ts';

// A process takes a second to start where other tests run at the same time.
vi.setConfig({ testTimeout: 30_000 });

let local: LocalAws;
let client: LambdaClient;

beforeAll(async () => {
  local = await startLocalAws(CONTRACT_APPLICATION, { root: CONTRACT_ROOT, concurrency: 2 });
  client = clientFor(local);
});

afterAll(async () => {
  client.destroy();
  await local.stop();
});

for (const [name, cases] of [
  ['an HTTP API', HTTP_CASES],
  ['a REST API', REST_CASES],
] as const) {
  describe(`${name}`, () => {
    for (const entry of cases) {
      test(`${entry.rule} (${entry.id})`, async () => {
        const stack = {
          http: local.httpApi?.url ?? '',
          rest: local.restApi?.url ?? '',
          run: entry.id,
        };
        expect(await replayCase(entry, stack)).toEqual([]);
      });
    }
  });
}

describe('Lambda', () => {
  for (const entry of INVOKE_CASES) {
    test(`${entry.rule} (${entry.id})`, async () => {
      expect(await replayInvokeCase(entry, client, (name) => name)).toEqual([]);
    });
  }
});

test('every case has its own id and names its source', () => {
  const cases = [...HTTP_CASES, ...REST_CASES, ...INVOKE_CASES];
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(cases.filter(({ source }) => !source.startsWith('https://docs.aws.amazon.com/'))).toEqual(
    [],
  );
});
