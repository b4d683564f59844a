import { beforeAll, expect, test } from 'vitest';
import type { CodeMark } from '../hooks.ts';
import { plainText } from '../html.ts';
import { makeCodePainter, type CodePainter } from './code.ts';
import { markLanguages } from './languages.ts';

let painter: CodePainter;
beforeAll(async () => {
  painter = await makeCodePainter();
});

test('colours are classes, and the stylesheet has each for both themes', () => {
  const html = painter.paint("const rank = '15'; // → 15\n", 'ts');
  expect(plainText(html)).toBe("const rank = '15'; // → 15\n");
  expect(html).not.toContain('style');
  const used = new Set([...html.matchAll(/class="(c\d+)"/g)].map(([, name]) => name));
  expect(used.size).toBeGreaterThan(2);
  for (const name of used) {
    expect(painter.styles()).toMatch(
      new RegExp(String.raw`\.${name}\{color:light-dark\(#\w{6},#\w{6}\)`),
    );
  }
});

test('a mark goes around its stretch of code, whatever the colours are', () => {
  const code = "verify('a.b.c');";
  const html = painter.paint(code, 'ts', [markAt(8, 9, 'part'), markAt(8, 13, 'whole')]);
  expect(plainText(html)).toBe(code);
  const inside = /<i class="whole">([^]*)<\/i>/.exec(html)?.[1] ?? '';
  expect(plainText(inside)).toBe('a.b.c');
  expect(inside).toMatch(/^<i class="part"><span class="c\d+">a<\/span><\/i>/);
});

function markAt(start: number, end: number, name: string): CodeMark {
  return { start, end, open: `<i class="${name}">`, close: '</i>' };
}

test.each([
  ['<p>encrypted (암호화 스트링).</p>', '<p>encrypted (<span lang="ko">암호화 스트링</span>).</p>'],
  [
    '<blockquote lang="ko"><p>토큰</p></blockquote>',
    '<blockquote lang="ko"><p>토큰</p></blockquote>',
  ],
  ['<a title="토큰">x</a>', '<a title="토큰">x</a>'],
  ['<p lang="ko">토큰</p><p>토큰</p>', '<p lang="ko">토큰</p><p><span lang="ko">토큰</span></p>'],
])('in English %s becomes %s', (html, marked) => {
  expect(markLanguages(html, 'en')).toBe(marked);
});

test.each([
  [
    '<td>Whom the token is about; it is not a title.</td>',
    '<td lang="en">Whom the token is about; it is not a title.</td>',
  ],
  ['<td>HTTP API</td>', '<td>HTTP API</td>'],
  ['<p>JWT를 Lambda 함수가 확인합니다</p>', '<p>JWT를 Lambda 함수가 확인합니다</p>'],
  [
    '<td><code>npm run lab 2 and then some more</code></td>',
    '<td><code>npm run lab 2 and then some more</code></td>',
  ],
])('in Korean %s becomes %s', (html, marked) => {
  expect(markLanguages(html, 'ko')).toBe(marked);
});
