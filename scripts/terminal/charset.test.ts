import { assert, property, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { runHere } from '#testing/in-process.ts';
import { charsetOf, encode, escaped } from './charset.ts';

const unicode = string({ unit: 'binary' });

test.each([
  [{ LANG: 'ko_KR.UTF-8' }, 'utf-8'],
  [{}, 'utf-8'],
  [{ LANG: 'C.UTF-8' }, 'utf-8'],
  [{ LANG: 'ko_KR.eucKR' }, 'euc-kr'],
  [{ LANG: 'ko_KR.EUC-KR' }, 'euc-kr'],
  [{ LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }, 'ascii'],
  [{ LC_ALL: '', LC_CTYPE: 'POSIX' }, 'ascii'],
] as const)('%j is %s', (environment, charset) => {
  expect(charsetOf(environment)).toBe(charset);
});

test('EUC-KR has the Korean letters, and others as code writes them', () => {
  const bytes = encode('토큰을 검증합니다 → "é"', 'euc-kr') as Uint8Array;
  expect(new TextDecoder('euc-kr').decode(bytes)).toBe('토큰을 검증합니다 → "\\u00e9"');
});

test('whatever is printed, ASCII is ASCII, and JSON the same value', () => {
  assert(
    property(unicode, (text) => {
      expect(encode(text, 'ascii')).toMatch(/^[\0-\x7f]*$/);
      const json = escaped(JSON.stringify(text));
      expect(json).toMatch(/^[\0-\x7f]*$/);
      expect(JSON.parse(json)).toBe(text);
    }),
  );
});

test('under LANG=C a page is ASCII, unless Korean is asked for', async () => {
  const environment = { LANG: 'C' };
  const { stderr } = await runHere(['hint', '하나'], { environment });
  expect(stderr).toContain('not by "\\ud558\\ub098".');
  const korean = await runHere(['hint', '--help', '--lang', 'ko'], { environment });
  expect(korean.stdout).toContain('다음 힌트');
});
