import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { authorizerCache } from './cache.ts';

test('identities of several parts do not run into each other', () => {
  const cache = authorizerCache(() => 0);
  cache.set('request', ['a', 'bc'], 'allow', 300);
  expect(cache.get('request', ['ab', 'c'])).toBeUndefined();
  expect(cache.get('other', ['a', 'bc'])).toBeUndefined();
});

test('random tokens do not fill the memory: the oldest go', () => {
  const cache = authorizerCache(() => 0);
  for (let count = 0; count <= 10_000; count++) cache.set('token', [String(count)], count, 300);
  expect(cache.get('token', ['0'])).toBeUndefined();
  expect(cache.get('token', ['10000'])?.value).toBe(10_000);
});

test('it answers as a list of all that was ever set would', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(400) }),
    fc.record({
      kind: fc.constant('set' as const),
      token: fc.constantFrom('a', 'b'),
      ttl: fc.constantFrom(0, 1, 300),
    }),
    fc.record({ kind: fc.constant('get' as const), token: fc.constantFrom('a', 'b') }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let now = 0;
      const cache = authorizerCache(() => now);
      const [answers, expected]: unknown[][] = [[], []];
      const list: { token: string; value: number; at: number; until: number }[] = [];
      for (const [index, action] of steps.entries()) {
        if (action.kind === 'wait') {
          now += action.seconds * 1000;
        } else if (action.kind === 'set') {
          cache.set('door', [action.token], index, action.ttl);
          const until = now + action.ttl * 1000;
          if (until > now) list.push({ token: action.token, value: index, at: now, until });
        } else {
          const latest = list.findLast(({ token }) => token === action.token);
          answers?.push(cache.get('door', [action.token]));
          const isKept = latest && now < latest.until;
          expected?.push(
            isKept ? { value: latest.value, ageSeconds: (now - latest.at) / 1000 } : undefined,
          );
        }
      }
      expect(answers).toEqual(expected);
    }),
  );
});
