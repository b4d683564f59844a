/** One page of notes, taken apart into its slides. */
import { dirname, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import { say, type Message } from '#text/message.ts';
import { NotesError } from './notes-error.ts';
import type { Drawing, Note, NoteKind, Slide } from './slide.ts';

/**
 * Reads the slides of a page, in either language. `file` is its path relative to the root.
 * Throws a NotesError.
 */
export function readNotes(markdown: string, file: string): Slide[] {
  const lines = markdown.split('\n');
  const headings = headingsOf(lines);
  const section = headings.find(({ level }) => level === 1)?.text ?? '';
  return headings.flatMap(({ level, text, line, anchor }, index): Slide[] => {
    const heading = SLIDE_HEADING.exec(text);
    if (level !== 2 || !heading) return [];
    const end = headings[index + 1]?.line ?? lines.length;
    const body = new SlideBody(lines.slice(line + 1, end), file, line + 2);
    return [
      {
        number: Number(heading[1] ?? heading[2]),
        title: heading[3] ?? '',
        section,
        deckText: body.deckText(),
        ...body.minutesAndLabs(),
        drawing: body.drawing(),
        notes: body.notes(),
        file,
        anchor,
      },
    ];
  });
}

const SLIDE_HEADING = /^(?:Slide (\d+)|슬라이드 (\d+)): (.+)$/;

interface Heading {
  readonly level: number;
  readonly text: string;
  /** From 0. */
  readonly line: number;
  readonly anchor: string;
}

/** The headings, with no regard to what stands in a code block. */
function headingsOf(lines: readonly string[]): Heading[] {
  const slugger = new GithubSlugger();
  let inCode = false;
  return lines.flatMap((line, index): Heading[] => {
    if (/^\s*```/.test(line)) inCode = !inCode;
    const [, marks, text] = (!inCode && /^(#+) (.+)$/.exec(line)) || [];
    if (marks === undefined || text === undefined) return [];
    const seen = text.replaceAll(/[`*]/g, '');
    return [{ level: marks.length, text: seen, line: index, anchor: slugger.slug(seen) }];
  });
}

/** `⏱ 3 min · [lab 0](…)` and `⏱ 3분 · [실습 0](…)`. */
const CLOCK = /^⏱ (\d+)(?: min|분)(?: · (.+))?$/;
const LAB_LINK = /\]\([^)]*?labs\/(\d\d)-[^)]*\)/g;
const DECK = /^<blockquote lang="ko">\n+(.+?)\n+<\/blockquote>$/ms;
const IMAGE = /^!\[(.+)\]\((.+\.svg)\)$/m;
const MERMAID = /^```mermaid\n(.+?)\n```$/ms;
const BULLET = /^- \*\*([^*]+):\*\* (.*)$/;

const KINDS: Readonly<Record<string, NoteKind>> = {
  Note: 'note',
  Ask: 'ask',
  Demo: 'demo',
  설명: 'note',
  질문: 'ask',
  시연: 'demo',
};

/** What stands under a slide's heading. */
class SlideBody {
  private readonly lines: readonly string[];
  private readonly file: string;
  private readonly firstLine: number;

  constructor(lines: readonly string[], file: string, firstLine: number) {
    this.lines = lines;
    this.file = file;
    this.firstLine = firstLine;
  }

  minutesAndLabs(): Pick<Slide, 'minutes' | 'labs'> {
    const [clock, ...more] = this.lines
      .map((line) => CLOCK.exec(line))
      .filter((match) => match !== null);
    if (!clock || more.length > 0) {
      throw this.error(say`A slide has one line with its minutes, such as: ⏱ 3 min`);
    }
    const minutes = Number(clock[1]);
    if (minutes === 0) throw this.error(say`A slide takes at least one minute.`);
    const labs = [...(clock[2] ?? '').matchAll(LAB_LINK)].map((match) => Number(match[1]));
    return { minutes, labs };
  }

  deckText(): string {
    const text = DECK.exec(this.text)?.[1];
    if (text !== undefined) return text;
    throw this.error(say`A slide has the deck's text in <blockquote lang="ko">, with empty lines.`);
  }

  drawing(): Drawing {
    const [, alt, path] = IMAGE.exec(this.text) ?? [];
    const mermaid = MERMAID.exec(this.text)?.[1];
    if (alt !== undefined && path !== undefined && mermaid !== undefined) {
      return { svgPath: posix.join(dirname(this.file), path), alt, mermaid };
    }
    throw this.error(
      say`A slide has a drawing: an SVG with its text alternative, and its Mermaid.`,
    );
  }

  notes(): Note[] {
    const notes: { kind: NoteKind; lines: string[] }[] = [];
    for (const [index, line] of this.lines.entries()) {
      const [, label, first] = BULLET.exec(line) ?? [];
      if (label !== undefined && first !== undefined) {
        const kind = KINDS[label];
        if (!kind) throw this.error(say`There is no kind of note "${label}".`, index);
        notes.push({ kind, lines: [first] });
      } else if (/^(?: {2}|$)/.test(line)) {
        notes.at(-1)?.lines.push(line.slice(2));
      }
    }
    if (notes.length === 0) throw this.error(say`A slide has notes: - **Note:** what to say.`);
    return notes.map(({ kind, lines }) => ({ kind, markdown: lines.join('\n').trim() }));
  }

  private get text(): string {
    return this.lines.join('\n');
  }

  /** Without a line of its own it is about the heading. */
  private error(what: Message, index = -1): NotesError {
    return new NotesError(`${this.file}:${this.firstLine + index}`, what);
  }
}
