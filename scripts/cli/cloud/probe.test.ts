/** The probe at local AWS, which is what it is to be compared with. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalAws, type LocalAws } from '#aws/local/index.ts';
import { CONTRACT_APPLICATION, CONTRACT_ROOT } from '#aws/contract/index.ts';
import { clientFor } from '#testing/aws-client.ts';
import { LOOPBACK } from '#terminal/loopback.ts';
import { drawn } from './probe.ts';
import { probe, type Finding } from '#aws/deploy/probe.ts';

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

test('an API that answers otherwise differs, and one that does not answer is no end', async () => {
  const teapot = createServer((_, response) => response.writeHead(418).end());
  await new Promise<void>((done) => teapot.listen(0, LOOPBACK, done));
  const { port } = teapot.address() as { port: number };
  const findings = await findingsAt(`http://${LOOPBACK}:${port}`, `http://${LOOPBACK}:1`);
  await new Promise((done) => teapot.close(done));
  const find = (id: string) => findings.find((finding) => finding.id === id)!.differences;
  expect(find('http-denied')).toContain('status: expected 403, received 418');
  expect(find('rest-no-token')[0]).toMatch(/^no answer: /);
  expect(find('invoke-result')).toEqual([]);
});

test.each<[string, Pick<Finding, 'wasUnconfirmed' | 'differences'>]>([
  ['as said    http-denied\n', { wasUnconfirmed: false, differences: [] }],
  ['confirmed  http-denied\n', { wasUnconfirmed: true, differences: [] }],
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
  const page = { language: 'en', colour: false, width: 60 } as const;
  expect(drawn({ page }, { ...finding, ...verdict })).toBe(text);
});
