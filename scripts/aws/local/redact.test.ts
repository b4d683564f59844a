import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { inspect } from 'node:util';
import { makeSecret } from '../secrets.ts';
import { redactor } from './redact.ts';

const SIGNATURE = 'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
const TOKEN = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${SIGNATURE}`;
const redact = redactor({ jwt: 'thirty-two bytes of a secret text' });

test.each([
  [
    { headers: { authorization: `Bearer ${TOKEN}` } },
    { headers: { authorization: 'Bearer eyJhbGciOi...' } },
  ],
  [{ authorizationToken: TOKEN }, { authorizationToken: 'eyJhbGciOi...' }],
  [{ identitySource: [`Bearer ${TOKEN}`] }, { identitySource: ['Bearer eyJhbGciOi...'] }],
  [{ body: `{"access_token":"${TOKEN}"}` }, { body: '{"access_token":"eyJhbGciOi..."}' }],
  [{ body: '{"password":"correct horse"}' }, { body: '{"password":"***"}' }],
  [
    { body: 'cGFzc3dvcmQ=', isBase64Encoded: true },
    { body: '<base64, 12 characters>', isBase64Encoded: true },
  ],
  [`got ${TOKEN} from spark`, 'got eyJhbGciOi... from spark'],
  [
    "{ email: 'spark@rubywave.io', password: 'horse' }",
    "{ email: 'spark@rubywave.io', password: '***' }",
  ],
  ['email=spark&password=horse&rank=15', 'email=spark&password=***&rank=15'],
  ['key: thirty-two bytes of a secret text', 'key: <secret jwt>'],
  [
    { rank: 15, member: true, none: null },
    { rank: 15, member: true, none: null },
  ],
])('%j', (value, shown) => {
  expect(redact(value)).toEqual(shown);
});

test('a private key is taken out whole, line by line, and where JSON writes its line ends', () => {
  const key = makeSecret({ rsa: 2048 });
  const clean = redactor({ key });
  const [, line = ''] = key.split('\n');
  for (const text of [key, JSON.stringify({ key }), `it begins with ${line}`, inspect({ key })]) {
    const shown = String(clean(text));
    expect(shown).toContain('<secret key>');
    expect(key.split('\n').filter((one) => one.length > 30 && shown.includes(one))).toEqual([]);
  }
});

test('ordinary names of hosts and functions stay', () => {
  const arn = 'arn:aws:execute-api:ap-northeast-2:123456789012:abcdef1234/dev/GET/me';
  const host = 'abcdef1234.execute-api.ap-northeast-2.amazonaws.com';
  expect(redact({ methodArn: arn, domainName: host })).toEqual({
    methodArn: arn,
    domainName: host,
  });
});

test('a token is found wherever it stands', () => {
  const { value: anything } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(TOKEN),
      fc
        .tuple(
          fc.constantFrom('', 'Bearer ', '"', '\n', '/me?x='),
          fc.constantFrom('', ' ', '"', '&'),
        )
        .map(([before, after]) => `${before}${TOKEN}${after}`),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('authorization', 'body', 'log', 'rank'), tie('value'), {
        maxKeys: 3,
      }),
      tie('value').map((value) => JSON.stringify(value)),
    ),
  }));
  fc.assert(
    fc.property(anything, (value) => {
      expect(JSON.stringify(redact(value))).not.toContain(SIGNATURE);
    }),
  );
});

test('a long text is cut: a search from its every letter would take minutes, and not come back', () => {
  for (const text of [
    'x'.repeat(5_000_000),
    'eyJ'.repeat(1_000_000),
    'password='.repeat(500_000),
    '['.repeat(50_000),
  ]) {
    expect((redact({ body: text }) as { body: string }).body.length).toBeLessThan(5000);
  }
});
