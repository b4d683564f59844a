import { expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { explain } from '#aws/deploy/explain.ts';
import { user } from './source.ts';

function told(properties: object, message = 'as the client says it'): string | undefined {
  const text = explain(Object.assign(new Error(message), properties), 'xx-y-1', (value) => value);
  return text && english(text);
}

test.each([
  ['ENOTFOUND', 'There is no region xx-y-1, or no network.'],
  ['ECONNREFUSED', 'AWS can not be reached: ECONNREFUSED.'],
  ['EAI_AGAIN', 'AWS can not be reached: EAI_AGAIN.'],
  ['SELF_SIGNED_CERT_IN_CHAIN', "What answers in AWS's place is not trusted"],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', "What answers in AWS's place is not trusted"],
  ['ERR_TLS_CERT_ALTNAME_INVALID', "What answers in AWS's place is not trusted"],
])('%s is a line', (code, line) => expect(told({ code })).toContain(line));

test.each([{ code: 'ERR_INVALID_ARG_TYPE' }, {}])('%j is a bug of ours', (properties) =>
  expect(told(properties)).toBeUndefined(),
);

test('what an organization forbids is not to be found in the README', () => {
  const message =
    'User: arn:aws:iam::123456789012:user/spark is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x with an explicit deny in a service control policy';
  expect(told({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, message)).toBe(
    'AWS does not allow you iam:CreateRole: a policy of the account or of its organization denies it.',
  );
});

test('a file is no service', () => {
  expect(told({ code: 'EACCES', path: '/root/lab5.json' })).toBe(
    'The file /root/lab5.json can not be opened: EACCES.',
  );
});

test('who is there is the codespace’s owner, where it is one', () => {
  expect(user({ GITHUB_USER: 'spark' })).toBe('spark');
  expect(user({})).not.toBe('spark');
});
