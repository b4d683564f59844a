/** Runs a lab on the learner's files, or on the reference, and answers with one result. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLabs, type Lab } from '../course/lab.ts';
import { Stage, stateFolder } from '../course/stage.ts';
import { assemble, type Findings } from './assemble.ts';
import { ChecksHost } from './checks-host.ts';
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
}

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
      this.check(join(folder, lab.checks), files),
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

  private async check(checks: string, files: readonly string[]) {
    const host = await this.host;
    for (const file of [checks, ...files]) host.forget(file);
    return (await host.run([checks])).get(checks);
  }

  private stageReference(lab: Lab): string {
    const sources = lab.files.map((file) => [file, readFileSync(join(lab.solution, file), 'utf8')]);
    return this.stage.put(lab, 'reference', Object.fromEntries(sources) as Record<string, string>);
  }
}
