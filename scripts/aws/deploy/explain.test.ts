/** What keeps AWS from answering, as the real clients say it, in a line; and bugs of ours, which stay. */
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LOOPBACK } from '#terminal/loopback.ts';
import { english } from '#text/message.ts';
import { REGION } from '#testing/cloud.ts';
import { freePort } from '#testing/for-test.ts';
import { startFakeAws, type FakeAws, type Fault } from '#testing/fake-aws/index.ts';
import { closeClients, makeClients, type Clients } from './clients.ts';
import { makeSecret } from '../secrets.ts';
import { explain, withoutSecrets } from './explain.ts';

let aws: FakeAws;
let clients: Clients;
beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => closeClients(clients));

/** What a look at a stack fails with, and one at a function, in a line each. */
async function lines(): Promise<string[]> {
  clients = makeClients(REGION);
  const calls = [
    clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'x' })),
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'x' })),
  ];
  const errors = await Promise.all(calls.map((call) => call.then(String, (error) => error)));
  return errors.map((error) => english(explain(error, REGION)!));
}

test.each<[Fault, string]>([
  ['denied', 'AWS does not allow you '],
  ['expired', 'AWS does not accept these credentials in ap-northeast-2: ExpiredToken.'],
  ['page', "A web page came in place of AWS's answer"],
  ['silence', 'AWS did not answer within 0.2 seconds.'],
])('%s', async (fault, start) => {
  // Only where nothing comes: an answer may take its time.
  if (fault === 'silence') vi.stubEnv('WORKSHOP_AWS_SECONDS', '0.2');
  aws.fault = () => fault;
  for (const line of await lines()) expect(line).toContain(start);
});

describe('what is set on this machine', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    [
      'no credentials',
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      'There are no AWS credentials here',
    ],
    [
      'half of them',
      { AWS_SECRET_ACCESS_KEY: undefined },
      'only half of the AWS credentials here: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not.',
    ],
    [
      'the other half',
      { AWS_ACCESS_KEY_ID: undefined },
      'AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not.',
    ],
    [
      'a profile that is not there',
      { AWS_PROFILE: 'class', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      'The profile class (AWS_PROFILE) is not there',
    ],
    [
      'FIPS endpoints',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      'This machine asks for FIPS endpoints (AWS_USE_FIPS_ENDPOINT)',
    ],
    [
      'dual-stack endpoints',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      'This machine asks for dual-stack endpoints (AWS_USE_DUALSTACK_ENDPOINT)',
    ],
  ])('%s', async (_, environment, start) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    for (const line of await lines()) expect(line).toContain(start);
  });

  test('an endpoint where nobody is', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', `http://${LOOPBACK}:${await freePort()}`);
    expect(await lines()).toEqual(Array(2).fill('AWS can not be reached: ECONNREFUSED.'));
  });
});

function told(properties: object, message = 'as the client says it'): string | undefined {
  clients ??= makeClients(REGION);
  const text = explain(Object.assign(new Error(message), properties), 'xx-y-1');
  return text && english(text);
}

test.each([
  [{ code: 'ENOTFOUND' }, 'There is no region xx-y-1, or no network.'],
  [
    { code: 'ENOTFOUND', hostname: 'lambda-fips.xx-y-1.amazonaws.com' },
    'This machine asks for FIPS endpoints (AWS_USE_FIPS_ENDPOINT), and there is no lambda-fips.',
  ],
  [
    { code: 'ENOTFOUND', hostname: 'lambda.xx-y-1.api.aws' },
    'This machine asks for dual-stack endpoints',
  ],
  [{ code: 'EAI_AGAIN' }, 'AWS can not be reached: EAI_AGAIN.'],
  [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, "What answers in AWS's place is not trusted"],
  [{ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, "What answers in AWS's place is not trusted"],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, "What answers in AWS's place is not trusted"],
  [
    { code: 'EACCES', path: '/root/lab5.json' },
    'The file /root/lab5.json can not be opened: EACCES.',
  ],
])('%j is a line', (properties, line) => expect(told(properties)).toContain(line));

test.each([{ code: 'ERR_INVALID_ARG_TYPE' }, {}])('%j is a bug of ours', (properties) =>
  expect(told(properties)).toBeUndefined(),
);

test('what an organization forbids is not to be found in AWS.md', () => {
  const message =
    'User: arn:aws:iam::123456789012:user/spark is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x with an explicit deny in a service control policy';
  expect(told({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, message)).toBe(
    'AWS does not allow you iam:CreateRole: a policy of the account or of its organization denies it.',
  );
});

test('a secret is taken out of what AWS says, and a name of ours is not', () => {
  const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString(
    'base64url',
  );
  const name = `jwt-workshop-${'a'.repeat(27)}-token-authorizer`;
  const arn = `arn:aws:lambda:ap-northeast-2:123456789012:function:${name}`;
  expect(withoutSecrets(`{"JWT_SECRET":"${secret}"} in ${arn}`)).toBe(
    `{"JWT_SECRET":"***"} in ${arn}`,
  );
  const key = makeSecret({ rsa: 2048 });
  expect(withoutSecrets(`the value ${key} is too long`)).toBe('the value ***\n is too long');
  expect(withoutSecrets(`the value ${key.slice(0, 500)}`)).toBe('the value ***');
  expect(withoutSecrets(JSON.stringify({ JWT_PRIVATE_KEY: key }))).not.toContain(key.slice(40, 80));
});
