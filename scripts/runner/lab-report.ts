/** Draws the result of a run for a terminal. It decides nothing: all it shows is in the result. */
import { say, verbatim } from '#text/message.ts';
import { placeText } from './next.ts';
import {
  firstOpenCheck,
  type CheckRun,
  type DemoRun,
  type LabRun,
  type StepRun,
} from './result.ts';
import { drawNext } from '#terminal/next-line.ts';
import { Page, type PageOptions, type Text } from '#terminal/page.ts';

export interface ReportOptions extends PageOptions {
  /** The report is drawn again at every save, so there is no command to type for that. */
  readonly watching?: boolean;
}

export function labReport(run: LabRun, options: ReportOptions): string {
  const page = new Page(options);
  drawHead(page, run);
  // A file that does not load has no demo; the problem itself comes next.
  if (run.demo && !(run.problem && run.demo.lines.length === 0)) drawDemo(page, run.demo);
  drawOutput(page, run);
  drawProblem(page, run);
  drawSteps(page, run);
  drawTypeErrors(page, run.typeErrors);
  page.line();
  if (run.outcome === 'passed' && run.subject === 'learner') {
    const how = options.watching ? say`key s` : verbatim(`npm run solution ${run.lab.number}`);
    page.line(say`Your file beside the reference: ${how}`, 2);
  }
  // A save does what the other commands are for; it brings no file back.
  const isTyped = !options.watching || run.problem?.kind === 'unreadable-file';
  drawNext(page, run.next.what, isTyped ? run.next.command : undefined);
  return page.toString();
}

function drawHead(page: Page, run: LabRun): void {
  const title = page.text(say`Lab ${run.lab.number}: ${page.text(run.lab.title)}`);
  page.line(page.tone('strong', title));
  if (run.subject === 'learner') page.line(page.tone('dim', run.files.join(', ')));
  else page.line(say`This is the reference solution, not your file.`);
}

export function drawDemo(page: Page, demo: DemoRun): void {
  if (demo.lines.length === 0 && demo.stopped === undefined) return;
  page.line();
  page.line(page.tone('strong', say`Demo`));
  for (const line of demo.lines) page.block(line, '  | ');
  if (demo.stopped) page.block(page.tone('dim', demo.stopped), '  ');
}

function drawOutput(page: Page, { output }: LabRun): void {
  if (!output) return;
  const text = output.text.trimEnd();
  const shown = text.split('\n').slice(0, 12).join('\n').slice(0, 600);
  page.line();
  page.line(page.tone('strong', say`Your code printed`));
  page.block(shown, '  | ');
  if (shown !== text || output.isCut) page.line(say`  ... and more`);
}

function drawProblem(page: Page, { problem }: LabRun): void {
  if (!problem) return;
  page.line();
  page.line(page.tone('bad', problem.what));
  if (problem.cause) page.entry(say`likely`, problem.cause, { margin: 2 });
  if (problem.place) {
    const column = problem.place.column === undefined ? '' : `:${problem.place.column}`;
    page.entry(say`open`, placeText(problem.place) + column, { margin: 2 });
  }
}

function drawSteps(page: Page, run: LabRun): void {
  const open = firstOpenCheck(run);
  page.line();
  page.line(page.tone('strong', say`Checks`));
  for (const step of run.steps) {
    drawStepHead(page, step);
    // Of a step that nobody has begun, one line says enough, unless it is next.
    if (step.status === 'todo' && step !== open?.step) continue;
    for (const check of step.checks) {
      if (check.status === 'passed') continue;
      const mark = check.status === 'failed' ? page.tone('bad', 'x') : page.tone('dim', '-');
      page.line(`    ${mark} ${page.text(check.title)}`, 2);
      if (check === open?.check) drawFailure(page, run, step, check);
    }
  }
}

function drawStepHead(page: Page, step: StepRun): void {
  const passed = step.checks.filter(({ status }) => status === 'passed').length;
  const [mark, note] = {
    passed: [page.tone('good', 'ok'), `${passed}/${step.checks.length}`],
    failed: [page.tone('bad', 'x '), `${passed}/${step.checks.length}`],
    todo: ['- ', `${page.text(say`not written yet`)}, 0/${step.checks.length}`],
    'not-run': ['- ', page.text(say`not run`)],
  }[step.status];
  const title = page.text(say`Step ${step.number}: ${page.text(step.title)}`);
  page.line(`${mark} ${title} ${page.tone('dim', `(${note})`)}`, 3);
}

function drawFailure(page: Page, run: LabRun, step: StepRun, check: CheckRun): void {
  const { failure } = check;
  const entry = (label: Text, text: Text): void => page.entry(label, text, { margin: 6 });
  if (failure) {
    entry(say`expected`, failure.expected);
    entry(say`came`, failure.actual);
    if (failure.cause) entry(say`likely`, failure.cause);
    if (failure.place) entry(say`open`, placeText(failure.place));
  }
  const [readme = ''] = page.text(step.section).split('#');
  entry(say`read`, say`${readme}, step ${step.number}`);
  if (run.subject === 'learner') entry(say`hint`, `npm run hint ${run.lab.number}`);
}

export function drawTypeErrors(page: Page, typeErrors: LabRun['typeErrors']): void {
  if (typeErrors.length === 0) return;
  page.line();
  page.line(page.tone('strong', say`Type errors (they do not fail the lab)`));
  for (const error of typeErrors.slice(0, 8)) {
    page.line(`  ${placeText(error)} ${page.tone('dim', error.code)} ${error.message}`, 4);
  }
  if (typeErrors.length > 8) page.line(say`  ... and ${typeErrors.length - 8} more`);
}
