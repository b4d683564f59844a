/**
 * How far the learner is, reported while it changes: the checks of a lab run whenever one of its files
 * is saved, and whoever listens gets the same result object that the terminal draws.
 */
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { Progress } from '#runner/progress.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import type { DemoRun, LabRun, StepRun, TypeError } from '#runner/result.ts';
import { watchFiles } from '#terminal/file-watch.ts';

/** `lab` is left out of what every page wants to know; the rest is for the page of that lab. */
export type FeedEvent =
  | { readonly type: 'hello'; readonly lab?: undefined; readonly data: Hello }
  | { readonly type: 'overview'; readonly lab?: undefined; readonly data: Overview }
  /** One of its files was saved just now. */
  | { readonly type: 'saved'; readonly lab: number; readonly data: null }
  /** The checks of this lab are under way. */
  | { readonly type: 'running'; readonly lab: number; readonly data: null }
  /** What is known of a run that goes on: the steps that have been checked to their end. */
  | { readonly type: 'steps'; readonly lab: number; readonly data: readonly StepRun[] }
  | { readonly type: 'run'; readonly lab: number; readonly data: LabRun }
  /** What a verdict does not wait for. */
  | { readonly type: 'extras'; readonly lab: number; readonly data: Extras };

/** What a page needs to know before it can draw a result. */
export interface Hello {
  /** What a link to a line in the editor begins with; undefined where no editor is set. */
  readonly editor: string | undefined;
}

/** How far a lab is, as of the last run that got to its checks. */
export interface Overview {
  readonly lab: number;
  readonly passed: number;
  readonly steps: number;
  readonly outcome: LabRun['outcome'];
}

export interface Extras {
  readonly typeErrors: readonly TypeError[];
  /** Of the first run that passed. */
  readonly demo?: DemoRun | undefined;
}

export interface FeedOptions {
  /** Set: steps link to their line, at this address with the file's path behind it. */
  readonly editor?: string | undefined;
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
  /** What a page that comes late gets: of each type and lab the last. */
  private readonly known = new Map<string, FeedEvent>();
  private readonly stops: (() => void)[] = [];
  /** Labs that are to be run, the next one first. */
  private waiting: readonly Lab[] = [];
  /** Labs whose verdict is there, and not yet what it does not wait for. */
  private readonly unfinished = new Set<Lab>();
  /** Labs whose demo was shown. */
  private readonly shown = new Set<number>();
  private turn: Promise<void> = Promise.resolve();
  private isClosed = false;

  /** `root` is the repository's, absolute. */
  constructor(root: string, { editor, watch = watchFiles }: FeedOptions = {}) {
    this.watch = watch;
    this.root = root;
    this.editor = editor;
    this.runner = new LabRunner(root, { keepWarm: true });
    this.progress = new Progress(root);
  }

  /** Runs every lab once, the one that the learner is at first, and from now on after every save. */
  start(): void {
    const labs = findLabs(this.root);
    for (const lab of labs) {
      const onSave = () => {
        this.send({ type: 'saved', lab: lab.number, data: null });
        this.unfinished.add(lab);
        this.ask([lab, ...this.waiting]);
      };
      this.stops.push(this.watch(() => codeFilesOf(lab), onSave));
    }
    const isOpen = (lab: Lab): boolean => this.progress.of(lab)?.openStep !== undefined;
    const current = labs.find(isOpen);
    if (current) this.unfinished.add(current);
    this.ask(labs.toSorted((a, b) => Number(b === current) - Number(a === current)));
  }

  /** Reports what is known so far, then what comes. Returns an unsubscribe function. */
  listen(listener: (event: FeedEvent) => void): () => void {
    listener({ type: 'hello', data: { editor: this.editor } });
    for (const event of this.known.values()) listener(event);
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
    const [lab] = this.unfinished;
    if (!lab || this.isClosed) return;
    this.unfinished.delete(lab);
    await this.runExtras(lab).catch((error: unknown) => console.error(error));
    await this.runWaiting();
  }

  private async run(lab: Lab): Promise<void> {
    if (this.isClosed) return;
    const { number } = lab;
    this.report({ type: 'running', lab: number, data: null });
    const run = await this.runner.run(lab, {
      subject: 'learner',
      demo: false,
      types: false,
      onStep: (soFar) => {
        this.report({ type: 'steps', lab: number, data: soFar.steps.filter(isFinished) });
      },
    });
    this.progress.record(lab, run);
    const overview = overviewOf(run);
    if (overview) this.report({ type: 'overview', data: overview });
    for (const type of ['running', 'steps', 'extras']) this.known.delete(`${type} ${number}`);
    this.report({ type: 'run', lab: number, data: run });
  }

  /** What the compiler says, and the demo when the lab is passed for the first time. */
  private async runExtras(lab: Lab): Promise<void> {
    const { number } = lab;
    const isFirstPass = this.overviewNow(number)?.outcome === 'passed' && !this.shown.has(number);
    if (isFirstPass) this.shown.add(number);
    const demo = isFirstPass ? await this.runner.demo(lab) : undefined;
    const typeErrors = await this.runner.typeErrors(lab);
    this.report({ type: 'extras', lab: number, data: { typeErrors, demo } });
  }

  private overviewNow(lab: number): Overview | undefined {
    const event = this.known.get(`overview ${lab}`);
    return event?.type === 'overview' ? event.data : undefined;
  }

  private report(event: FeedEvent): void {
    this.known.set(
      `${event.type} ${event.lab ?? ('lab' in event.data ? event.data.lab : '')}`,
      event,
    );
    this.send(event);
  }

  private send(event: FeedEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

function isFinished({ checks }: StepRun): boolean {
  return checks.length > 0 && checks.every(({ status }) => status !== 'not-run');
}

/** Undefined where no check was run: a slip of the pen does not take back what was reached. */
function overviewOf({ lab, steps, outcome }: LabRun): Overview | undefined {
  if (steps.every(({ status }) => status === 'not-run')) return undefined;
  const passed = steps.filter(({ status }) => status === 'passed').length;
  return { lab: lab.number, passed, steps: steps.length, outcome };
}
