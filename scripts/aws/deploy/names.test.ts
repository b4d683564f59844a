import { assert, property, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { defaultPrefix, deployedName, isPrefix, isRegion } from './names.ts';

test('a default prefix tells the application and whose it is', () => {
  expect(defaultPrefix('jwt-workshop-lab5', 'Spark')).toBe('jwt-workshop-lab5-spark');
  expect(defaultPrefix('contract', 'spark')).toBe('jwt-workshop-contract-spark');
  expect(defaultPrefix('jwt-workshop-lab5', '')).toBe('jwt-workshop-lab5');
  expect(defaultPrefix('jwt-workshop-lab5', '김스파크')).toBe('jwt-workshop-lab5');
});

test('whoever deploys, the default prefix is one', () => {
  assert(
    property(string({ unit: 'binary' }), (user) => {
      expect(isPrefix(defaultPrefix('jwt-workshop-lab5', user))).toBe(true);
    }),
  );
});

test('the longest prefix leaves room for what comes behind it', () => {
  const longest = 'a'.repeat(40);
  expect(isPrefix(longest)).toBe(true);
  expect(isPrefix(`${longest}a`)).toBe(false);
  for (const name of ['request-authorizer', 'ap-southeast-99']) {
    expect(deployedName(longest, name).length).toBeLessThanOrEqual(64);
  }
});

test.each(['', 'ab', '1ab', 'Abc', 'a_b', 'a--b', 'abc-', '-abc', 'a b', 'a/b', 'abc\n'])(
  '%j is no prefix',
  (text) => expect(isPrefix(text)).toBe(false),
);

test.each(['ap-northeast-2', 'us-east-1', 'us-gov-west-1', 'eusc-de-east-1', 'mx-central-1'])(
  '%s is written like a region',
  (text) => expect(isRegion(text)).toBe(true),
);

test.each(['', 'seoul', 'AP-NORTHEAST-2', 'ap-northeast-2a', 'ap-northeast-2.evil.example', 'x'])(
  '%j is not',
  (text) => expect(isRegion(text)).toBe(false),
);
