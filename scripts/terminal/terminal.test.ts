import { expect, test } from 'vitest';
import { languageOf, pageOptions } from './terminal.ts';

test.each([
  [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
  [{ LANG: 'ko' }, 'ko'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'kok_IN' }, 'en'],
  [{ LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }, 'en'],
  [{ LC_ALL: '', LC_MESSAGES: 'ko_KR', LANG: 'en_US' }, 'ko'],
] as const)('the language of %j is %s', (environment, language) => {
  expect(languageOf(environment, 'en-US')).toBe(language);
});

test('without a variable the system decides, as on Windows', () => {
  expect(languageOf({}, 'ko-KR')).toBe('ko');
  expect(languageOf({}, 'fr-FR')).toBe('en');
});

test('no terminal: no colour, 60 columns', () => {
  const pipe = { isTTY: false } as NodeJS.WriteStream;
  expect(pageOptions(pipe, {}, 'ko')).toEqual({ language: 'ko', colour: false, width: 60 });
});

test.each([
  [20, 40],
  [80, 80],
  [240, 100],
])('a terminal of %i columns is written %i wide', (columns, width) => {
  const terminal = { isTTY: true, columns, hasColors: () => true } as unknown as NodeJS.WriteStream;
  expect(pageOptions(terminal, {}, 'en')).toEqual({ language: 'en', colour: true, width });
});
