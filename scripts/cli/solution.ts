/** `npm run solution 1`: the learner's file beside the reference. Asking for it is enough. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparison } from '#course/comparison.ts';
import type { Lab } from '#course/lab.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { labOf } from './choose-lab.ts';

export async function showSolution(
  context: Context,
  { lab: number }: { readonly lab: number | undefined },
): Promise<number> {
  const lab = labOf(context.root, number);
  const page = new Page(context.page);
  const isThere = drawSolution(page, lab);
  if (isThere) {
    page.line();
    drawNext(page, say`go on with your own file`, `npm run lab ${lab.number}`);
  }
  await context.print(page.toString());
  return isThere ? 0 : 1;
}

/** Returns whether there is a file to be compared. */
export function drawSolution(page: Page, lab: Lab): boolean {
  const gone = lab.files.find((file) => !existsSync(join(lab.folder, file)));
  if (gone !== undefined) {
    page.line(page.text(say`${gone} is not there.`));
    drawNext(page, say`bring the starter back`, `npm run reset ${lab.number}`);
    return false;
  }
  const differences = comparison(lab);
  if (differences === '') page.line(page.text(say`Your file is the reference, letter by letter.`));
  else {
    page.line(page.tone('strong', page.text(say`Your file (-) beside the reference (+)`)));
    page.diff(differences);
  }
  return true;
}
