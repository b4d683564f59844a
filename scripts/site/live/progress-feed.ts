/**
 * How far the learner is, reported while it changes: the checks of a lab run whenever one of its files
 * is saved, and whoever listens gets the same result object that the terminal draws.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import type { LabRun, Place, StepRun } from '#runner/result.ts';
import { watchFiles } from '#terminal/file-watch.ts';
import { LABELS, type Labels } from './labels.ts';

export type FeedEvent =
  | { readonly type: 'hello'; readonly data: Hello }
  /** The checks of this lab are under way. */
  | { readonly type: 'running'; readonly data: { readonly lab: number } }
  /** What is known of a run that goes on: the steps that have been checked to their end. */
  | { readonly type: 'steps'; readonly data: LiveSteps }
  | { readonly type: 'run'; readonly data: LiveRun };

/** What a page needs to know before it can draw a result. */
export interface Hello {
  readonly labels: Labels;
  /** What a link to a line in the editor begins with; undefined where no editor is set. */
  readonly editor: string | undefined;
}

export interface LiveRun {
  readonly run: LabRun;
  /** Where each step is to be written, by its number. */
  readonly places: Readonly<Record<number, Place>>;
}

export interface LiveSteps extends Pick<LiveRun, 'places'> {
  readonly lab: number;
  readonly steps: readonly StepRun[];
}

export interface FeedOptions {
  /** Set: steps link to their line in that editor. */
  readonly editor?: 'vscode' | undefined;
  /** How a lab's files are watched; a test says itself when they change. */
  readonly watch?: typeof watchFiles;
}

export class ProgressFeed {
  private readonly root: string;
  private readonly editor: string | undefined;
  private readonly watch: typeof watchFiles;
  private readonly runner: LabRunner;
  private readonly progress: Progress;
  private readonly listeners = new Set<(event: FeedEvent) => void>();
  private readonly latest = new Map<number, LiveRun>();
  private readonly stops: (() => void)[] = [];
  /** Labs that are to be run, the next one first. */
  private waiting: readonly Lab[] = [];
  private turn: Promise<void> = Promise.resolve();
  private isClosed = false;

  /** `root` is the repository's, absolute. */
  constructor(root: string, { editor, watch = watchFiles }: FeedOptions = {}) {
    this.watch = watch;
    this.root = root;
    this.editor = editor && `${editor}://file/${root.replaceAll('\\', '/').replace(/^\//, '')}/`;
    this.runner = new LabRunner(root, { keepWarm: true });
    this.progress = new Progress(root);
  }

  /** Runs every lab once, the one that the learner is at first, and from now on after every save. */
  start(): void {
    const labs = findLabs(this.root);
    for (const lab of labs) {
      const onSave = () => this.ask([lab, ...this.waiting]);
      this.stops.push(this.watch(() => codeFilesOf(lab), onSave));
    }
    const isOpen = (lab: Lab): boolean => this.progress.of(lab)?.openStep !== undefined;
    const current = labs.find(isOpen);
    this.ask(labs.toSorted((a, b) => Number(b === current) - Number(a === current)));
  }

  /** Reports what is known so far, then what comes. Returns an unsubscribe function. */
  listen(listener: (event: FeedEvent) => void): () => void {
    listener({ type: 'hello', data: { labels: LABELS, editor: this.editor } });
    for (const data of this.latest.values()) listener({ type: 'run', data });
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const stop of this.stops) stop();
    this.listeners.clear();
    await this.turn;
    await this.runner.close();
  }

  /** Runs these labs in this order. One that is saved goes first: that is the page which is looked at. */
  private ask(labs: readonly Lab[]): void {
    this.waiting = [...new Set(labs)];
    this.turn = this.turn.then(() => this.runWaiting());
  }

  private async runWaiting(): Promise<void> {
    for (let [lab] = this.waiting; lab; [lab] = this.waiting) {
      this.waiting = this.waiting.slice(1);
      // A bug of ours must not end the learner's session; it must be seen, though.
      await this.run(lab).catch((error: unknown) => console.error(error));
    }
  }

  private async run(lab: Lab): Promise<void> {
    if (this.isClosed) return;
    this.report({ type: 'running', data: { lab: lab.number } });
    const run = await this.runner.run(lab, {
      subject: 'learner',
      demo: false,
      types: false,
      onStep: (soFar) => this.reportSteps(lab, soFar),
    });
    this.progress.record(lab, run);
    const data = { run, places: placesOf(this.root, run) };
    this.latest.set(lab.number, data);
    this.report({ type: 'run', data });
  }

  private reportSteps({ number }: Lab, soFar: LabRun): void {
    const steps = soFar.steps.filter(isFinished);
    this.report({
      type: 'steps',
      data: { lab: number, steps, places: placesOf(this.root, soFar) },
    });
  }

  private report(event: FeedEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

function isFinished({ checks }: StepRun): boolean {
  return checks.length > 0 && checks.every(({ status }) => status !== 'not-run');
}

function placesOf(root: string, run: LabRun): Readonly<Record<number, Place>> {
  const entries = run.steps.flatMap((step) => {
    const place = placeOf(root, run, step);
    return place ? [[step.number, place] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Where its first failure lies; else its TODO; else where what it asks for is exported. */
function placeOf(root: string, run: LabRun, step: StepRun): Place | undefined {
  const failed = step.checks.find(({ failure }) => failure?.place !== undefined);
  if (failed?.failure?.place) return failed.failure.place;
  const wanted = step.exports.map((name) => name.split(':').at(-1) ?? '').join('|');
  const declared = new RegExp(
    `TODO ${step.number}\\b|export (?:default )?(?:async )?(?:function\\*?|const|let|class) (?:${wanted})\\b`,
  );
  for (const file of run.files) {
    const line = linesOf(join(root, file)).findIndex((text) => declared.test(text));
    if (line >= 0) return { file, line: line + 1 };
  }
  return undefined;
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
