/** `npm run lab 1`: the demo, the checks, and the next thing to do. */
import { Progress } from '#runner/progress.ts';
import { labReport } from '#runner/lab-report.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { exitCodeOf } from '#runner/result.ts';
import { comparison } from '#course/comparison.ts';
import type { Context } from '#terminal/command.ts';
import { labOf } from './choose-lab.ts';

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
  await context.print(
    options.json
      ? `${JSON.stringify(run, undefined, 2)}\n`
      : labReport(run, {
          ...context.page,
          ...(subject === 'learner' && run.outcome === 'passed' && { comparison: comparison(lab) }),
        }),
  );
  await runner.close();
  return exitCodeOf(run);
}
