import { assert, property, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';
import { wordsIn } from './words.ts';

test.each([
  ['Verify the Signature', ['verify', 'the', 'signatur']],
  ['timingSafeEqual', ['timingsafeequal', 'tim', 'saf', 'equal']],
  ['not_yet_valid', ['not_yet_valid', 'not', 'yet', 'valid']],
  ['class, pass, keys, is', ['class', 'pass', 'key', 'is']],
  ['base64url, HS256', ['base64url', 'hs256']],
  ['서명을', ['서명', '명을']],
  ['JWT를', ['jwt', '를']],
  ['실습 2', ['실습', '2']],
])('"%s" is looked up as %j', (text, words) => {
  expect(wordsIn(text)).toEqual(words);
});

test('a Korean word is found in every form that its particles give it', () => {
  const asked = wordsIn('서명');
  for (const form of ['서명', '서명을', '서명은', '서명이', '서명하고']) {
    expect(wordsIn(form)).toEqual(expect.arrayContaining(asked));
  }
});

test.each([
  'verify verifies verified verifying',
  'sign signs signed signing',
  'issue issues issued issuing',
  'expire expires expired expiring',
  'key keys',
  'policy policies',
  'claim claims',
  '검증 검증하다 검증합니다 검증하는 검증한다 검증했습니다 검증되지',
])('forms of one word are one: %s', (forms) => {
  expect(new Set(wordsIn(forms)).size).toBe(1);
});

test('no text is too strange', () => {
  assert(
    property(string({ unit: 'grapheme' }), (text) => {
      expect(wordsIn(text).every((word) => word !== '')).toBe(true);
    }),
  );
});

test('an excerpt begins near what was found, and marks it', () => {
  const text = `${'before '.repeat(30)}the signature, and ${'after '.repeat(40)}`;
  const pieces = excerpt(text, ['signature']);
  expect(pieces.find(({ isFound }) => isFound)?.text).toBe('signature');
  expect(pieces[0]?.text).toBe('… ');
  expect(pieces.at(-1)?.text).toBe(' …');
});

test('an excerpt is a part of its text, whatever is looked for', () => {
  assert(
    property(
      string({ unit: 'grapheme' }),
      string({ unit: 'grapheme', minLength: 1 }),
      (text, term) => {
        const shown = excerpt(text, [term])
          .map((piece) => piece.text)
          .filter((piece) => piece !== '… ' && piece !== ' …')
          .join('');
        expect(text).toContain(shown);
      },
    ),
  );
});
