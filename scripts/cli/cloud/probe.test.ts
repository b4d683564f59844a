/** The probe at local AWS, which is what it is to be compared with. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FUNCTION_DEFAULTS } from '#aws/application.ts';
import { startLocalAws, type LocalAws } from '#aws/local/index.ts';
import { CONTRACT_APPLICATION, CONTRACT_ROOT } from '#aws/contract/index.ts';
import { clientFor } from '#testing/aws-client.ts';
import { listening } from '#testing/for-test.ts';
import { manualTimers } from '#testing/local-aws.ts';
import { LOOPBACK } from '#terminal/loopback.ts';
import { drawn } from '#terminal/page.ts';
import { drawFinding } from './probe.ts';
import { probe, type Finding } from '#aws/deploy/probe.ts';

let local: LocalAws;
let client: LambdaClient;

beforeAll(async () => {
  // No case is about a function's time, and a busy machine needs more of it.
  const { startTimer } = manualTimers(FUNCTION_DEFAULTS.timeoutSeconds * 1000);
  const options = { root: CONTRACT_ROOT, concurrency: 2, startTimer };
  local = await startLocalAws(CONTRACT_APPLICATION, options);
  client = clientFor(local);
});

afterAll(async () => {
  client.destroy();
  await local.stop();
});

async function findingsAt(http: string, rest: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const stack = { http, rest, run: 'probe' };
  for await (const finding of probe(stack, client, (name) => name)) findings.push(finding);
  return findings;
}

test('where all is as the cases say, nothing differs and what was in doubt is confirmed', async () => {
  const findings = await findingsAt(local.httpApi!.url, local.restApi!.url);
  expect(findings.filter(({ differences }) => differences.length > 0)).toEqual([]);
  expect(findings.some(({ wasUnconfirmed }) => wasUnconfirmed)).toBe(true);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
});

/** The findings where an HTTP API answers so, and nobody listens where the REST API should be. */
async function findingsWith(listener: RequestListener): Promise<(id: string) => Finding> {
  const port = await listening(createServer(listener));
  const findings = await findingsAt(`http://${LOOPBACK}:${port}`, `http://${LOOPBACK}:1`);
  return (id) => findings.find((finding) => finding.id === id)!;
}

test('an API that answers otherwise differs, and one that does not answer is no end', async () => {
  const find = await findingsWith((_, response) => response.writeHead(418).end());
  expect(find('http-denied').differences).toContain('status: expected 403, received 418');
  expect(find('rest-no-token')).toMatchObject({
    differences: [],
    noAnswer: expect.stringContaining('ECONNREFUSED'),
  });
  expect(find('invoke-result').differences).toEqual([]);
});

test('a server that takes the call and never answers does not hold up the rest', async () => {
  vi.stubEnv('WORKSHOP_AWS_SECONDS', '0.05');
  const find = await findingsWith(() => {});
  vi.unstubAllEnvs();
  expect(find('http-denied')).toMatchObject({
    differences: [],
    noAnswer: 'AWS did not answer within 0.05 seconds.',
  });
});

test.each<[string, Pick<Finding, 'wasUnconfirmed' | 'differences' | 'noAnswer'>]>([
  ['as said    http-denied\n', { wasUnconfirmed: false, differences: [] }],
  ['confirmed  http-denied\n', { wasUnconfirmed: true, differences: [] }],
  [
    'no answer  http-denied\n  answers 403\n  - it broke\n  https://docs.aws.amazon.com/\n',
    { wasUnconfirmed: true, differences: [], noAnswer: 'it broke' },
  ],
  [
    'refuted    http-denied\n  answers 403\n  - status: expected 403, received 401\n  https://docs.aws.amazon.com/\n',
    { wasUnconfirmed: true, differences: ['status: expected 403, received 401'] },
  ],
  [
    'differs    http-denied\n  answers 403\n  - status: expected 403, received 401\n  https://docs.aws.amazon.com/\n',
    { wasUnconfirmed: false, differences: ['status: expected 403, received 401'] },
  ],
])('%j', (text, verdict) => {
  const finding = {
    id: 'http-denied',
    rule: 'answers 403',
    source: 'https://docs.aws.amazon.com/',
  };
  const options = { language: 'en', colour: false, width: 60 } as const;
  const shown = drawn(options, (page) => drawFinding(page, { ...finding, ...verdict }));
  expect(shown).toBe(text);
});
