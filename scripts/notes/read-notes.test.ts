import { describe, expect, test } from 'vitest';
import { NotesError } from './notes-error.ts';
import { readNotes } from './read-notes.ts';

const FILE = 'slides-notes/02-sessions.md';

const PAGE = `# Sessions

[한국어](02-sessions.ko.md)

## Slide 4: A session on \`one\` web server

⏱ 3 min · leads to [lab 0](../labs/00-sessions/README.md), [lab 5](../labs/05-api-gateway-authorizer/README.md)

<blockquote lang="ko">

웹 서버의 세션

- 하나

</blockquote>

![The client logs in.](drawings/slide-04.svg)

<details>
<summary>The drawing as Mermaid</summary>

\`\`\`mermaid
flowchart LR
  a --> b
\`\`\`

</details>

- **Note:** Say **this**,
  and that.
- **Ask:** What is in the cookie? **Expect:** A number.
- **Demo:** \`npm run lab 0\`

## How to use this

No slide.
`;

test('a slide is read with all that stands under its heading', () => {
  expect(readNotes(PAGE, FILE)).toEqual([
    {
      number: 4,
      title: 'A session on one web server',
      section: 'Sessions',
      deckText: '웹 서버의 세션\n\n- 하나',
      minutes: 3,
      labs: [0, 5],
      drawing: {
        target: 'drawings/slide-04.svg',
        alt: 'The client logs in.',
        mermaid: 'flowchart LR\n  a --> b',
        line: 17,
      },
      notes: [
        { kind: 'note', markdown: 'Say **this**,\nand that.' },
        { kind: 'ask', markdown: 'What is in the cookie? **Expect:** A number.' },
        { kind: 'demo', markdown: '`npm run lab 0`' },
      ],
      file: FILE,
      anchor: 'slide-4-a-session-on-one-web-server',
    },
  ]);
});

test('Korean notes are read alike', () => {
  const korean = PAGE.replace('## Slide 4: ', '## 슬라이드 4: ')
    .replace('⏱ 3 min · leads to', '⏱ 3분 · 이어지는 실습:')
    .replace('**Note:**', '**설명:**')
    .replace('**Ask:**', '**질문:**')
    .replace('**Demo:**', '**시연:**');
  const [slide] = readNotes(korean, FILE);
  expect(slide).toMatchObject({ number: 4, minutes: 3, labs: [0, 5] });
  expect(slide?.notes.map(({ kind }) => kind)).toEqual(['note', 'ask', 'demo']);
});

test('a heading in a code block is none', () => {
  const page = PAGE.replace('  a --> b', '  a --> b\n## Slide 5: not this');
  expect(readNotes(page, FILE)).toHaveLength(1);
});

describe('what is missing is told, with its place', () => {
  test.each([
    ['no minutes', PAGE.replace(/⏱ .*\n/, ''), /:5: A slide has one line with its minutes/],
    ['minutes twice', PAGE.replace('</details>', '</details>\n\n⏱ 2 min'), /one line with its min/],
    ['no time at all', PAGE.replace('⏱ 3 min', '⏱ 0 min'), /at least one minute/],
    ['no deck text', PAGE.replace('<blockquote lang="ko">', '<blockquote>'), /the deck's text/],
    ['no drawing', PAGE.replace(/!\[.*\n/, ''), /A slide has a drawing/],
    ['no text alternative', PAGE.replace('![The client logs in.]', '![]'), /A slide has a drawing/],
    ['no Mermaid', PAGE.replace('```mermaid', '```text'), /A slide has a drawing/],
    ['a kind that is none', PAGE.replace('**Ask:**', '**Joke:**'), /:31: .* no kind .* "Joke"/],
    ['no notes', PAGE.replaceAll(/^(- \*\*| {2}and).*\n/gm, ''), /A slide has notes/],
  ])('%s', (_, page, message) => {
    expect(() => readNotes(page, FILE)).toThrow(NotesError);
    expect(() => readNotes(page, FILE)).toThrow(message);
  });
});
