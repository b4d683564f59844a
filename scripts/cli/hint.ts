/** `npm run hint 1`: the next hint for the first step that is open, from the lesson's own text. */
import { lessonOf, README } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { say } from '#text/message.ts';
import { labOf } from './choose-lab.ts';

export async function showHint(
  context: Context,
  { lab: number }: { readonly lab: number | undefined },
): Promise<number> {
  const lab = labOf(context.root, number);
  const progress = new Progress(context.root);
  const known = progress.of(lab) ?? (await measure(context, lab, progress));
  if (known.openStep === undefined) {
    await context.tell(say`Lab ${lab.number} is done: there is nothing to hint at.`);
    return 0;
  }
  const { openStep } = known;
  await context.draw((page) => drawHint(page, lab, openStep, progress));
  return 0;
}

/** How far the learner is, for which the checks are run. */
export async function measure({ root }: Context, lab: Lab, progress: Progress) {
  const runner = new LabRunner(root);
  const run = await runner.run(lab, { subject: 'learner', demo: false, types: false });
  await runner.close();
  return progress.record(lab, run);
}

/** Draws the step's next hint, which then counts as shown; after the last, the last again. */
export function drawHint(
  page: Page,
  lab: Lab,
  number: number,
  progress: Progress,
  watching = false,
): void {
  const step = lessonOf(lab, page.language).steps.find((found) => found.number === number);
  const hints = step?.hints ?? [];
  const level = Math.min(progress.hintsShown(lab, number) + 1, hints.length);
  const hint = hints[level - 1];
  if (!step || !hint) return page.line(say`There is no hint for step ${number}.`);
  progress.recordHint(lab, number, level);
  page.line(page.tone('strong', say`Step ${number}: ${step.title}`));
  page.line(say`Hint ${level} of ${hints.length}: ${hint.title}`);
  page.line();
  page.markdown(hint.text);
  page.line();
  const isLast = level === hints.length;
  const readme = `labs/${lab.id}/${README[page.language]}`;
  if (progress.hintsShown(lab, number) < level) {
    return page.line(
      say`The folder .workshop can't be written to, so this hint comes again. All of them: ${readme}, step ${number}`,
    );
  }
  if (isLast) page.line(say`That was the last hint. All of them: ${readme}, step ${number}`);
  if (watching) return page.line(isLast ? say`The reference: s` : say`One more hint: h`);
  page.line(
    isLast
      ? say`The reference: npm run solution ${lab.number}`
      : say`One more hint: npm run hint ${lab.number}`,
  );
  drawNext(page, say`try it and save`, `npm run lab ${lab.number}`);
}
