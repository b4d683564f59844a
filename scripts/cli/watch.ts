/** `npm run watch 1`: the checks at every save, and a key for everything else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparison } from '#course/comparison.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import { labReport, typeErrorReport } from '#runner/lab-report.ts';
import { Page } from '#terminal/page.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { firstOpenCheck, type LabRun } from '#runner/result.ts';
import { say } from '#text/message.ts';
import type { Context } from '#terminal/command.ts';
import { watchFiles } from '#terminal/file-watch.ts';
import { listenForKeys } from '#terminal/keys.ts';
import { labOf } from './choose-lab.ts';
import { nextHint } from './hint.ts';
import { listLabs } from './list.ts';

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
  private lab: Lab;
  private last: LabRun | undefined;
  private stopWatching: () => void = () => {};
  /** What is under way; a request that comes meanwhile waits its turn. */
  private turn: Promise<void> = Promise.resolve();
  private changeIsWaiting = false;
  private solutionAsked = false;

  constructor(context: Context, lab: Lab, json: boolean) {
    this.context = context;
    this.json = json;
    this.lab = lab;
    this.runner = new LabRunner(context.root, { keepWarm: true });
    this.progress = new Progress(context.root);
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
    await this.runner.close();
  }

  /** Turns to a lab: watches its files and runs it. */
  private follow(lab: Lab): void {
    this.stopWatching();
    this.lab = lab;
    this.solutionAsked = false;
    const files = [...lab.files, lab.checks].map((file) => join(lab.folder, file));
    this.stopWatching = watchFiles(files, () => this.onSave());
    this.inTurn(() => this.run(true));
  }

  private onSave(): void {
    if (this.changeIsWaiting) return;
    this.changeIsWaiting = true;
    this.inTurn(async () => {
      this.changeIsWaiting = false;
      await this.run(false);
    });
  }

  private press(key: string): void {
    const keys: Readonly<Record<string, () => void | Promise<void>>> = {
      h: () => this.hint(),
      s: () => this.solution(),
      l: () => this.list(),
      r: () => this.run(true),
      n: () => this.nextLab(),
    };
    const action = keys[key];
    if (action) this.inTurn(action);
  }

  private inTurn(action: () => void | Promise<void>): void {
    this.turn = this.turn.then(action).catch((error: unknown) => {
      // A bug of ours must not end the learner's session; it must be seen, though.
      console.error(error);
    });
  }

  /** The verdict comes first; what the compiler says follows when it is there. */
  private async run(demo: boolean): Promise<void> {
    const { context, lab } = this;
    const run = await this.runner.run(lab, { subject: 'learner', demo, types: false });
    this.last = run;
    this.progress.record(lab, run);
    await this.clear();
    if (this.json) {
      await context.print(`${JSON.stringify(run)}\n`);
      return;
    }
    await context.print(labReport(run, { ...context.page, watching: true }));
    await this.showKeys();
    const errors = await this.runner.typeErrors(lab);
    if (errors.length > 0) await context.print(typeErrorReport(errors, context.page));
  }

  private async hint(): Promise<void> {
    const open = this.last && firstOpenCheck(this.last);
    const number = open?.step.number ?? (this.last?.problem ? 1 : undefined);
    if (number === undefined) {
      await this.context.tell(say`Lab ${this.lab.number} is done: there is nothing to hint at.`);
    } else
      await this.context.print(
        `\n${nextHint(this.context, this.lab, number, this.progress, true)}`,
      );
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
    if (!lab.files.every((file) => existsSync(join(lab.folder, file)))) return;
    const page = new Page(context.page);
    page.line();
    page.line(page.tone('strong', page.text(say`Your file (-) beside the reference (+)`)));
    page.diff(comparison(lab));
    await context.print(page.toString());
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
    else await this.context.tell(say`Lab ${this.lab.number} is the last one.`);
  }

  private async showKeys(): Promise<void> {
    if (this.json) return;
    await this.context.print('\n');
    await this.context.tell(
      say`Watching. Keys: h hint, s solution, l list, r run, n next lab, q quit`,
    );
  }

  private async clear(): Promise<void> {
    if (this.context.isTerminal && !this.json) await this.context.print(CLEAR_SCREEN);
  }
}
