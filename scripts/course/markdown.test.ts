import { describe, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { CourseLinks } from './links.ts';
import { readPage } from './markdown.ts';

const folded = (summary: string, text: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;

test('a heading is what a reader sees, its anchor what GitHub makes of it', () => {
  const text = '# A *rank* in `code` <br>\n\n## Sign\n\n## Sign\n\n## 서명(signature)\n';
  expect(readPage(text).headings).toEqual([
    { level: 1, text: 'A rank in code ', anchor: 'a-rank-in-code-', line: 1 },
    { level: 2, text: 'Sign', anchor: 'sign', line: 3 },
    { level: 2, text: 'Sign', anchor: 'sign-1', line: 5 },
    { level: 2, text: '서명(signature)', anchor: '서명signature', line: 7 },
  ]);
});

test('a link may end in a heading or in an id of HTML', () => {
  const { anchors } = readPage('# One\n\n<a id="two"></a><a name=\'three\'></a>\n');
  expect([...anchors]).toEqual(['one', 'two', 'three']);
});

test('links and pictures are found in Markdown and in HTML, and not in code or comments', () => {
  const text =
    '[a](a.md) ![b](b.svg) https://c.example\n\n<picture><img src="d.png"></picture>\n\n`[no](no.md)` <!-- <img src="no.png"> -->\n\n```md\n[no](no.md)\n```\n';
  expect(readPage(text).links).toEqual([
    { target: 'a.md', line: 1 },
    { target: 'b.svg', line: 1 },
    { target: 'https://c.example', line: 1 },
    { target: 'd.png', line: 3 },
  ]);
});

test('a drawing is a picture with the Mermaid below it, in its own section', () => {
  const mermaid = folded('Source', '```mermaid\nflowchart LR\n  a --> b\n```');
  const text = [
    '## One',
    '![no source](a.svg)',
    `## Two\n\n${mermaid}`,
    `## Three\n\n![](b.svg)\n\n![A to b.](c.svg)\n\n${mermaid}\n\n${mermaid}`,
  ].join('\n\n');
  const source = 'flowchart LR\n  a --> b';
  const line = text.split('\n').indexOf('![A to b.](c.svg)') + 1;
  expect(readPage(text).drawings).toEqual([
    { target: 'c.svg', alt: 'A to b.', mermaid: source, line },
  ]);
});

test('a table has its rows, and each cell its text and its links', () => {
  const [table] = readPage('| lab | is |\n| - | - |\n| [1 · `JWT`](a.md) | a \\| b |\n').tables;
  const cells = table?.map((row) => row.cells.map(({ text, links }) => ({ text, links })));
  expect(cells).toEqual([
    [
      { text: 'lab', links: [] },
      { text: 'is', links: [] },
    ],
    [
      { text: '1 · JWT', links: ['a.md'] },
      { text: 'a | b', links: [] },
    ],
  ]);
});

describe('a folded part', () => {
  test('has its summary and the Markdown inside, whatever a code block in it looks like', () => {
    const inside = 'Count *bytes*.\n\n```html\n</details>\n```';
    const text = `${folded('One &lt;b&gt;', inside)}\n${folded('Two', 'more')}\n`;
    expect(readPage(text).folded).toEqual([
      { summary: 'One <b>', text: inside, line: 1, end: 10 },
      { summary: 'Two', text: 'more', line: 11, end: 16 },
    ]);
  });

  test('may hold another', () => {
    const parts = readPage(`${folded('Outer', folded('Inner', 'deep'))}\n`).folded;
    expect(parts.map(({ summary, line, end }) => [summary, line, end])).toEqual([
      ['Outer', 1, 11],
      ['Inner', 4, 9],
    ]);
  });

  test('that is never closed ends with the page', () => {
    expect(readPage('<details>\n<summary>Open</summary>\n\ntext\n').folded).toEqual([
      { summary: 'Open', text: 'text', line: 1, end: 6 },
    ]);
  });
});

describe('a link', () => {
  test.each([
    ['https://example.com/a#b', { kind: 'outside' }],
    ['MAILTO:spark@rubywave.io', { kind: 'outside' }],
    ['b.md', { kind: 'file', file: 'docs/b.md', anchor: undefined }],
    ['#a', { kind: 'file', file: 'docs/a.md', anchor: 'a' }],
    ['./b.md#%EB%93%B1%EA%B8%89', { kind: 'file', file: 'docs/b.md', anchor: '등급' }],
    ['../', { kind: 'file', file: 'README.md', anchor: undefined }],
    ['../rank.ts#L1-L2', { kind: 'file', file: 'rank.ts', anchor: 'L1-L2' }],
    ['../rank.ts#rank', { kind: 'broken', why: 'no-heading', file: 'rank.ts' }],
    ['b.md#a', { kind: 'broken', why: 'no-heading', file: 'docs/b.md' }],
    ['c.md', { kind: 'broken', why: 'no-file', file: 'docs/c.md' }],
    ['../docs', { kind: 'broken', why: 'no-file', file: 'docs' }],
    ['../../README.md', { kind: 'broken', why: 'no-file', file: '../README.md' }],
    ['/README.md', { kind: 'broken', why: 'absolute', file: '/README.md' }],
    ['file:///etc/hosts', { kind: 'broken', why: 'absolute', file: 'file:///etc/hosts' }],
    ['%zz', { kind: 'broken', why: 'no-file', file: 'docs/%zz' }],
  ])('%s', (target, destination) => {
    const course = CourseCopy.of({
      'README.md': '# Course\n',
      'rank.ts': '',
      'docs/a.md': '# A\n',
      'docs/b.md': '# 등급\n',
    });
    expect(new CourseLinks(course.root).follow('docs/a.md', target)).toEqual(destination);
    course.remove();
  });
});
