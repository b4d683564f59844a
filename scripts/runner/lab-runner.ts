/** Runs a lab on the learner's files, or on the reference, and returns one result. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnreadable } from '#course/files.ts';
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { Stage, stateFolder } from '#course/stage.ts';
import { starterOf } from '#course/starter.ts';
import type { LogEvent } from '#kit/event-log.ts';
import { STEP_POLL_MS, type Limits } from '#kit/limits.ts';
import { assemble, demoRun, type Findings } from './assemble.ts';
import { ChecksHost, type ChecksReport } from './checks-host.ts';
import { runDemo } from './demo-host.ts';
import { portable, type Texts } from './place.ts';
import { sourceHashOf } from './progress.ts';
import type { DemoRun, LabRun, TypeError } from './result.ts';
import { typeErrors } from './type-check.ts';

export interface RunOptions {
  readonly subject: LabRun['subject'];
  /** Run the demo too, beside the checks. */
  readonly demo: boolean;
  /** Ask the compiler too. */
  readonly types: boolean;
  /**
   * Gets the result as far as it is known, each time that one more step has been checked to its
   * end; the other steps have not been run in it.
   */
  readonly onStep?: (soFar: LabRun) => void;
}

export class LabRunner {
  private readonly root: string;
  private readonly host: Promise<ChecksHost>;
  private readonly stage: Stage;
  /** The text of each file of code as it was last run. */
  private readonly read = new Map<string, string>();

  /** `root` is the repository's, absolute. With `keepWarm` a second run starts faster. */
  constructor(
    root: string,
    { keepWarm = false, limits }: { keepWarm?: boolean; limits?: Limits } = {},
  ) {
    this.root = root;
    this.host = ChecksHost.open(root, { parallel: 1, keepWarm, limits });
    this.stage = new Stage(root);
  }

  async run(lab: Lab, options: RunOptions): Promise<LabRun> {
    const { onStep, subject } = options;
    const folder = subject === 'learner' ? lab.folder : this.stage.putReference(lab);
    const findings = findingsOn(this.root, lab, folder, subject);
    if (findings.unreadable.size > 0) return assemble(lab, findings);
    const [checks, demo, types] = await Promise.all([
      this.check(
        lab,
        folder,
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
  async typeErrors(lab: Lab, folder = lab.folder): Promise<readonly TypeError[]> {
    const files = lab.files
      .map((file) => join(folder, file))
      .filter((file) => !whyUnreadable(file));
    const name = folder === lab.folder ? lab.id : `${lab.id}-reference`;
    return typeErrors(
      this.root,
      files.map((file) => portable(this.root, file)),
      join(stateFolder(this.root), 'cache', `types-${name}.json`),
    );
  }

  /** The lab's demo on the learner's files, by itself; undefined where it has none. */
  async demo(lab: Lab): Promise<DemoRun | undefined> {
    if (lab.demo === undefined) return undefined;
    return demoRun(lab, await runDemo(join(lab.folder, lab.demo)));
  }

  async close(): Promise<void> {
    this.stage.remove();
    await (await this.host).close();
  }

  private async check(
    lab: Lab,
    folder: string,
    onStep: ((soFar: ChecksReport) => void) | undefined,
  ): Promise<ChecksReport | undefined> {
    const checks = join(folder, lab.checks);
    const host = await this.host;
    const code = codeFilesOf({ ...lab, folder });
    for (const file of code) if (this.hasChanged(file)) host.forget(file);
    host.preload(aheadOf(code.flatMap((file) => this.read.get(file) ?? [])));
    let reported = 0;
    const look = (): void => {
      const soFar = host.soFar(checks);
      const finished = soFar ? finishedSteps(soFar.events) : 0;
      if (soFar && finished > reported) onStep?.(soFar);
      reported = Math.max(reported, finished);
    };
    // To look means to read the whole log: only where somebody wants to know.
    const poll = onStep && setInterval(look, STEP_POLL_MS);
    try {
      return (await host.run([checks])).get(checks);
    } finally {
      clearInterval(poll);
    }
  }

  /** Whether the file's text is another than at the last run: to read it anew takes time. */
  private hasChanged(file: string): boolean {
    const text = readFileSync(file, 'utf8');
    if (this.read.get(file) === text) return false;
    this.read.set(file, text);
    return true;
  }
}

/** What is known of a lab's files before anything runs. */
export function findingsOn(
  root: string,
  lab: Lab,
  folder: string,
  subject: LabRun['subject'],
): Findings {
  const unreadable = lab.files.flatMap((file) => {
    const why = whyUnreadable(join(folder, file));
    return why === undefined ? [] : [[file, why] as const];
  });
  return {
    root,
    folder,
    subject,
    sourceHash: sourceHashOf(lab),
    starter: starterTexts(lab),
    unreadable: new Map(unreadable),
    typeErrors: [],
    nextLab: findLabs(root).find(({ number }) => number > lab.number)?.number,
  };
}

/** A patch that does not fit yet is its author's matter: places are less exact without it. */
function starterTexts(lab: Lab): Texts {
  try {
    return starterOf(lab);
  } catch {
    return {};
  }
}

/** What weighs and can be loaded ahead, where a lab's code says one of these words. */
const AHEAD: Readonly<Record<string, readonly string[]>> = {
  '#checks': ['#checks'],
  '#checks-aws': ['#kit/checks-aws/ahead.mjs', '#checks-aws'],
  generateKeyPairSync: ['#kit/keys-ahead.mjs'],
  jsonwebtoken: ['jsonwebtoken'],
  dynalite: ['dynalite', '#kit/servers-ahead.mjs'],
  '#local-tables': ['dynalite/db', 'dynalite/validations', '#local-tables'],
  '@aws-sdk/client-dynamodb': ['@aws-sdk/client-dynamodb'],
};

function aheadOf(texts: Iterable<string>): string[] {
  const text = [...texts].join('\n');
  return Object.entries(AHEAD).flatMap(([word, packages]) => (text.includes(word) ? packages : []));
}

/** How many steps have all their checks behind them. */
function finishedSteps(events: readonly LogEvent[]): number {
  const ended = new Set(events.flatMap((event) => (event.type === 'end' ? [event.id] : [])));
  const checks = events.filter((event) => event.type === 'check');
  const open = new Set(checks.filter(({ id }) => !ended.has(id)).map(({ step }) => step));
  return new Set(checks.map(({ step }) => step)).size - open.size;
}
