/** `npm run solution 1`: the learner's file beside the reference. Asking for it is enough. */
import { join } from 'node:path';
import { comparison } from '#course/comparison.ts';
import { whyUnreadable } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { unreadableProblem } from '#runner/unreadable.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { labOf } from './choose-lab.ts';

export async function showSolution(
  context: Context,
  { lab: number }: { readonly lab: number | undefined },
): Promise<number> {
  const lab = labOf(context.root, number);
  let isThere = false;
  await context.draw((page) => {
    isThere = drawSolution(page, lab);
    if (!isThere) return;
    page.line();
    drawNext(page, say`go on with your own file`, `npm run lab ${lab.number}`);
  });
  return isThere ? 0 : 1;
}

/** Returns whether there is a file to be compared. */
export function drawSolution(page: Page, lab: Lab): boolean {
  if (lab.files.length === 0) {
    throw new ExplainedError(say`solutions/${lab.id} is not there: it holds the reference.`);
  }
  for (const file of lab.files) {
    const why = whyUnreadable(join(lab.folder, file));
    // The text of UTF-16 can be compared as any other.
    if (why === undefined || why === 'utf-16') continue;
    page.line(unreadableProblem(file, why).what);
    drawNext(page, say`bring the starter back`, `npm run reset ${lab.number}`);
    return false;
  }
  const differences = comparison(lab);
  if (differences === '') page.line(say`Your file is the reference, letter by letter.`);
  else {
    page.line(page.tone('strong', say`Your file (-) beside the reference (+)`));
    page.diff(differences);
  }
  return true;
}
