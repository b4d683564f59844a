import { assert, nat, property, string } from '#testing/fast-check.ts';
import { beforeAll, expect, test } from 'vitest';
import { textOf } from '#testing/site/page-parts.ts';
import type { Mark } from '../hooks.ts';
import { escapeHtml, weaveText } from '../html.ts';
import { makeCodePainter, type CodePainter } from './code.ts';
import { SiteLinks } from './links.ts';
import { renderMarkdown } from './render.ts';

let painter: CodePainter;
beforeAll(async () => {
  painter = await makeCodePainter();
});

test('colours are classes, and the stylesheet has each for both themes', () => {
  const html = painter.paint("const rank = '15'; // → 15\n", 'ts');
  expect(textOf(html)).toBe("const rank = '15'; // → 15\n");
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
  expect(textOf(html)).toBe(code);
  const inside = /<i class="whole">([^]*)<\/i>/.exec(html)?.[1] ?? '';
  expect(textOf(inside)).toBe('a.b.c');
  expect(inside).toMatch(/^<i class="part"><span class="c\d+">a<\/span><\/i>/);
});

test('whatever text is escaped and read again, with marks or without, is the same', () => {
  assert(
    property(string(), nat(), nat(), (text, from, size) => {
      expect(textOf(escapeHtml(text))).toBe(text);
      if (text === '') return;
      const start = from % text.length;
      const end = start + 1 + (size % (text.length - start));
      const inner = Math.ceil((start + end) / 2);
      const html = weaveText(text, [markAt(start, end, 'whole'), markAt(start, inner, 'part')]);
      expect(textOf(html)).toBe(text);
      const [, marked = ''] = /<i class="whole">([^]*)<\/i>/.exec(html) ?? [];
      expect(textOf(marked)).toBe(text.slice(start, end));
    }),
  );
});

function markAt(start: number, end: number, name: string): Mark {
  return { start, end, open: `<i class="${name}">`, close: '</i>' };
}

function rendered(text: string, language: 'en' | 'ko'): string {
  const links = new SiteLinks('/nowhere', []);
  const page = `${language}/index.html`;
  return renderMarkdown(text, { links, painter, parts: [], file: 'a.md', page, language }).html;
}

test.each([
  ['encrypted (암호화 스트링).', '<p>encrypted (<span lang="ko">암호화 스트링</span>).</p>\n'],
  ['a `토큰`', '<p>a <code><span lang="ko">토큰</span></code></p>\n'],
  ['a <span lang="ko">`토큰` 둘</span>', '<p>a <span lang="ko"><code>토큰</code> 둘</span></p>\n'],
  [
    '<blockquote lang="ko">\n\n토큰\n\n</blockquote>\n\n토큰',
    '<blockquote lang="ko">\n<p>토큰</p>\n</blockquote>\n<p><span lang="ko">토큰</span></p>\n',
  ],
  ['<p lang="ko">토큰</p>', '<p lang="ko">토큰</p>'],
])('in English %j names its Korean', (text, marked) => {
  expect(rendered(text, 'en')).toBe(marked);
});

test.each([
  [
    'Whom the token is about; it is not a title.',
    '<p lang="en">Whom the token is about; it is not a title.</p>\n',
  ],
  [
    '- Whom the token is about; not a title.\n- 토큰',
    '<ul>\n<li lang="en">Whom the token is about; not a title.</li>\n<li>토큰</li>\n</ul>\n',
  ],
  ['HTTP API', '<p>HTTP API</p>\n'],
  [
    '```console\n다음\n```',
    '<div class="code" data-language="console"><pre><code>다음\n</code></pre></div>\n',
  ],
  ['JWT를 Lambda 함수가 확인합니다', '<p>JWT를 Lambda 함수가 확인합니다</p>\n'],
  ['`npm run lab 2 and then some more`', '<p><code>npm run lab 2 and then some more</code></p>\n'],
])('in Korean %j names its English sentences', (text, marked) => {
  expect(rendered(text, 'ko')).toBe(marked);
});
