import { assert, property, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { bilingual, english, say, verbatim } from './message.ts';

test('a message is its template and its values', () => {
  expect(say`step ${2} of ${'five'}`).toEqual({ text: 'step {0} of {1}', values: ['2', 'five'] });
});

test('the Korean may put the values in another order', () => {
  const catalog = { 'step {0} in {1}': '{1}의 {0}단계' };
  expect(bilingual(say`step ${2} in ${'jwt.ts'}`, catalog)).toEqual({
    en: 'step 2 in jwt.ts',
    ko: 'jwt.ts의 2단계',
  });
});

test('a value that is a message is translated too', () => {
  const catalog = { 'it stops: {0}': '중단: {0}', 'no error': '오류 없음' };
  expect(bilingual(say`it stops: ${say`no error`}`, catalog).ko).toBe('중단: 오류 없음');
});

test('without a translation the English stands in', () => {
  expect(bilingual(say`untold`, {})).toEqual({ en: 'untold', ko: 'untold' });
});

test('a value is never read as a template, whatever it holds', () => {
  assert(
    property(string(), string(), (first, second) => {
      expect(english(say`<${first}|${second}>`)).toBe(`<${first}|${second}>`);
      expect(english(verbatim(first))).toBe(first);
    }),
  );
});

test('a value that is not what its type says is shown all the same', () => {
  const wrong = Promise.resolve(1) as unknown as string;
  expect(english(say`rank ${wrong}`)).toBe('rank [object Promise]');
});
