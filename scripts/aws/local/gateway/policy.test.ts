import * as fc from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy, matchesPattern, PolicyError, type Decision } from './policy.ts';

const API = 'arn:aws:execute-api:ap-northeast-2:123456789012:abcdef1234/dev';
const statement = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({
  Effect,
  Action,
  Resource,
});
const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const allow = (Resource: unknown, Action?: unknown) => policy(statement('Allow', Resource, Action));
const ABOUT = { time: Date.parse('2026-11-14T12:00:00Z'), sourceIp: '127.0.0.1' };
const conditional = (Condition: unknown, Effect = 'Allow') =>
  policy({ ...statement(Effect, '*'), Condition });

const until = (time: unknown) => ({ DateLessThan: { 'aws:CurrentTime': time } });
const from = (ranges: unknown) => ({ IpAddress: { 'aws:SourceIp': ranges } });

describe('a policy', () => {
  test.each<[string, unknown, Decision]>([
    ['allows what it names', allow(`${API}/GET/me`), 'allow'],
    ['does not speak of another route', allow(`${API}/GET/lounge`), 'implicit-deny'],
    ['allows by a star, over slashes', allow(`${API}/*`), 'allow'],
    ['allows by a question mark', allow(`${API}/GET/m?`), 'allow'],
    [
      'denies in spite of an Allow before',
      policy(statement('Allow', '*'), statement('Deny', `${API}/GET/me`)),
      'explicit-deny',
    ],
    [
      'denies in spite of an Allow after',
      policy(statement('Deny', `${API}/GET/me`), statement('Allow', '*')),
      'explicit-deny',
    ],
    [
      'takes lists',
      allow([`${API}/GET/a`, `${API}/GET/me`], ['s3:Get*', 'execute-api:*']),
      'allow',
    ],
    ['takes one statement without a list', { Statement: statement('Allow', '*') }, 'allow'],
    ['reads actions in any case', allow('*', 'Execute-API:invoke'), 'allow'],
    [
      'does not mistake another action',
      allow('*', 'execute-api:ManageConnections'),
      'implicit-deny',
    ],
    ['reads resources in their case only', allow(`${API}/get/me`), 'implicit-deny'],
    [
      'knows NotResource',
      policy({ Effect: 'Allow', Action: '*', NotResource: `${API}/GET/vip` }),
      'allow',
    ],
    [
      'knows NotAction',
      policy({ Effect: 'Allow', NotAction: 'execute-api:*', Resource: '*' }),
      'implicit-deny',
    ],
    ['without statements denies', policy(), 'implicit-deny'],
    ['allows until its condition ends', conditional(until('2026-11-14T12:00:01Z')), 'allow'],
    ['and not from then on', conditional(until('2026-11-14T12:00:00Z')), 'implicit-deny'],
    ['reads seconds too', conditional(until(1_794_657_600)), 'implicit-deny'],
    [
      'begins with its condition',
      conditional({ DateGreaterThan: { 'AWS:currenttime': '2026-11-14T11:59:59Z' } }),
      'allow',
    ],
    ['allows from a range', conditional(from(['10.0.0.0/8', '127.0.0.0/8'])), 'allow'],
    ['and not from others', conditional(from('10.0.0.0/8')), 'implicit-deny'],
    ['tells the families apart', conditional(from('::1')), 'implicit-deny'],
    [
      'denies who is in none of the ranges',
      conditional({ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.1'] } }, 'Deny'),
      'explicit-deny',
    ],
    [
      'asks all of its conditions',
      conditional({ ...from('127.0.0.1'), ...until('2026-01-01T00:00:00Z') }),
      'implicit-deny',
    ],
  ])('%s', (_, document, decision) => {
    expect(evaluatePolicy(document, `${API}/GET/me`, ABOUT)).toBe(decision);
  });

  test.each([
    ['no object', 'Allow'],
    ['no Statement', {}],
    ['an unknown Effect', policy(statement('allow', '*'))],
    ['no Resource', policy({ Effect: 'Allow', Action: '*' })],
    ['a Resource that is no text', allow([1])],
    ['an empty list', allow([])],
    ['a Condition that is a text', conditional('always')],
    ['an operator that is not imitated', conditional({ ArnLike: { 'aws:SourceIp': '*' } })],
    ['a key that is not imitated', conditional({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.1' } })],
    ['a range that is none', conditional({ IpAddress: { 'aws:SourceIp': '127.0.0.1/33' } })],
    ['a time that is none', conditional({ DateLessThan: { 'aws:CurrentTime': 'tomorrow' } })],
  ])('with %s is none', (_, document) => {
    expect(() => evaluatePolicy(document, `${API}/GET/me`, ABOUT)).toThrow(PolicyError);
  });
});

/** Short words of few letters, so that patterns and texts meet often. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });

/** By the definition, one character after the other. */
function fitsByDefinition(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const rest = glob.slice(1);
  if (glob[0] === '*') {
    return Array.from({ length: text.length + 1 }, (_, skip) => skip).some((skip) =>
      fitsByDefinition(rest, text.slice(skip)),
    );
  }
  return (
    text !== '' && (glob[0] === '?' || glob[0] === text[0]) && fitsByDefinition(rest, text.slice(1))
  );
}

test('patterns fit as the definition says', () => {
  fc.assert(
    fc.property(pattern, word, (glob, text) => {
      expect(matchesPattern(glob, text)).toBe(fitsByDefinition(glob, text));
    }),
  );
});

test('a text fits itself, and any text a star', () => {
  fc.assert(
    fc.property(word, (text) => {
      expect([matchesPattern(text, text), matchesPattern('*', text)]).toEqual([true, true]);
    }),
  );
});

test('a pattern of many stars takes no longer than others', () => {
  expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
});

test('a Deny that fits wins, an Allow that fits allows, all else is denied', () => {
  const statements = fc.array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('execute-api:Invoke', 'execute-api:*', '*', 's3:GetObject'),
      Resource: fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 })),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(statements, word, (list, text) => {
      const fitting = list.filter(
        ({ Action, Resource }) =>
          Action !== 's3:GetObject' &&
          [Resource].flat().some((glob) => fitsByDefinition(glob, text)),
      );
      const effects = new Set(fitting.map(({ Effect }) => Effect));
      const expected = effects.has('Deny')
        ? 'explicit-deny'
        : effects.has('Allow')
          ? 'allow'
          : 'implicit-deny';
      expect(evaluatePolicy(policy(...list), text, ABOUT)).toBe(expected);
    }),
  );
});
