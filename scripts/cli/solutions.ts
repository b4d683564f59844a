/** `npm run solutions`: the instructor's check of the whole course. */
import { checkCourse } from '#instructor/check-course.ts';
import { drawCourse } from '#instructor/draw.ts';
import type { Progress } from '#instructor/trials/trial.ts';
import { update, type Update } from '#instructor/update.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { labOf } from './choose-lab.ts';

export interface SolutionsOptions {
  /** Without a lab it is about all of them, and the rest of the course. */
  readonly lab: number | undefined;
  readonly update: Update | undefined;
  readonly json: boolean;
}

/** Returns 0 where there is no fault. */
export async function checkSolutions(context: Context, options: SolutionsOptions): Promise<number> {
  if (options.lab !== undefined) labOf(context.root, options.lab);
  if (options.update !== undefined) {
    const { lines, refused } = update(context.root, options.update, options.lab);
    await context.draw((page) => {
      for (const line of lines) page.line(line, 2);
      page.line();
      drawNext(page, say`check the course:`, 'npm run solutions');
    });
    return refused ? 1 : 0;
  }
  const report = await checkCourse(
    context.root,
    options.lab,
    options.json ? undefined : (progress) => void showProgress(context, progress),
  );
  if (options.json) await context.printJson(report);
  else await context.print(drawCourse(report, context.page));
  return report.outcome === 'passed' ? 0 : 1;
}

/** It works, and does not hang: one line that counts on a terminal, elsewhere a line for each lab. */
async function showProgress(context: Context, { done, of, lab, left }: Progress): Promise<void> {
  if (context.isTerminal) {
    const text = new Page(context.page).text(say`Checked ${done} of ${of} answers`);
    await context.print(`\r${text}${done === of ? '\n\n' : ''}`);
  } else if (left === 0) {
    await context.tell(say`Lab ${lab.number}: every answer is checked.`);
  }
}
