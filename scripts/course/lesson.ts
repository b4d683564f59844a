/**
 * A lab's lesson, read from the README that GitHub shows: its title, its steps, and the hints that
 * are folded under each step. Nothing of it is written a second time.
 */
import { readPage } from './markdown.ts';

export interface Hint {
  /** 1 to 3, as its `<summary>` says. */
  readonly level: number;
  /** The text of the `<summary>`, without its "Hint 1:". */
  readonly title: string;
  /** The Markdown inside. */
  readonly text: string;
}

export interface LessonStep {
  readonly number: number;
  readonly title: string;
  /** The heading's anchor, as GitHub makes it. */
  readonly anchor: string;
  /** The heading's, from 1. */
  readonly line: number;
  /** In the order in which they stand. */
  readonly hints: readonly Hint[];
}

export interface Lesson {
  readonly title: string;
  readonly steps: readonly LessonStep[];
}

const STEP = /^(?:Step (\d+)|(\d+)단계): (.+)$/;
/** The `<summary>` of a hint: its label, level and title. */
export const HINT = /^((?:Hint|힌트) (\d+):)\s*(.*)$/s;

/** Reads a lesson from Markdown, in either language. */
export function readLesson(markdown: string): Lesson {
  const { headings, folded } = readPage(markdown);
  const steps = headings.flatMap(({ text, anchor, line }, index): LessonStep[] => {
    const [, english, korean, title] = STEP.exec(text) ?? [];
    if (title === undefined) return [];
    const next = headings.slice(index + 1).find(({ level }) => level < 3);
    const hints = folded
      .filter((part) => part.line > line && part.line < (next?.line ?? Infinity))
      .flatMap(({ summary, text: inside }): Hint[] => {
        const [, , level, question = ''] = HINT.exec(summary) ?? [];
        return level === undefined ? [] : [{ level: Number(level), title: question, text: inside }];
      });
    return [{ number: Number(english ?? korean), title, anchor, line, hints }];
  });
  const title = headings.find(({ level }) => level === 1)?.text ?? '';
  return { title: title.replace(/^[^·]*· /, ''), steps };
}
