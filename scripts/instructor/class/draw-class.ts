/** Draws a class for a terminal. */
import type { ClassView, LabView, StepView } from '#site/class/class-view.ts';
import { headline } from '#site/class/headline.ts';
import { drawn, type Page, type PageOptions } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import type { Skipped } from './answers.ts';

export function drawClass(
  view: ClassView,
  skipped: readonly Skipped[],
  options: PageOptions,
): string {
  return drawn(options, (page) => {
    for (const lab of view.labs) drawLab(page, lab, view.learners);
    for (const { path, why } of skipped) page.line(say`Left out: ${path}: ${why}.`, 2);
    if (skipped.length > 0) page.line();
    page.line(page.tone('strong', headline(view)));
  });
}

function drawLab(page: Page, lab: LabView, learners: number): void {
  const title = page.text(lab.title);
  page.line(page.tone('strong', say`Lab ${lab.number}: ${title}`));
  for (const step of lab.steps) drawStep(page, lab, step, learners);
  page.line();
}

function drawStep(page: Page, lab: LabView, step: StepView, learners: number): void {
  const through = `${step.through.length}/${learners}`.padStart(7);
  const stuck = step.stuck.length;
  const title = `${lab.number}.${step.number} ${page.text(step.title)}`;
  const state = stuck === 0 ? '' : `, ${page.text(say`${stuck} stuck`)}`;
  page.line(`${through}  ${title}${page.tone('bad', state)}`, 9);
  for (const { text, learners: held } of step.reasons) {
    const slide = step.slide === undefined ? '' : ` (${page.text(say`slide ${step.slide}`)})`;
    page.line(`         ${held.length} x ${page.text(text)}${page.tone('dim', slide)}`, 4);
  }
}
