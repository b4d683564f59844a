/** Runs a lab on the learner's files, or on the reference, and answers with one result. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findLabs, type Lab } from '#course/lab.ts';
import { Stage, stateFolder } from '#course/stage.ts';
import { assemble, type Findings } from './assemble.ts';
import type { JournalEntry } from '#kit/event-log.ts';
import { ChecksHost, type ChecksReport } from './checks-host.ts';
import { runDemo } from './demo-host.ts';
import { portable } from './place.ts';
import type { LabRun, TypeError } from './result.ts';
import { typeErrors } from './type-check.ts';

export interface RunOptions {
  readonly subject: LabRun['subject'];
  /** Run the demo too, beside the checks. */
  readonly demo: boolean;
  /** Ask the compiler too. */
  readonly types: boolean;
  /**
   * Told of the result as far as it is known, each time that one more step has been checked to its
   * end; the other steps have not been run in it.
   */
  readonly onStep?: (soFar: LabRun) => void;
}

/** In milliseconds: how often the checks are asked how far they are. */
const STEP_POLL_MS = 50;

export class LabRunner {
  private readonly root: string;
  private readonly host: Promise<ChecksHost>;
  private readonly stage: Stage;

  /** `root` is the repository's, absolute. With `keepWarm` a second run starts faster. */
  constructor(root: string, { keepWarm = false } = {}) {
    this.root = root;
    this.host = ChecksHost.open(root, { parallel: 1, keepWarm });
    this.stage = new Stage(root);
  }

  async run(lab: Lab, options: RunOptions): Promise<LabRun> {
    const { root } = this;
    const { onStep } = options;
    const folder = options.subject === 'learner' ? lab.folder : this.stageReference(lab);
    const findings: Findings = {
      root,
      folder,
      subject: options.subject,
      missing: lab.files.filter((file) => !existsSync(join(folder, file))),
      typeErrors: [],
      lastLab: findLabs(root).at(-1)?.number ?? lab.number,
    };
    if (findings.missing.length > 0) return assemble(lab, findings);
    const files = lab.files.map((file) => join(folder, file));
    const [checks, demo, types] = await Promise.all([
      this.check(
        join(folder, lab.checks),
        files,
        onStep && ((soFar) => onStep(assemble(lab, { ...findings, checks: soFar }))),
      ),
      options.demo && lab.demo !== undefined ? runDemo(join(folder, lab.demo)) : undefined,
      options.types ? this.typeErrors(lab, folder) : [],
    ]);
    return assemble(lab, {
      ...findings,
      ...(checks && { checks }),
      ...(demo && { demo }),
      typeErrors: types,
    });
  }

  /** What the compiler says of the lab's files, in the lab's own folder or in another. */
  async typeErrors(lab: Lab, folder = lab.folder): Promise<TypeError[]> {
    const files = lab.files.map((file) => join(folder, file)).filter((file) => existsSync(file));
    return typeErrors(
      this.root,
      files.map((file) => portable(this.root, file)),
      join(stateFolder(this.root), 'cache'),
    );
  }

  async close(): Promise<void> {
    this.stage.remove();
    await (await this.host).close();
  }

  private async check(
    checks: string,
    files: readonly string[],
    onStep: ((soFar: ChecksReport) => void) | undefined,
  ) {
    const host = await this.host;
    host.preload(packagesOf(dirname(checks)));
    for (const file of [checks, ...files]) host.forget(file);
    let told = 0;
    const look = (): void => {
      const soFar = host.soFar(checks);
      const finished = soFar ? finishedSteps(soFar.journal) : 0;
      if (soFar && finished > told) onStep?.(soFar);
      told = Math.max(told, finished);
    };
    // To look means to read the whole journal: only where somebody wants to know.
    const poll = onStep && setInterval(look, STEP_POLL_MS);
    try {
      return (await host.run([checks])).get(checks);
    } finally {
      clearInterval(poll);
    }
  }

  private stageReference(lab: Lab): string {
    const sources = lab.files.map((file) => [file, readFileSync(join(lab.solution, file), 'utf8')]);
    return this.stage.put(lab, 'reference', Object.fromEntries(sources) as Record<string, string>);
  }
}

/** What weighs among the packages that a lab's checks import, by a file that such a lab has. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'application.ts': ['@aws-sdk/client-lambda', 'esbuild', 'jsonwebtoken'],
  'session-table.ts': ['@aws-sdk/client-dynamodb', 'dynalite'],
};

function packagesOf(folder: string): string[] {
  return Object.entries(PACKAGES).flatMap(([file, packages]) =>
    existsSync(join(folder, file)) ? packages : [],
  );
}

/** How many steps have all their checks behind them. */
function finishedSteps(journal: readonly JournalEntry[]): number {
  const ended = new Set(journal.flatMap((entry) => (entry.type === 'end' ? [entry.id] : [])));
  const checks = journal.filter((entry) => entry.type === 'check');
  const open = new Set(checks.filter(({ id }) => !ended.has(id)).map(({ step }) => step));
  return new Set(checks.map(({ step }) => step)).size - open.size;
}
