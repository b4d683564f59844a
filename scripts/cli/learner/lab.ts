/** `npm run lab 1`: the demo, the checks, and the next thing to do. */
import { comparison } from '#course/comparison.ts';
import { Progress } from '#runner/progress.ts';
import { labReport } from '#runner/lab-report.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { exitCodeOf } from '#runner/result.ts';
import { labOf, type Context } from './context.ts';

export async function runLab(context: Context): Promise<number> {
  const { request, root } = context;
  const lab = labOf(context);
  const runner = new LabRunner(root);
  const subject = request.solution ? 'reference' : 'learner';
  const run = await runner.run(lab, { subject, demo: true, types: true });
  if (subject === 'learner') new Progress(root).record(lab, run);
  context.print(
    request.json
      ? `${JSON.stringify(run, undefined, 2)}\n`
      : labReport(run, {
          ...context.page,
          ...(subject === 'learner' && run.outcome === 'passed' && { comparison: comparison(lab) }),
        }),
  );
  await runner.close();
  return exitCodeOf(run);
}
