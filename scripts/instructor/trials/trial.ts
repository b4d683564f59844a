/** One version of a lab's files, put in the learner's place and judged by the lab's own checks. */
import { join } from 'node:path';
import { vitePath } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources, Stage } from '#course/stage.ts';
import { ChecksHost, type ChecksReport, type HostOptions } from '#runner/checks-host.ts';
import type { Area } from '../course-report.ts';
import type { Outcome } from '../finding.ts';
import { readRun, type Run } from '../reading/run.ts';
import { VerdictCache } from './verdict-cache.ts';

export interface Trial {
  readonly area: Area;
  /** Unique in its lab; names the folder that it is staged in. */
  readonly name: string;
  readonly sources: Sources;
  /** The path that a file of it is known by, where it has to type-check: relative to the root. */
  readonly origin?: (file: string) => string;
  /** The id of the check that must catch it. */
  readonly catcher?: string;
  /** The ids of the checks that matter, where the others do not. */
  readonly only?: readonly string[];
  readonly judge: (run: Run) => Outcome;
}

export interface FinishedTrial extends Trial {
  readonly run: Run;
  readonly outcome: Outcome;
}

/** How many trials have their report. */
export interface Progress {
  readonly done: number;
  readonly of: number;
  /** The lab that has just one more, and how many of its own are still to come. */
  readonly lab: Lab;
  readonly left: number;
}

/** A run that never began. */
const NOTHING: ChecksReport = {
  events: [],
  stopped: undefined,
  crashed: true,
  output: { text: '', isCut: false },
  loadErrors: [],
  tests: [],
};

/** In files: few enough that what they leave in a process does not add up. */
const FILES_PER_WORKER = 100;

interface Staged {
  readonly lab: Lab;
  readonly trial: Trial;
  /** Its file of checks. */
  readonly file: string;
  readonly key: string;
}

/** The trials of all labs. */
export class Trials {
  private readonly root: string;
  private readonly stage: Stage;
  private readonly cache: VerdictCache;
  private readonly staged: Staged[] = [];

  constructor(root: string, stage: Stage) {
    this.root = root;
    this.stage = stage;
    this.cache = new VerdictCache(root);
  }

  /** Adds a trial. Returns the folder of its copy; a mistake whose verdict is known needs none. */
  add(lab: Lab, trial: Trial): string {
    const key = this.cache.keyOf(lab, trial);
    const isKnown = this.cache.reportOf(lab, key) !== undefined;
    const folder =
      isKnown && trial.area === 'mistakes'
        ? this.stage.folder
        : this.stage.put(lab, trial.name, trial.sources);
    this.staged.push({ lab, trial, file: join(folder, lab.checks), key });
    return folder;
  }

  /**
   * Runs them all, `parallel` at once, except where the verdict is known. Workers are shared, and of
   * a mistake without a loop only the named check runs. What does not come out well runs once more,
   * whole and in a process of its own, as a learner's file does, and only that counts. `onProgress`
   * is called for each trial.
   */
  async run(
    parallel: number,
    onProgress: (progress: Progress) => void = () => {},
  ): Promise<ReadonlyMap<Lab, readonly FinishedTrial[]>> {
    const finished = new Map<Staged, FinishedTrial>();
    const open = new Set(this.staged);
    const tick = (one: Staged): void => {
      open.delete(one);
      const left = [...open].filter(({ lab }) => lab === one.lab).length;
      const of = this.staged.length;
      onProgress({ done: of - open.size, of, lab: one.lab, left });
    };
    const judge = (one: Staged, report: ChecksReport = NOTHING): void => {
      const run = readRun(report);
      finished.set(one, { ...one.trial, run, outcome: one.trial.judge(run) });
    };
    const isDoubtful = (one: Staged): boolean => finished.get(one)?.outcome.findings.length !== 0;
    for (const one of this.staged) {
      const known = this.cache.reportOf(one.lab, one.key);
      if (!known) continue;
      judge(one, known);
      tick(one);
    }
    const fresh = [...open];
    const first = await this.runFiles(fresh, { parallel, filesPerWorker: FILES_PER_WORKER }, tick);
    for (const one of fresh) judge(one, first.get(one.file));
    const doubtful = fresh.filter(isDoubtful);
    const alone = await this.runFiles(doubtful, { parallel, filesPerWorker: 1 });
    for (const one of doubtful) judge(one, alone.get(one.file));

    const byLab = new Map<Lab, FinishedTrial[]>();
    for (const one of this.staged) {
      const trial = finished.get(one);
      if (!trial) continue;
      byLab.set(one.lab, [...(byLab.get(one.lab) ?? []), trial]);
      // What is at fault is looked at anew each time.
      if (!isDoubtful(one)) this.cache.keep(one.lab, one.key, trial.run.report);
    }
    this.cache.write();
    return byLab;
  }

  private async runFiles(
    staged: readonly Staged[],
    options: Pick<HostOptions, 'parallel' | 'filesPerWorker'>,
    onFinished: (one: Staged) => void = () => {},
  ): Promise<ReadonlyMap<string, ChecksReport>> {
    if (staged.length === 0) return new Map();
    const byFile = new Map(staged.map((one) => [vitePath(one.file), one]));
    const host = await ChecksHost.open(this.root, {
      ...options,
      keepWarm: false,
      onFile: (file) => {
        const one = byFile.get(file);
        if (one) onFinished(one);
      },
    });
    const files = staged.map(({ file }) => file);
    const isAlone = options.filesPerWorker === 1;
    const only = staged.flatMap(({ file, trial }) =>
      trial.only === undefined || isAlone ? [] : [[file, trial.only] as const],
    );
    try {
      return await host.run(files, new Map(only));
    } finally {
      await host.close();
    }
  }
}
