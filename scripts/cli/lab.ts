/** `npm run lab 1`: the demo, the checks, and the next thing to do. */
import { Progress } from '#runner/progress.ts';
import { labReport } from '#runner/lab-report.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { exitCodeOf } from '#runner/result.ts';
import type { Context } from '#terminal/command.ts';
import { labOf } from './choose-lab.ts';
import { classReports } from './class/report.ts';

export interface LabOptions {
  readonly lab: number;
  readonly solution: boolean;
  readonly json: boolean;
}

export async function runLab(context: Context, options: LabOptions): Promise<number> {
  const { root } = context;
  const lab = labOf(root, options.lab);
  const runner = new LabRunner(root);
  const subject = options.solution ? 'reference' : 'learner';
  const run = await runner.run(lab, { subject, demo: true, types: true });
  if (subject === 'learner') new Progress(root).record(lab, run);
  if (options.json) await context.printJson(run);
  else await context.print(labReport(run, context.page));
  const reported = subject === 'learner' ? classReports(context, options)(run) : undefined;
  await runner.close();
  await reported;
  return exitCodeOf(run);
}
