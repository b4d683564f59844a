/** One version of a lab's files, put in the learner's place and judged by the lab's own checks. */
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Sources, Stage } from '#course/stage.ts';
import { ChecksHost, type ChecksReport } from '#runner/checks-host.ts';
import type { Area } from '../course-report.ts';
import type { Outcome } from '../finding.ts';

export interface Trial {
  readonly area: Area;
  /** Unique in its lab; names the folder that it is staged in. */
  readonly name: string;
  readonly sources: Sources;
  /** The id of the one check that matters, where the others do not. */
  readonly only?: string;
  readonly judge: (report: ChecksReport) => Outcome;
}

export interface FinishedTrial extends Trial {
  readonly report: ChecksReport;
  readonly outcome: Outcome;
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
const FILES_PER_WORKER = 30;

/** The trials of all labs, as they are staged: each with its file of checks. */
export class Trials {
  private readonly root: string;
  private readonly stage: Stage;
  private readonly staged: { readonly lab: Lab; readonly trial: Trial; readonly file: string }[] =
    [];

  constructor(root: string, stage: Stage) {
    this.root = root;
    this.stage = stage;
  }

  /** Stages a trial; answers the folder of its copy. */
  add(lab: Lab, trial: Trial): string {
    const folder = this.stage.put(lab, trial.name, trial.sources);
    this.staged.push({ lab, trial, file: join(folder, lab.checks) });
    return folder;
  }

  /**
   * Runs them all, `parallel` at once. Workers are shared, and of a mistake only the check that it
   * names is run, which is several times faster; whatever does not come out well is run once more,
   * whole and in a process of its own, as a learner's file is, and only that counts.
   */
  async run(parallel: number): Promise<ReadonlyMap<Lab, readonly FinishedTrial[]>> {
    const files = this.staged.map(({ file }) => file);
    const only = new Map(
      this.staged.flatMap(({ file, trial }) =>
        trial.only === undefined ? [] : [[file, trial.only] as const],
      ),
    );
    const first = await runFiles(this.root, files, parallel, FILES_PER_WORKER, only);
    const doubtful = this.judge(first)
      .filter(({ outcome }) => outcome.findings.length > 0)
      .map(({ file }) => file);
    const alone = await runFiles(this.root, doubtful, parallel, 1);
    const byLab = new Map<Lab, FinishedTrial[]>();
    for (const { lab, file: _, ...finished } of this.judge(new Map([...first, ...alone]))) {
      byLab.set(lab, [...(byLab.get(lab) ?? []), finished]);
    }
    return byLab;
  }

  private judge(reports: ReadonlyMap<string, ChecksReport>) {
    return this.staged.map(({ lab, trial, file }) => {
      const report = reports.get(file) ?? NOTHING;
      return { ...trial, lab, file, report, outcome: trial.judge(report) };
    });
  }
}

async function runFiles(
  root: string,
  files: readonly string[],
  parallel: number,
  filesPerWorker: number,
  only?: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, ChecksReport>> {
  if (files.length === 0) return new Map();
  const host = await ChecksHost.open(root, { parallel, keepWarm: false, filesPerWorker });
  try {
    return await host.run(files, only);
  } finally {
    await host.close();
  }
}
