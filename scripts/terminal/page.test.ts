import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { say } from '#text/message.ts';
import { Page } from './page.ts';

const plain = { language: 'en', colour: false, width: 40 } as const;

function written(draw: (page: Page) => void, options: Partial<typeof plain> | object = {}): string {
  const page = new Page({ ...plain, ...options });
  draw(page);
  return page.toString();
}

test('a long line hangs, set in by where it began', () => {
  expect(written((page) => page.line(`  x ${'word '.repeat(12)}`, 2))).toBe(
    ['  x word word word word word word word', '    word word word word word\n'].join('\n'),
  );
});

test('Korean letters count two columns', () => {
  const text = written((page) => page.entry('기대', '토큰을 거부한다 '.repeat(6)));
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  expect(text.split('\n').length).toBeGreaterThan(3);
});

test('no line is wider than the page, however long a word is', () => {
  const text = written((page) => {
    page.line('x'.repeat(100));
    page.block('y'.repeat(100), '  | ');
    page.entry('came', 'z'.repeat(100));
  });
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
});

test('a path is in one piece, however long it is', () => {
  const path = `labs/${'folder/'.repeat(12)}jwt.ts:34`;
  const text = written((page) => {
    page.line(`Next: write step 1 in ${path} and save`, 6);
    page.entry('open', path, { margin: 6 });
    page.block(`at ${path}`, '  | ');
  });
  expect(text.split(path)).toHaveLength(4);
});

test('English is ASCII, Korean keeps its letters', () => {
  const message = say`RFC 7515 §2 → “base64url” … 토큰`;
  expect(written((page) => page.line(page.text(message)))).toBe(
    'RFC 7515 section 2 -> "base64url" ...\n토큰\n',
  );
  expect(written((page) => page.line(page.text(message)), { language: 'ko' })).toContain('§2 →');
});

test('colour only where it is asked for', () => {
  for (const [colour, line] of [
    [false, 'refused\n'],
    [true, '\u001b[31mrefused\u001b[39m\n'],
  ] as const) {
    expect(written((page) => page.line(page.tone('bad', 'refused')), { colour })).toBe(line);
  }
});

test('Markdown is told in plain text', () => {
  const markdown =
    'See [the RFC](https://example.com/a), **really**:\n\n```ts\nsign(1);\n```\n- one';
  expect(written((page) => page.markdown(markdown), { width: 60 })).toBe(
    'See the RFC (https://example.com/a), really:\n\n    sign(1);\n- one\n',
  );
});
