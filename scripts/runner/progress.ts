/**
 * How far the learner is: a plain file that can be deleted at any time. What it says of the labs is
 * only kept from running the checks again, and counts for the very files that were checked.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import { stateFolder } from '#course/stage.ts';
import type { LabRun } from './result.ts';

export interface LabProgress {
  /** Of the learner's files and the checks, when they were run. */
  readonly fingerprint: string;
  readonly stepsPassed: number;
  readonly steps: number;
  /** The number of the first step that is open; undefined where the lab is passed. */
  readonly openStep?: number;
}

interface Contents {
  readonly labs: Readonly<Record<string, LabProgress>>;
  /** How many hints were shown, by lab and step: `01-base64url#2`. */
  readonly hints: Readonly<Record<string, number>>;
}

const EMPTY: Contents = { labs: {}, hints: {} };

export class Progress {
  private readonly path: string;
  private readonly folder: string;

  constructor(root: string) {
    this.folder = stateFolder(root);
    this.path = join(this.folder, 'progress.json');
  }

  /** What is known of the lab; undefined where its files have changed since. */
  of(lab: Lab): LabProgress | undefined {
    const known = this.read().labs[lab.id];
    return known?.fingerprint === fingerprint(lab) ? known : undefined;
  }

  record(lab: Lab, run: LabRun): LabProgress {
    const contents = this.read();
    const open = run.steps.find(({ status }) => status !== 'passed');
    const progress: LabProgress = {
      fingerprint: fingerprint(lab),
      stepsPassed: run.steps.filter(({ status }) => status === 'passed').length,
      steps: run.steps.length,
      ...(run.outcome === 'failed' && { openStep: open?.number ?? 1 }),
    };
    this.write({ ...contents, labs: { ...contents.labs, [lab.id]: progress } });
    return progress;
  }

  /** How many hints of the step were shown. */
  hintsShown(lab: Lab, step: number): number {
    const shown = this.read().hints[`${lab.id}#${step}`];
    return Number.isInteger(shown) ? (shown ?? 0) : 0;
  }

  recordHint(lab: Lab, step: number, shown: number): void {
    const contents = this.read();
    this.write({ ...contents, hints: { ...contents.hints, [`${lab.id}#${step}`]: shown } });
  }

  /** Begins the hints of the lab anew. */
  forgetHints(lab: Lab): void {
    const contents = this.read();
    const others = Object.entries(contents.hints).filter(([key]) => !key.startsWith(`${lab.id}#`));
    this.write({ ...contents, hints: Object.fromEntries(others) });
  }

  /** A file that is missing, broken or of another shape is an empty one. */
  private read(): Contents {
    try {
      const contents: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      const { labs, hints } = contents as Partial<Contents>;
      return { labs: isRecord(labs) ? labs : {}, hints: isRecord(hints) ? hints : {} };
    } catch {
      return EMPTY;
    }
  }

  private write(contents: Contents): void {
    mkdirSync(this.folder, { recursive: true });
    // Written aside and moved into place: two commands at once leave one whole file.
    const aside = `${this.path}.${process.pid}`;
    writeFileSync(aside, `${JSON.stringify(contents, undefined, 2)}\n`);
    renameSync(aside, this.path);
  }
}

function isRecord(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fingerprint(lab: Lab): string {
  const hash = createHash('sha256');
  for (const file of [...lab.files, lab.checks]) {
    const path = join(lab.folder, file);
    hash
      .update(`${file}\0`)
      .update(existsSync(path) ? readFileSync(path) : '')
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
