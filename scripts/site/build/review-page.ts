/**
 * A lab's review: twelve short changes to the reference, to approve or to refuse. The page says how it
 * goes; its script (`client/review`) asks the questions, which come as a script of their own.
 */
import type { Token } from 'markdown-it';
import { lessonOf } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { reviewOf, type Review } from '#course/review/questions.ts';
import type { Rounds } from '#course/review/round.ts';
import { say, type Language } from '#text/message.ts';
import type { WrittenPage } from './hooks.ts';
import { escapeHtml, htmlIn, htmlToken } from './html.ts';
import type { CodePainter } from './markdown/code.ts';
import { textIn } from './text.ts';

/** What the page's script gets: a lab's questions in one language. */
export interface PageReview {
  readonly rounds: Rounds;
  readonly questions: readonly PageQuestion[];
}

export interface PageQuestion {
  readonly id: string;
  readonly file: string;
  readonly lines: readonly PageLine[];
  readonly reasons: readonly string[];
  /** Why the change is right; undefined where it is wrong. */
  readonly why?: string;
  readonly wrong?: PageTruth;
}

/** `+`, `-`, a space, or `@` between two places of the file; and the code in colours. */
export type PageLine = readonly [mark: string, html: string];

export interface PageTruth {
  readonly reason: number;
  readonly check: string;
  readonly title: string;
  readonly cause?: string;
  /** The lesson's section: its title, and its address from the review's page. */
  readonly step: string;
  readonly href: string;
}

/** The questions of the labs that have enough of them; the same for both languages. */
export function reviewsOf(labs: readonly Lab[]): ReadonlyMap<Lab, Review> {
  const all = labs.map((lab) => [lab, reviewOf(lab)] as const);
  return new Map(all.filter(([, { rounds }]) => rounds.before.length > 0));
}

/** The address of a lab's review, below the language's folder. */
export function reviewPath({ id }: Lab): string {
  return `labs/${id}/review.html`;
}

export function reviewPage(
  lab: Lab,
  { questions, rounds }: Review,
  painter: CodePainter,
  language: Language,
  { served }: { readonly served: boolean },
): WrittenPage {
  const t = htmlIn(language);
  const title = textIn(language, say`Review lab ${lab.number}`);
  const summary = textIn(
    language,
    say`Twelve short changes to the code of lab ${lab.number}. Some are as right as what was there, and some let a wrong token in: which ones would you approve?`,
  );
  const { steps } = lessonOf(lab, language);
  const data: PageReview = {
    rounds,
    questions: [...questions.values()].map(({ id, file, lines, reasons, truth }) => {
      const common = {
        id,
        file,
        lines: paintedLines(lines, painter),
        reasons: reasons.map((reason) => reason[language]),
      };
      if ('why' in truth) return { ...common, why: truth.why[language] };
      const step = steps.find(({ number }) => number === truth.step);
      const wrong = {
        reason: truth.reason,
        check: truth.check,
        title: truth.title[language],
        ...(truth.cause && { cause: truth.cause[language] }),
        step: textIn(language, say`Step ${truth.step}: ${step?.title ?? ''}`),
        href: `index.html#${encodeURIComponent(step?.anchor ?? '')}`,
      };
      return { ...common, wrong };
    }),
  };
  return {
    path: reviewPath(lab),
    kind: 'review',
    title,
    summary,
    body: `<h1>${escapeHtml(title)}</h1>
<p class="alert without-script">${t(say`This page works by a script, and none runs here. The lessons can be read without.`)}</p>
<div class="intro">
<p>${escapeHtml(summary)}</p>
<ol>
<li>${t(say`Read the change as you would in a pull request, and approve or refuse it.`)}</li>
<li>${t(say`Where you refuse, name the line that is at fault, and what its author believes.`)}</li>
<li>${t(say`Then the check that catches it speaks. What you missed comes again.`)}</li>
</ol>
<p class="quiet">${t(say`Review twelve changes before the lab and twelve others after it: the two scores tell what you have learnt.`)}</p>
</div>
<div class="review needs-script" id="review" data-lab-id="${lab.id}"${served ? ' data-served="yes"' : ''}></div>
`,
    data: { file: 'review.js', script: `workshopReview(${JSON.stringify(data)});\n` },
  };
}

/** Below the lesson's first paragraph, for a review begins before the lab. */
export function inviteToReview(tokens: Token[], lab: Lab, language: Language): Token[] {
  const lead = tokens.findIndex(({ type }) => type === 'paragraph_close') + 1;
  const [like] = tokens;
  if (!like) return tokens;
  const t = htmlIn(language);
  const link = `<a href="review.html">${t(say`Review lab ${lab.number}`)}</a>`;
  const text = t(
    say`Twelve short changes to its code: which would you approve? Before the lab, and twelve others after it.`,
  );
  const invitation = htmlToken(like, `<p class="invitation">${link} ${text}</p>\n`);
  return [...tokens.slice(0, lead), invitation, ...tokens.slice(lead)];
}

/** Characters that no code has: where a line begins and ends. */
const EDGE = '\0';

function paintedLines(lines: readonly string[], painter: CodePainter): PageLine[] {
  const code = lines.map((line) => line.slice(1));
  let offset = 0;
  const marks = code.map((line) => {
    const start = offset;
    offset += line.length + 1;
    return { start, end: start + line.length, open: EDGE, close: EDGE };
  });
  const shown = marks.filter(({ start, end }) => end > start);
  const painted = painter.paint(code.join('\n'), 'ts', shown).split(EDGE);
  const html = new Map(shown.map((mark, index) => [mark, painted[index * 2 + 1] ?? '']));
  return lines.map((line, index) => {
    const mark = marks[index];
    return [line.charAt(0), (mark && html.get(mark)) ?? ''] as const;
  });
}
