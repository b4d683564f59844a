/**
 * What trials came to, kept by everything that it depends on, so that a check of the course runs
 * only what has changed. It lies in `.workshop`; in CI (`CI` is set) nothing is read or kept.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, readJson, replaceFile } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { stateFolder, type Sources } from '#course/stage.ts';
import type { ChecksReport } from '#runner/checks-host.ts';

type Reports = Record<string, ChecksReport>;

/** What is judged: an answer, by all checks or by those of these ids. */
interface Judged {
  readonly sources: Sources;
  readonly only?: readonly string[];
}

/** The workshop itself: its tools judge, also where the course lies elsewhere. */
const WORKSHOP = resolve(fileURLToPath(import.meta.url), '..', '..', '..', '..');
const TOOLS = ['text', 'terminal', 'course', 'aws', 'kit', 'runner'].map(
  (room) => `scripts/${room}`,
);

export class VerdictCache {
  private readonly folder: string;
  private readonly isOn: boolean;
  private readonly tools: string;
  private readonly labs = new Map<Lab, string>();
  private readonly known = new Map<Lab, Reports>();
  private readonly kept = new Map<Lab, Reports>();

  /** `isOn` is for a test that runs in CI. */
  constructor(root: string, isOn = !process.env['CI']) {
    this.folder = join(stateFolder(root), 'verdicts');
    this.isOn = isOn;
    this.tools = isOn ? toolsHash() : '';
  }

  /** A hash of all that the verdict depends on: the lab's folder, the trial, the tools, Node. */
  keyOf(lab: Lab, { sources, only }: Judged): string {
    if (!this.isOn) return '';
    const folder = this.labs.get(lab) ?? labHash(lab);
    this.labs.set(lab, folder);
    return hashOf([this.tools, folder, JSON.stringify(sources), (only ?? []).join(' ')]);
  }

  reportOf(lab: Lab, key: string): ChecksReport | undefined {
    if (!this.isOn) return undefined;
    const known = this.known.get(lab) ?? ((readJson(this.fileOf(lab)) ?? {}) as Reports);
    this.known.set(lab, known);
    return known[key];
  }

  /** Keeps a report for `write`. */
  keep(lab: Lab, key: string, report: ChecksReport): void {
    this.kept.set(lab, { ...this.kept.get(lab), [key]: report });
  }

  /** Writes what was kept in place of what was known, so that the cache does not grow. */
  write(): void {
    if (!this.isOn) return;
    for (const [lab, reports] of this.kept) replaceFile(this.fileOf(lab), JSON.stringify(reports));
  }

  private fileOf({ id }: Lab): string {
    return join(this.folder, `${id}.json`);
  }
}

function toolsHash(): string {
  const files = TOOLS.flatMap((folder) =>
    filesBelow(join(WORKSHOP, folder), '').map((file) => `${folder}/${file}`),
  ).filter((file) => !file.endsWith('.test.ts'));
  const texts = textsOf(WORKSHOP, ['package-lock.json', ...files]);
  return hashOf([process.version, process.platform, ...texts]);
}

/** The files that a trial is staged with; Markdown is no part of what is run. */
function labHash(lab: Lab): string {
  const files = filesBelow(lab.folder, '').filter(
    (name) => !lab.files.includes(name) && !name.endsWith('.md'),
  );
  return hashOf(textsOf(lab.folder, files));
}

function textsOf(folder: string, files: readonly string[]): string[] {
  return files.flatMap((file) => [file, readFileSync(join(folder, file), 'utf8')]);
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}
