/**
 * What a page says that a command prints is what it prints: each `console` fence that runs
 * `npm run …` is run on a pristine course, and its lines compared. A line `...` stands for any.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LimitFunction } from 'p-limit';
import type { CourseLinks } from '#course/links.ts';
import type { Fence } from '#course/markdown.ts';
import type { Stage } from '#course/stage.ts';
import { STARTER_PATCH } from '#course/starter.ts';
import { labReport } from '#runner/lab-report.ts';
import type { LabRun } from '#runner/result.ts';
import { PLAIN_WIDTH } from '#terminal/terminal.ts';
import { parseJson } from '#text/json.ts';
import { say, type Language } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { LabPlan } from '../lab-plan.ts';
import { runNode } from '#runner/run-node.ts';

/** In milliseconds, for one command. */
const LIMIT_MS = 60_000;
/** Where the workshop's package.json is, whose scripts the commands name. */
const WORKSHOP = resolve(fileURLToPath(import.meta.url), '..', '..', '..', '..');
/** What a page may show without its being run: it watches, measures, or runs this very check. */
const NOT_RUN = new Set(['watch', 'bench', 'solutions']);

export interface Transcript {
  /** The page's path, and the line of the command. */
  readonly page: string;
  readonly line: number;
  readonly language: Language;
  /** As after `$ `. */
  readonly command: string;
  readonly lines: readonly string[];
}

/** The commands of a page's fences that claim an output. */
export function transcriptsIn(
  page: string,
  language: Language,
  fences: readonly Fence[],
): Transcript[] {
  return fences.flatMap(({ info, text, line }) => {
    const lines = text.trimEnd().split('\n');
    if (info !== 'console') return [];
    const starts = lines.flatMap((one, index) => (one.startsWith('$ ') ? [index] : []));
    return starts.flatMap((start, index): Transcript[] => {
      const command = (lines[start] ?? '').slice(2).trim();
      const output = lines.slice(start + 1, starts[index + 1]);
      if (!command.startsWith('npm run ') || output.length === 0) return [];
      return [{ page, line: line + start + 1, language, command, lines: output }];
    });
  });
}

export class Transcripts {
  private readonly links: CourseLinks;
  private readonly stage: Stage;
  private readonly course: readonly LabPlan[];
  private readonly outputs = new Map<string, Promise<string | undefined>>();
  private readonly limit: LimitFunction;
  private courses = 0;

  constructor(links: CourseLinks, stage: Stage, course: readonly LabPlan[], limit: LimitFunction) {
    this.links = links;
    this.stage = stage;
    this.course = course;
    this.limit = limit;
  }

  /** Checks these pages: paths relative to the root. */
  async checkPages(pages: readonly string[]): Promise<Outcome> {
    const transcripts = pages.flatMap((page) => {
      const language: Language = page.endsWith('.ko.md') ? 'ko' : 'en';
      return transcriptsIn(page, language, this.links.pageAt(page).fences);
    });
    const run = transcripts.filter(({ command }) => !NOT_RUN.has(readCommand(command).script));
    const outcomes = await Promise.all(run.map((transcript) => this.checkOne(transcript)));
    const findings = outcomes.flat();
    if (run.length === 0) return { findings };
    return { findings, done: run.length - findings.length, of: run.length };
  }

  /** At most one finding. */
  private async checkOne({ page, line, language, command, lines }: Transcript): Promise<Finding[]> {
    const file = `${page}:${line}`;
    const output = await this.outputOf(command, language);
    if (output === undefined) {
      const what = say`package.json has no such script that Node runs: ${command}`;
      const remedy = say`Correct the command in ${page}.`;
      return [{ rule: 'unknown-command', file, what, remedy }];
    }
    const [shown, came] = [lines, output.trimEnd().split('\n')].map((text) =>
      text.map((one) => one.trimEnd()),
    );
    const difference = firstDifference(shown ?? [], came ?? []);
    if (!difference) return [];
    const what = say`"${command}" does not print what the page shows. The page: "${difference.shown}" The command: "${difference.came}"`;
    const remedy = say`On a lab that is the starter run the command, and copy what it prints to ${page}; a line "..." stands for lines left out.`;
    const run = [`${command}${command.includes(' -- ') ? '' : ' --'} --lang ${language}`];
    return [{ rule: 'wrong-output', file, what, remedy, run }];
  }

  /**
   * What the command prints on a course of its own; the same command is run once. A lab is run once
   * for both languages: its result, which the terminal only draws, has both.
   */
  private async outputOf(command: string, language: Language): Promise<string | undefined> {
    const { script, args } = readCommand(command);
    if (!/^lab(?::\d+)?$/.test(script) || /--(?:json|lang)/.test(args.join(' '))) {
      return this.once(command, language);
    }
    const result = await this.once(`${command}${args.length > 0 ? '' : ' --'} --json`, 'en');
    const run = result === undefined ? undefined : (parseJson(result) as LabRun | undefined);
    return run ? labReport(run, { language, colour: false, width: PLAIN_WIDTH }) : result;
  }

  private once(command: string, language: Language): Promise<string | undefined> {
    const key = `${language} ${command}`;
    const output = this.outputs.get(key) ?? this.limit(() => this.runCommand(command, language));
    this.outputs.set(key, output);
    return output;
  }

  private async runCommand(command: string, language: Language): Promise<string | undefined> {
    const { script, args } = readCommand(command);
    const { scripts } = JSON.parse(readFileSync(join(WORKSHOP, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const [program, ...given] = scripts[script]?.split(' ') ?? [];
    if (program !== 'node') return undefined;
    const inLanguage = args.includes('--lang') ? [] : ['--lang', language];
    const { stdout } = await runNode([...given, ...args, ...inLanguage], {
      cwd: WORKSHOP,
      environment: { WORKSHOP_ROOT: this.pristineCourse() },
      limitMs: LIMIT_MS,
    });
    return stdout;
  }

  /** A new copy of the course in which every lab is its starter. Answers its root. */
  private pristineCourse(): string {
    this.courses += 1;
    const root = join(this.stage.folder, `course-${this.courses}`);
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    for (const file of ['tsconfig.json', 'package-lock.json']) {
      const from = [this.links.root, WORKSHOP].map((folder) => join(folder, file)).find(existsSync);
      if (from !== undefined) put(file, readFileSync(from, 'utf8'));
    }
    for (const { lab, starter } of this.course.filter(({ trials }) => trials.length > 0)) {
      const kept = new Set([lab.id, ...lab.files, STARTER_PATCH]);
      cpSync(lab.folder, join(root, 'labs', lab.id), { recursive: true });
      cpSync(lab.solution, join(root, 'solutions', lab.id), {
        recursive: true,
        filter: (path) => kept.has(basename(path)),
      });
      for (const [file, text] of Object.entries(starter)) put(`labs/${lab.id}/${file}`, text);
    }
    return root;
  }
}

/** `npm run -s lab 1 -- --json`: the script and what is handed to it. */
function readCommand(command: string): { script: string; args: string[] } {
  const words = command.split(/\s+/).slice(2);
  const start = words.findIndex((word) => !word.startsWith('-'));
  const args = words.slice(start + 1);
  const dashes = args.indexOf('--');
  return {
    script: words[start] ?? '',
    args: dashes < 0 ? args : [...args.slice(0, dashes), ...args.slice(dashes + 1)],
  };
}

/** The first line that differs; a shown line `...` stands for any number of lines. */
export function firstDifference(
  shown: readonly string[],
  came: readonly string[],
): { readonly shown: string; readonly came: string } | undefined {
  const [line, ...rest] = shown;
  if (line === undefined) return came.length === 0 ? undefined : { shown: '', came: came[0] ?? '' };
  if (line.trim() !== '...') {
    if (line === came[0]) return firstDifference(rest, came.slice(1));
    return { shown: line, came: came[0] ?? '' };
  }
  if (rest.length === 0) return undefined;
  // Where the rest fits nowhere, tell where it fits best: after the line that it begins with.
  let nearest = { shown: rest[0] ?? '', came: came.at(-1) ?? '' };
  for (let start = 0; start <= came.length; start += 1) {
    const difference = firstDifference(rest, came.slice(start));
    if (!difference) return undefined;
    if (came[start] === rest[0]) nearest = difference;
  }
  return nearest;
}
