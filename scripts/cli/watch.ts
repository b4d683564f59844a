/** `npm run watch 1`: the checks at every save, and a key for everything else. */
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import { demoReport, labReport, typeErrorReport } from '#runner/lab-report.ts';
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
  { lab, json }: { readonly lab: number | undefined; readonly json: boolean },
): Promise<number> {
  const watch = new Watch(context, labOf(context.root, lab), json);
  await watch.untilQuit();
  return 0;
}

class Watch {
  private readonly context: Context;
  private readonly json: boolean;
  private readonly runner: LabRunner;
  private readonly progress: Progress;
  private readonly reportToClass: (run: LabRun) => Promise<void>;
  private lab: Lab;
  private last: LabRun | undefined;
  private stopWatching: () => void = () => {};
  /** What is under way; a request that comes meanwhile waits its turn. */
  private turn: Promise<void> = Promise.resolve();
  /** How many requests are not answered yet. */
  private underWay = 0;
  private changeIsWaiting = false;
  private solutionAsked = false;
  private demoWasShown = false;

  constructor(context: Context, lab: Lab, json: boolean) {
    this.context = context;
    this.json = json;
    this.lab = lab;
    this.runner = new LabRunner(context.root, { keepWarm: true });
    this.progress = new Progress(context.root);
    this.reportToClass = classReports(context, { json });
  }

  async untilQuit(): Promise<void> {
    this.follow(this.lab);
    await new Promise<void>((quit) => {
      const stopKeys = listenForKeys(process.stdin, (key) => {
        if (key === 'q' || key === 'quit') {
          stopKeys();
          quit();
        } else this.press(key);
      });
    });
    this.stopWatching();
    // A run that is under way may be an endless loop, which vitest would wait for. It ends with us.
    if (this.underWay === 0) await this.runner.close();
  }

  /** Turns to a lab: watches its files and runs it. */
  private follow(lab: Lab): void {
    this.stopWatching();
    this.lab = lab;
    this.solutionAsked = false;
    this.demoWasShown = false;
    this.stopWatching = watchFiles(
      () => codeFilesOf(lab),
      () => this.onSave(),
    );
    this.inTurn(() => this.run());
  }

  private onSave(): void {
    if (this.changeIsWaiting) return;
    this.changeIsWaiting = true;
    this.inTurn(async () => {
      this.changeIsWaiting = false;
      await this.run();
    });
  }

  /** Where JSON is printed, nothing else is: the keys for people do nothing. */
  private press(key: string): void {
    const keys: Readonly<Record<string, () => Promise<void>>> = {
      r: () => this.run({ demo: true }),
      n: () => this.nextLab(),
      ...(!this.json && {
        h: () => this.hint(),
        s: () => this.solution(),
        l: () => this.list(),
      }),
    };
    const action = keys[key];
    if (action) this.inTurn(action);
  }

  private inTurn(action: () => Promise<void>): void {
    this.underWay += 1;
    this.turn = this.turn
      .then(action)
      .catch((error: unknown) => {
        // A file that is locked for a moment, or a bug of ours: it must not end the learner's session.
        console.error(explanationOf(error)?.message ?? error);
      })
      .finally(() => (this.underWay -= 1));
  }

  /**
   * The verdict comes first; what the compiler says follows when it is there. The demo plays when
   * the lab is passed for the first time, and when it is asked for.
   */
  private async run({ demo = false } = {}): Promise<void> {
    const { context, lab, runner } = this;
    const run = await runner.run(lab, { subject: 'learner', demo, types: false });
    this.last = run;
    this.progress.record(lab, run);
    const isFirstPass = run.outcome === 'passed' && !demo && !this.demoWasShown;
    if (run.outcome === 'passed') this.demoWasShown = true;
    if (this.json) {
      const played = isFirstPass ? await runner.demo(lab) : undefined;
      await context.printJson({ ...run, ...(played && { demo: played }) }, 0);
      void this.reportToClass(run);
      return;
    }
    if (context.isTerminal) await context.print(CLEAR_SCREEN);
    await context.print(labReport(run, { ...context.page, watching: true }));
    const played = isFirstPass ? await runner.demo(lab) : undefined;
    if (played) await context.print(demoReport(played, context.page));
    await this.showKeys();
    void this.reportToClass(run);
    const errors = await runner.typeErrors(lab);
    if (errors.length > 0) await context.print(typeErrorReport(errors, context.page));
  }

  private async hint(): Promise<void> {
    const open = this.last && firstOpenCheck(this.last);
    const number = open?.step.number ?? (this.last?.problem ? 1 : undefined);
    if (number === undefined) {
      await this.context.tell(say`Lab ${this.lab.number} is done: there is nothing to hint at.`);
    } else {
      await this.context.draw((page) => {
        page.line();
        drawHint(page, this.lab, number, this.progress, true);
      });
    }
    await this.showKeys();
  }

  /** Before the lab is passed the reference is shown on the second request only. */
  private async solution(): Promise<void> {
    const { context, lab } = this;
    if (this.last?.outcome !== 'passed' && !this.solutionAsked) {
      this.solutionAsked = true;
      await context.tell(
        say`The lab is not passed yet. To see the reference all the same, press s again.`,
      );
      return;
    }
    await context.draw((page) => {
      page.line();
      drawSolution(page, lab);
    });
    await this.showKeys();
  }

  private async list(): Promise<void> {
    await this.context.print('\n');
    await listLabs(this.context, { json: false });
    await this.showKeys();
  }

  private async nextLab(): Promise<void> {
    const next = findLabs(this.context.root).find(({ number }) => number > this.lab.number);
    if (next) this.follow(next);
    else if (!this.json) await this.context.tell(say`Lab ${this.lab.number} is the last one.`);
  }

  private async showKeys(): Promise<void> {
    await this.context.print('\n');
    await this.context.tell(
      say`Watching. Keys: h hint, s solution, l list, r run, n next lab, q quit`,
    );
  }
}
