/** `npm run review 2`: short changes to the reference, to approve or to refuse, as a reviewer does. */
import { createInterface } from 'node:readline';
import { README } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { judge, type Answer } from '#course/review/judge.ts';
import { isChanged } from '#course/review/line.ts';
import { reviewOf, type Question } from '#course/review/questions.ts';
import {
  answered,
  begin,
  halfAfter,
  placeIn,
  ROUND_SIZE,
  type Half,
  type ReviewState,
  type Round,
} from '#course/review/round.ts';
import { Progress } from '#runner/progress.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import { untilStopped } from '#terminal/program.ts';
import { HANGUL_KEYS } from '#text/hangul-keys.ts';
import { say, type Message } from '#text/message.ts';
import { labOf } from './choose-lab.ts';
import { measure } from './hint.ts';

/** Asks until the round is done, the input ends, or Ctrl-C: every answer is kept as it comes. */
export async function reviewLab(
  context: Context,
  { lab: number }: { readonly lab: number | undefined },
  input: NodeJS.ReadStream = process.stdin,
): Promise<number> {
  const lab = labOf(context.root, number);
  if (!context.isTerminal || !input.isTTY) {
    throw new ExplainedError(say`A review asks and waits for answers: run it in a terminal.`);
  }
  const { questions, rounds } = reviewOf(lab);
  if (rounds.before.length === 0) {
    throw new ExplainedError(say`Lab ${lab.number} has too few changes for a review.`);
  }
  const progress = new Progress(context.root);
  const { stepsPassed } = progress.of(lab) ?? (await measure(context, lab, progress));
  const half = halfAfter(stepsPassed);
  let state = begin(progress.review(lab), rounds, half);
  const lines = createInterface({ input });
  void untilStopped().then(() => lines.close());
  const answerTo = answerReader(context, lines[Symbol.asyncIterator]());
  while (state.round) {
    const question = questions.get(state.round.queue[0] ?? '');
    if (!question) throw new Error('A round asks what the lab does not have.');
    const { round } = state;
    await context.draw((page) => drawQuestion(page, lab, question, round));
    const answer = await answerTo(question);
    if (answer === undefined) {
      const command = `npm run review ${lab.number}`;
      await context.draw((page) => {
        page.line();
        drawNext(page, say`your answers are kept; go on where you left with`, command);
      });
      return 0;
    }
    const reason = 'why' in question.truth ? undefined : question.truth.reason;
    const { isRight, verdict } = judge({ lines: question.lines, reason }, answer);
    state = answered(state, isRight);
    progress.recordReview(lab, state);
    await context.draw((page) => drawTruth(page, lab, question, isRight, verdict));
  }
  lines.close();
  await context.draw((page) => drawScore(page, lab, half, state));
  return 0;
}

/**
 * Returns what asks about a question and reads the answer from `lines`; it returns undefined where the
 * input ends. What is asked next may be answered in the same line: `r 4 2`.
 */
function answerReader({ tell, draw }: Context, lines: AsyncIterator<string>) {
  let words: string[] = [];

  async function answerTo({ lines: change, reasons }: Question): Promise<Answer | undefined> {
    words = [];
    const letter = await ask(say`Approve or refuse? (a, r)`, (word) => {
      const first = word.charAt(0).toLowerCase();
      const key = HANGUL_KEYS[first] ?? first;
      return key === 'a' || key === 'r' ? key : undefined;
    });
    if (letter === undefined) return undefined;
    if (letter === 'a') return 'approve';
    const shown = numbered(change);
    const line = await askNumber(say`Which line is at fault?`, shown.length);
    if (line === undefined) return undefined;
    if (words.length === 0) {
      await draw((page) => {
        for (const [at, reason] of reasons.entries())
          page.line(`${at + 1} ${page.text(reason)}`, 2);
      });
    }
    const reason = await askNumber(say`What does its author believe?`, reasons.length);
    if (reason === undefined) return undefined;
    return { line: shown[line - 1]?.index ?? 0, reason: reason - 1 };
  }

  function askNumber(question: Message, most: number): Promise<number | undefined> {
    return ask(say`${question} (1-${most})`, (word) => {
      const number = /^\d+$/.test(word) ? Number(word) : 0;
      return number >= 1 && number <= most ? number : undefined;
    });
  }

  /** Asks until the next word is an answer. */
  async function ask<Value>(
    question: Message,
    read: (word: string) => Value | undefined,
  ): Promise<Value | undefined> {
    for (;;) {
      while (words.length === 0) {
        await tell(question);
        const { done, value } = await lines.next();
        if (done === true) return undefined;
        words = value.split(/\s+/).filter((word) => word !== '');
      }
      const answer = read(words.shift() ?? '');
      if (answer !== undefined) return answer;
      words = [];
    }
  }

  return answerTo;
}

/** The lines that have a number, with their index in the change. */
function numbered(lines: readonly string[]) {
  return lines.map((text, index) => ({ text, index })).filter(({ text }) => text !== '@');
}

function drawQuestion(page: Page, lab: Lab, { file, lines }: Question, round: Round): void {
  const at = placeIn(round);
  const place =
    at === undefined
      ? say`Once more: you missed this one`
      : say`Change ${at} of ${round.counted.length}`;
  page.line();
  page.line(page.tone('strong', say`Lab ${lab.number}, ${file}: ${place}`));
  page.line();
  let number = 0;
  for (const line of lines) {
    if (line === '@') page.code('...', '   ');
    else {
      number += 1;
      const tone = line.startsWith('+') ? 'good' : 'bad';
      const text = isChanged(line) ? page.tone(tone, line) : line;
      page.code(`${String(number).padStart(2)} ${text}`, '');
    }
  }
  page.line();
}

function drawTruth(
  page: Page,
  lab: Lab,
  { reasons, truth }: Question,
  isRight: boolean,
  verdict: Message,
): void {
  page.line();
  page.line(page.tone(isRight ? 'good' : 'bad', verdict));
  if ('why' in truth) return page.line(truth.why);
  const { reason, check, title, cause, step } = truth;
  const readme = `labs/${lab.id}/${README[page.language]}`;
  const look = { margin: 2, column: 9 };
  page.entry(say`mistaken`, reasons[reason] ?? '', look);
  page.entry(say`check`, say`${check}: ${page.text(title)}`, look);
  if (cause) page.entry(say`because`, cause, look);
  page.entry(say`lesson`, say`${readme}, step ${step}`, look);
}

function drawScore(page: Page, lab: Lab, half: Half, state: ReviewState): void {
  const score = state[half].at(-1) ?? 0;
  page.line();
  page.line(page.tone('strong', say`${score} of ${ROUND_SIZE} were right at the first try.`));
  const [first] = state.before;
  if (half === 'after' && first !== undefined) {
    page.line(say`Before the lab it was ${first} of ${ROUND_SIZE}.`);
  }
  if (half === 'before') {
    drawNext(
      page,
      say`do the lab; afterwards a review asks twelve others`,
      `npm run lab ${lab.number}`,
    );
  } else drawNext(page, say`twelve more`, `npm run review ${lab.number}`);
}
