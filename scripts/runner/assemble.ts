/** Makes the result of a run from what its hosts say. It reads, and runs nothing. */
import { join } from 'node:path';
import type { Failure } from '#kit/checks/failure.ts';
import type { JournalEntry } from '#kit/event-log.ts';
import { catalogOf, lessonOf, README } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import {
  bilingual,
  say,
  verbatim,
  type Bilingual,
  type Language,
  type Message,
} from '#text/message.ts';
import type { ChecksReport, LoadError } from './checks-host.ts';
import type { DemoReport } from './demo-host.ts';
import { nextAction } from './next.ts';
import { placeAtLoad, placeInStack, placeOfExport, portable } from './place.ts';
import type { CheckRun, FailureRun, LabRun, Place, Problem, StepRun, TypeError } from './result.ts';
import { verdictOn } from './verdict.ts';

export interface Findings {
  /** The repository's root, and the folder that holds the code that was run: both absolute. */
  readonly root: string;
  readonly folder: string;
  readonly subject: LabRun['subject'];
  /** Files that are not there (names): then nothing was run. */
  readonly missing: readonly string[];
  readonly checks?: ChecksReport;
  readonly demo?: DemoReport;
  readonly typeErrors: readonly TypeError[];
  /** How many labs the course has: what comes after this one depends on it. */
  readonly lastLab: number;
}

export function assemble(lab: Lab, findings: Findings): LabRun {
  const { root, folder, checks } = findings;
  const catalog = catalogOf(lab);
  const texts = (message: Message): Bilingual => bilingual(message, catalog);
  const files = lab.files.map((file) => join(folder, file));
  const failureRun = (failure: Failure): FailureRun => {
    const place = placeOf(failure, root, files);
    return {
      kind: failure.kind,
      expected: texts(failure.expected),
      actual: texts(failure.actual),
      ...(failure.cause && { cause: texts(failure.cause) }),
      ...(place && { place }),
    };
  };

  const steps = stepsOf(lab, root, checks?.journal ?? [], (entry) => {
    const failure = checks ? verdictOn(entry.id, checks) : 'not-run';
    const run: CheckRun = {
      id: entry.id,
      title: texts(entry.title),
      guard: entry.guard,
      status: failure === 'passed' || failure === 'not-run' ? failure : statusOf(failure),
      ...(typeof failure === 'object' && { failure: failureRun(failure) }),
    };
    return run;
  });
  const problem = problemOf(lab, findings, steps, files);
  const passed = problem === undefined && steps.every(({ status }) => status === 'passed');
  const titles = { en: lessonOf(lab, 'en').title, ko: lessonOf(lab, 'ko').title };
  const run: Omit<LabRun, 'next'> = {
    schema: 1,
    lab: { number: lab.number, id: lab.id, title: titles },
    subject: findings.subject,
    files: files.map((file) => portable(root, file)),
    outcome: passed ? 'passed' : 'failed',
    steps,
    ...(problem && {
      problem: {
        kind: problem.kind,
        what: texts(problem.what),
        ...(problem.cause && { cause: texts(problem.cause) }),
        ...(problem.place && { place: problem.place }),
      },
    }),
    // A file that can't be read as TypeScript has one fault, and it is told already.
    typeErrors: problem?.kind === 'syntax' ? [] : findings.typeErrors,
    ...(findings.demo && {
      demo: {
        lines: findings.demo.lines.map(texts),
        ...(findings.demo.stopped && { stopped: texts(findings.demo.stopped) }),
      },
    }),
    ...(checks?.output.text && { output: checks.output }),
  };
  const { what, command } = nextAction(run, findings.lastLab);
  return { ...run, next: { what: texts(what), command } };
}

function statusOf(failure: Failure): CheckRun['status'] {
  return failure.kind === 'todo' ? 'todo' : 'failed';
}

type CheckEntry = Extract<JournalEntry, { type: 'check' }>;

/** The steps that the lesson or the checks know, in their order. */
function stepsOf(
  lab: Lab,
  root: string,
  journal: readonly JournalEntry[],
  checkRun: (entry: CheckEntry) => CheckRun,
): StepRun[] {
  const lessons = { en: lessonOf(lab, 'en'), ko: lessonOf(lab, 'ko') };
  const declared = new Map(
    journal.flatMap((entry) =>
      entry.type === 'step' ? [[entry.step, entry.exports] as const] : [],
    ),
  );
  const numbers = new Set([...lessons.en.steps.map(({ number }) => number), ...declared.keys()]);
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((number): StepRun => {
      const exports = declared.get(number) ?? [];
      const inLesson = (language: Language): { title: string; section: string } => {
        const step = lessons[language].steps.find((candidate) => candidate.number === number);
        const readme = portable(root, join(lab.folder, README[language]));
        return {
          title: step?.title ?? exports.join(', '),
          section: `${readme}#${step?.anchor ?? ''}`,
        };
      };
      const { en, ko } = { en: inLesson('en'), ko: inLesson('ko') };
      const checks = journal
        .filter((entry): entry is CheckEntry => entry.type === 'check' && entry.step === number)
        .map(checkRun);
      return {
        number,
        title: { en: en.title, ko: ko.title },
        exports,
        section: { en: en.section, ko: ko.section },
        status: stepStatus(checks),
        checks,
      };
    });
}

function stepStatus(checks: readonly CheckRun[]): StepRun['status'] {
  if (checks.length === 0) return 'not-run';
  if (checks.every(({ status }) => status === 'passed')) return 'passed';
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  return checks.some(({ status }) => status === 'todo') ? 'todo' : 'not-run';
}

function placeOf(failure: Failure, root: string, files: readonly string[]): Place | undefined {
  const inStack =
    failure.stack === undefined
      ? undefined
      : placeInStack(root, failure.stack, files, failure.subject);
  if (inStack) return inStack;
  return failure.subject === undefined ? undefined : placeOfExport(root, failure.subject, files);
}

type ProblemMessage = Pick<Problem, 'kind' | 'place'> & { what: Message; cause?: Message };

function problemOf(
  lab: Lab,
  { root, missing, checks, folder }: Findings,
  steps: readonly StepRun[],
  files: readonly string[],
): ProblemMessage | undefined {
  const [gone] = missing;
  if (gone !== undefined) {
    return {
      kind: 'missing-file',
      what: say`${portable(root, join(folder, gone))} is not there.`,
      cause: say`It was deleted, renamed or moved. Bring the starter back with: npm run reset ${lab.number}`,
    };
  }
  if (!checks) return undefined;
  const [error] = checks.loadErrors;
  if (error) return loadProblem(error, root, files);
  const ran = steps.some((step) => step.checks.length > 0);
  if (!ran && (checks.stopped || checks.crashed)) return cutShortAtLoad(checks, root, files);
  const stray = checks.journal.find((entry) => entry.type === 'unhandled');
  const isOwned = steps.some((step) =>
    step.checks.some(({ failure }) => failure?.kind === 'unhandled'),
  );
  if (stray && !isOwned) {
    const place = placeOf(stray.failure, root, files);
    return {
      kind: 'unhandled',
      what: say`An error that nobody caught: ${stray.failure.actual}.`,
      ...(stray.failure.cause && { cause: stray.failure.cause }),
      ...(place && { place }),
    };
  }
  if (ran) return undefined;
  return {
    kind: 'no-checks',
    what: say`${portable(root, join(lab.folder, lab.checks))} holds no checks.`,
  };
}

function loadProblem(error: LoadError, root: string, files: readonly string[]): ProblemMessage {
  if (error.syntax) {
    const { file, line, column } = error.syntax;
    return {
      kind: 'syntax',
      what: say`The file can't be read as TypeScript: ${error.message}.`,
      cause: say`Often a bracket, brace or quote that is not closed, on this line or just above it.`,
      place: { file: portable(root, file), line, column },
    };
  }
  const place = error.stack === undefined ? undefined : placeAtLoad(root, error.stack, files);
  if (error.message.startsWith('process.exit unexpectedly called')) {
    return {
      kind: 'load-exit',
      what: say`The file calls process.exit while it is loaded.`,
      cause: say`process.exit ends the whole program: a function that is used by others returns or throws.`,
      ...(place && { place }),
    };
  }
  const [first = ''] = error.message.replaceAll(join(root, '/'), '').split('\n');
  return {
    kind: 'load-threw',
    what:
      error.name === undefined
        ? say`The file throws while it is loaded, and what it throws is no Error: ${first}`
        : say`The file throws while it is loaded: ${error.name}: ${first}`,
    cause: /^(?:Cannot find |No such built-in module)/.test(first)
      ? say`An import names a file or package that is not there.`
      : say`Code outside any function runs as soon as the file is imported.`,
    ...(place && { place }),
  };
}

function cutShortAtLoad(
  { stopped, output }: ChecksReport,
  root: string,
  files: readonly string[],
): ProblemMessage {
  const [file = ''] = files;
  const name = verbatim(portable(root, file));
  if (stopped === 'flood' || (stopped && output.isCut)) {
    return {
      kind: 'load-flood',
      what: say`${name} prints without end while it is loaded, and was stopped.`,
      cause: say`A loop outside any function prints and never ends.`,
    };
  }
  if (stopped === 'loop') {
    return {
      kind: 'load-loop',
      what: say`${name} does not come to an end while it is loaded, and was stopped.`,
      cause: say`An endless loop outside any function.`,
    };
  }
  if (stopped === 'waiting') {
    return {
      kind: 'load-waiting',
      what: say`${name} waits without end while it is loaded, and was stopped.`,
      cause: say`An "await" outside any function whose promise never settles.`,
    };
  }
  return {
    kind: 'crash',
    what: say`${name} ended its process while it was loaded.`,
    cause: say`Something in it ends or kills its own process, or uses up all memory.`,
  };
}
