/**
 * A lab's lesson, read from the README that GitHub shows: its title, its steps, and the hints that
 * are folded under each step. Nothing of it is written a second time.
 */
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

export interface Hint {
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
  /** In the order of their levels. */
  readonly hints: readonly Hint[];
}

export interface Lesson {
  readonly title: string;
  readonly steps: readonly LessonStep[];
}

const STEP_HEADING = /^(?:Step (\d+)|(\d+)단계): (.+)$/;
const SUMMARY = /<summary>(?:Hint|힌트) \d+: (.*?)<\/summary>/;

/** Reads a lesson from Markdown, in either language. */
export function readLesson(markdown: string): Lesson {
  const lines = markdown.split('\n');
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const slugger = new GithubSlugger();
  const steps: { -readonly [Key in keyof LessonStep]: LessonStep[Key] }[] = [];
  let title = '';
  let hint: { title: string; from: number } | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const text = headingText(tokens[index + 1]);
      const anchor = slugger.slug(text);
      const step = STEP_HEADING.exec(text);
      if (token.tag === 'h1') title = text.replace(/^[^·]*· /, '');
      if (step) {
        const number = Number(step[1] ?? step[2]);
        steps.push({ number, title: step[3] ?? '', anchor, hints: [] });
      }
    }
    if (token.type !== 'html_block' || !token.map) continue;
    const step = steps.at(-1);
    // One block may close a hint and open the next.
    for (let line = token.map[0]; line < token.map[1]; line += 1) {
      const html = lines[line] ?? '';
      const summary = SUMMARY.exec(html)?.[1];
      if (summary !== undefined) hint = { title: summary, from: line + 1 };
      if (!html.includes('</details>') || !hint || !step) continue;
      const text = lines.slice(hint.from, line).join('\n').trim();
      step.hints = [...step.hints, { title: hint.title, text }];
      hint = undefined;
    }
  }
  return { title, steps };
}

/** A heading as a reader sees it: code and emphasis without their marks. */
function headingText(inline: Token | undefined): string {
  return (inline?.children ?? []).map((child) => child.content).join('');
}
