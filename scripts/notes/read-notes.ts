/** One page of notes, taken apart into its slides. */
import type { Token } from 'markdown-it';
import { readPage } from '#course/markdown.ts';
import { attributeOf, readHtml } from '#course/raw-html.ts';
import { say, type Message } from '#text/message.ts';
import { NotesError } from './notes-error.ts';
import type { Note, NoteKind, Slide } from './slide.ts';

const SLIDE = /^(?:Slide (\d+)|슬라이드 (\d+)): (.+)$/;

/**
 * Reads the slides of a page, in either language. `file` is its path relative to the root.
 * Throws a NotesError.
 */
export function readNotes(markdown: string, file: string): Slide[] {
  const { headings, tokens, drawings } = readPage(markdown);
  const lines = markdown.split('\n');
  const section = headings.find(({ level }) => level === 1)?.text ?? '';
  return headings.flatMap(({ level, text, line, anchor }, index): Slide[] => {
    const [, english, korean, title] = SLIDE.exec(text) ?? [];
    if (level !== 2 || title === undefined) return [];
    const end = (headings[index + 1]?.line ?? lines.length + 1) - 1;
    const below = tokens.filter(({ map }) => map && map[0] >= line && map[0] < end);
    const fail = (what: Message, at = line) => new NotesError(`${file}:${at}`, what);
    const drawing = drawings.find((one) => one.line > line && one.line <= end);
    if (!drawing) throw fail(NO_DRAWING);
    return [
      {
        number: Number(english ?? korean),
        title,
        section,
        deckText: deckText(below, lines, fail),
        ...minutesAndLabs(below, fail),
        drawing,
        notes: notesIn(below, lines, fail),
        file,
        anchor,
      },
    ];
  });
}

/** Names the heading's line where no other is given. */
type Fail = (what: Message, line?: number) => NotesError;

const NO_DRAWING = say`A slide has a drawing: an SVG with its text alternative, and its Mermaid.`;

/** `⏱ 3 min · [lab 0](…)` and `⏱ 3분 · [실습 0](…)`. */
const CLOCK = /^⏱ (\d+)(?: min|분)(?: · |$)/;
const LABEL = /^\*\*([^*]+):\*\* /;
const KINDS: Readonly<Record<string, NoteKind>> = {
  Note: 'note',
  Ask: 'ask',
  Demo: 'demo',
  설명: 'note',
  질문: 'ask',
  시연: 'demo',
};

function minutesAndLabs(tokens: readonly Token[], fail: Fail): Pick<Slide, 'minutes' | 'labs'> {
  const clocks = tokens.filter(({ type, content }) => type === 'inline' && CLOCK.test(content));
  const [clock] = clocks;
  if (!clock || clocks.length > 1) {
    throw fail(say`A slide has one line with its minutes, such as: ⏱ 3 min`);
  }
  const minutes = Number(CLOCK.exec(clock.content)?.[1]);
  if (minutes === 0) throw fail(say`A slide takes at least one minute.`);
  const labs = (clock.children ?? []).flatMap((child) => {
    const lab = /labs\/(\d\d)-/.exec(String(child.attrGet('href')))?.[1];
    return lab === undefined ? [] : [Number(lab)];
  });
  return { minutes, labs };
}

/** What stands between the lines of `<blockquote lang="ko">` and `</blockquote>`. */
function deckText(tokens: readonly Token[], lines: readonly string[], fail: Fail): string {
  const tags = tokens
    .filter(({ type }) => type === 'html_block')
    .flatMap(({ content, map }) =>
      readHtml(content).map((piece) => ({ ...piece, line: piece.line + (map?.[0] ?? 0) })),
    );
  const open = tags.find((tag) => tag.kind === 'open' && attributeOf(tag, 'lang') === 'ko');
  const close = tags.find((tag) => tag.kind === 'close' && tag.name === 'blockquote');
  const text =
    open && close
      ? lines
          .slice(open.line + 1, close.line)
          .join('\n')
          .trim()
      : '';
  if (text !== '') return text;
  throw fail(say`A slide has the deck's text in <blockquote lang="ko">, with empty lines.`);
}

function notesIn(tokens: readonly Token[], lines: readonly string[], fail: Fail): Note[] {
  const notes = tokens.flatMap(({ type, map }, index): Note[] => {
    // The bullet's own paragraph and its text come next.
    const text = tokens[index + 2]?.content ?? '';
    const [label, name = ''] = LABEL.exec(text) ?? [];
    if (type !== 'list_item_open' || label === undefined || !map) return [];
    const kind = KINDS[name];
    if (!kind) throw fail(say`There is no kind of note "${name}".`, map[0] + 1);
    const [first = '', ...more] = lines.slice(...map);
    const rest = more.map((line) => line.slice(2));
    return [{ kind, markdown: [first.slice(2 + label.length), ...rest].join('\n').trim() }];
  });
  if (notes.length === 0) throw fail(say`A slide has notes: - **Note:** what to say.`);
  return notes;
}
