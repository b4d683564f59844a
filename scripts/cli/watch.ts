/** `npm run watch 1`: the checks at every save, and a key for everything else. */
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import { drawDemo, drawTypeErrors, labReport } from '#runner/lab-report.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { firstOpenCheck, type LabRun } from '#runner/result.ts';
import { say } from '#text/message.ts';
import type { Context } from '#terminal/command.ts';
import { explanationOf } from '#terminal/errors.ts';
import { watchFiles } from '#terminal/file-watch.ts';
import { listenForKeys } from '#terminal/keys.ts';
import { labOf } from './choose-lab.ts';
import { classReports } from './class/report.ts';
import { drawHint } from './hint.ts';
import { listLabs } from './list.ts';
import { drawSolution } from './solution.ts';

const CLEAR_SCREEN = '\u001b[2J\u001b[3J\u001b[H';

/** Runs until it is told to quit. */
export async function watchLab(
  context: Context,
  { lab: number, json }: { readonly lab: number | undefined; readonly json: boolean },
): Promise<number> {
  const { root } = context;
  let lab = labOf(root, number);
  const runner = new LabRunner(root, { keepWarm: true });
  const progress = new Progress(root);
  const reportToClass = classReports(context, { json });
  let last: LabRun | undefined;
  let stopWatching: (() => void) | undefined;
  /** What is under way; a request that comes meanwhile waits its turn. */
  let turn: Promise<void> = Promise.resolve();
  /** How many requests are not answered yet. */
  let underWay = 0;
  let changeIsWaiting = false;
  let solutionAsked = false;
  let demoWasShown = false;

  /** Turns to a lab: watches its files and runs it. */
  function follow(next: Lab): void {
    stopWatching?.();
    lab = next;
    solutionAsked = false;
    demoWasShown = false;
    stopWatching = watchFiles(() => codeFilesOf(next), onSave);
    inTurn(run);
  }

  function onSave(): void {
    if (changeIsWaiting) return;
    changeIsWaiting = true;
    inTurn(async () => {
      changeIsWaiting = false;
      await run();
    });
  }

  function inTurn(action: () => Promise<void>): void {
    underWay += 1;
    turn = turn
      .then(action)
      .catch((error: unknown) => {
        // A file that is locked for a moment, or a bug of ours: it must not end the learner's session.
        console.error(explanationOf(error, root)?.message ?? error);
      })
      .finally(() => (underWay -= 1));
  }

  /**
   * The verdict comes first; what the compiler says follows when it is there. The demo plays when
   * the lab is passed for the first time, and when it is asked for.
   */
  async function run({ demo = false } = {}): Promise<void> {
    const result = await runner.run(lab, { subject: 'learner', demo, types: false });
    last = result;
    progress.record(lab, result);
    const isFirstPass = result.outcome === 'passed' && !demo && !demoWasShown;
    if (result.outcome === 'passed') demoWasShown = true;
    if (json) {
      const played = isFirstPass ? await runner.demo(lab) : undefined;
      await context.printJson({ ...result, ...(played && { demo: played }) }, 0);
      void reportToClass(result);
      return;
    }
    if (context.isTerminal) await context.print(CLEAR_SCREEN);
    await context.print(labReport(result, { ...context.page, watching: true }));
    const played = isFirstPass ? await runner.demo(lab) : undefined;
    if (played) await context.draw((page) => drawDemo(page, played));
    await showKeys();
    void reportToClass(result);
    const errors = await runner.typeErrors(lab);
    if (errors.length > 0) await context.draw((page) => drawTypeErrors(page, errors));
  }

  async function hint(): Promise<void> {
    const open = last && firstOpenCheck(last);
    const step = open?.step.number ?? (last?.problem ? 1 : undefined);
    if (step === undefined) {
      await context.tell(say`Lab ${lab.number} is done: there is nothing to hint at.`);
    } else {
      await context.draw((page) => {
        page.line();
        drawHint(page, lab, step, progress, true);
      });
    }
    await showKeys();
  }

  /** Before the lab is passed the reference is shown on the second request only. */
  async function solution(): Promise<void> {
    if (last?.outcome !== 'passed' && !solutionAsked) {
      solutionAsked = true;
      await context.tell(
        say`The lab is not passed yet. To see the reference all the same, press s again.`,
      );
      return;
    }
    await context.draw((page) => {
      page.line();
      drawSolution(page, lab);
    });
    await showKeys();
  }

  async function list(): Promise<void> {
    await context.print('\n');
    await listLabs(context, { json: false });
    await showKeys();
  }

  async function nextLab(): Promise<void> {
    const next = findLabs(root).find((one) => one.number > lab.number);
    if (next) follow(next);
    else if (!json) await context.tell(say`Lab ${lab.number} is the last one.`);
  }

  async function showKeys(): Promise<void> {
    await context.print('\n');
    await context.tell(say`Watching. Keys: h hint, s solution, l list, r run, n next lab, q quit`);
  }

  /** Where JSON is printed, nothing else is: the keys for people do nothing. */
  const keys: Readonly<Record<string, () => Promise<void>>> = {
    r: () => run({ demo: true }),
    n: nextLab,
    ...(!json && { h: hint, s: solution, l: list }),
  };
  follow(lab);
  await new Promise<void>((quit) => {
    const stopKeys = listenForKeys(process.stdin, (key) => {
      const action = keys[key];
      if (key === 'q' || key === 'quit') {
        stopKeys();
        quit();
      } else if (action) inTurn(action);
    });
  });
  stopWatching?.();
  // A run that is under way may be an endless loop, which vitest would wait for. It ends with us.
  if (underWay === 0) await runner.close();
  return 0;
}
