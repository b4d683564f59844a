/** Makes the result of a run from what its hosts report. It runs nothing. */
import { join } from 'node:path';
import { catalogOf, lessonOf, README } from '#course/course.ts';
import type { Unreadable } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { todoFailure } from '#kit/checks/failure.ts';
import type { LogEvent } from '#kit/event-log.ts';
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
import { portable, Places, type Texts } from './place.ts';
import type {
  CheckRun,
  DemoRun,
  FailureRun,
  LabRun,
  Problem,
  ProblemMessage,
  Status,
  StepRun,
  TypeError,
} from './result.ts';
import { unreadableProblem } from './unreadable.ts';
import { verdictOn } from './verdict.ts';

export interface Findings {
  /** The repository's root, and the folder that holds the code that was run: both absolute. */
  readonly root: string;
  readonly folder: string;
  readonly subject: LabRun['subject'];
  readonly sourceHash: string;
  /** What the learner's files (names) were handed out as. */
  readonly starter: Texts;
  /** Files (names) that can't be read, and why: where there are any, nothing was run. */
  readonly unreadable: ReadonlyMap<string, Unreadable>;
  readonly checks?: ChecksReport;
  readonly demo?: DemoReport;
  readonly typeErrors: readonly TypeError[];
  /** The number of the lab after this one; undefined where it is the last. */
  readonly nextLab: number | undefined;
}

export function assemble(lab: Lab, findings: Findings): LabRun {
  const { root, folder, checks, demo } = findings;
  const catalog = catalogOf(lab);
  const texts = (message: Message): Bilingual => bilingual(message, catalog);
  const files = lab.files.map((file) => join(folder, file));
  const here = lab.files.filter((file) => !findings.unreadable.has(file));
  const places = new Places(
    root,
    here.map((file) => join(folder, file)),
    findings.starter,
  );
  const steps = stepsOf(lab, root, checks?.events ?? [], places, (event) => {
    const verdict = checks ? verdictOn(event.id, checks) : 'not-run';
    return checkRun(event, verdict, places, texts);
  });
  const problem = problemOf(lab, findings, steps, places);
  const run: Omit<LabRun, 'next'> = {
    schema: 1,
    lab: {
      number: lab.number,
      id: lab.id,
      title: { en: lessonOf(lab, 'en').title, ko: lessonOf(lab, 'ko').title },
    },
    subject: findings.subject,
    sourceHash: findings.sourceHash,
    files: files.map((file) => portable(root, file)),
    outcome: !problem && steps.every(({ status }) => status === 'passed') ? 'passed' : 'failed',
    steps,
    ...(problem && { problem: problemRun(problem, texts) }),
    // A file that can't be read as TypeScript has one fault, which the problem is.
    typeErrors: problem?.kind === 'syntax' ? [] : findings.typeErrors,
    ...(demo && { demo: demoRun(lab, demo) }),
    ...(checks?.output.text && { output: checks.output }),
  };
  const { what, command } = nextAction(run, findings.nextLab);
  return { ...run, next: { what: texts(what), command } };
}

/** What a demo printed, in both languages. */
export function demoRun(lab: Lab, { lines, stopped }: DemoReport): DemoRun {
  const texts = (message: Message): Bilingual => bilingual(message, catalogOf(lab));
  return { lines: lines.map(texts), ...(stopped && { stopped: texts(stopped) }) };
}

type Texter = (message: Message) => Bilingual;
type CheckEvent = Extract<LogEvent, { type: 'check' }>;

function problemRun({ what, cause, ...rest }: ProblemMessage, texts: Texter): Problem {
  return { ...rest, what: texts(what), ...(cause && { cause: texts(cause) }) };
}

function checkRun(
  { id, title, guard, step }: CheckEvent,
  verdict: ReturnType<typeof verdictOn>,
  places: Places,
  texts: Texter,
): CheckRun {
  const about = { id, title: texts(title), guard };
  if (typeof verdict !== 'object') return { ...about, status: verdict };
  // Whatever such a check ran into, nobody has begun the step that it is about.
  const isOpen = /^(?:wrong|threw)$/.test(verdict.kind) && places.isUnwritten(step);
  const failure = isOpen ? todoFailure(step) : verdict;
  const place = isOpen ? places.ofStep(step) : places.ofFailure(failure, step);
  const failed: FailureRun = {
    kind: failure.kind,
    expected: texts(failure.expected),
    actual: texts(failure.actual),
    ...(failure.cause && { cause: texts(failure.cause) }),
    ...(place && { place }),
  };
  return { ...about, status: failure.kind === 'todo' ? 'todo' : 'failed', failure: failed };
}

/** The steps that the lesson or the checks know, in their order. */
function stepsOf(
  lab: Lab,
  root: string,
  events: readonly LogEvent[],
  places: Places,
  runOf: (event: CheckEvent) => CheckRun,
): StepRun[] {
  const lessons = { en: lessonOf(lab, 'en'), ko: lessonOf(lab, 'ko') };
  const declared = new Map(
    events.flatMap((event) => (event.type === 'step' ? [[event.step, event.exports]] : [])),
  );
  const numbers = new Set([...lessons.en.steps.map(({ number }) => number), ...declared.keys()]);
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((number): StepRun => {
      const exports = declared.get(number) ?? [];
      const inLesson = (language: Language) =>
        lessons[language].steps.find((step) => step.number === number);
      const title = (language: Language) => inLesson(language)?.title ?? exports.join(', ');
      const section = (language: Language) =>
        `${portable(root, join(lab.folder, README[language]))}#${inLesson(language)?.anchor ?? ''}`;
      const checks = events
        .filter((event): event is CheckEvent => event.type === 'check' && event.step === number)
        .map(runOf);
      const place = places.ofStep(number);
      return {
        number,
        title: { en: title('en'), ko: title('ko') },
        exports,
        section: { en: section('en'), ko: section('ko') },
        ...(place && { place }),
        status: stepStatus(checks),
        checks,
      };
    });
}

function stepStatus(checks: readonly CheckRun[]): Status {
  const has = (wanted: Status): boolean => checks.some(({ status }) => status === wanted);
  if (has('failed')) return 'failed';
  if (has('todo')) return 'todo';
  return checks.length === 0 || has('not-run') ? 'not-run' : 'passed';
}

function problemOf(
  lab: Lab,
  { root, unreadable, checks, folder }: Findings,
  steps: readonly StepRun[],
  places: Places,
): ProblemMessage | undefined {
  const [fault] = unreadable;
  if (fault) return unreadableProblem(portable(root, join(folder, fault[0])), fault[1]);
  if (!checks) {
    return {
      kind: 'not-started',
      what: say`The process for the checks did not start in time: none of them ran.`,
      cause: say`The machine is busy with other things, or something holds up every new process. Nothing is said of your file.`,
    };
  }
  const [error] = checks.loadErrors;
  if (error) return loadProblem(error, root, places);
  const ran = steps.some((step) => step.checks.length > 0);
  if (!ran && (checks.stopped || checks.crashed)) {
    const name = verbatim(portable(root, join(folder, lab.files[0] ?? '')));
    const place = places.outside(checks.stopped === 'waiting' ? AWAIT : LOOP);
    return { ...cutShortAtLoad(checks.stopped, name), ...(checks.stopped && place && { place }) };
  }
  const stray = checks.events.find((event) => event.type === 'unhandled');
  const isOwned = steps.some((step) =>
    step.checks.some(({ failure }) => failure?.kind === 'unhandled'),
  );
  if (stray && !isOwned) {
    const { actual, cause } = stray.failure;
    const place = places.ofFailure(stray.failure);
    return {
      kind: 'unhandled',
      what: say`An error that nobody caught: ${actual}.`,
      ...(cause && { cause }),
      ...(place && { place }),
    };
  }
  if (ran) return undefined;
  return {
    kind: 'no-checks',
    what: say`${portable(root, join(lab.folder, lab.checks))} holds no checks.`,
  };
}

function loadProblem(error: LoadError, root: string, places: Places): ProblemMessage {
  if (error.syntax) {
    const { file, line, column } = error.syntax;
    return {
      kind: 'syntax',
      what: say`The file can't be read as TypeScript: ${error.message}.`,
      cause: say`Often a bracket, brace or quote that is not closed, on this line or just above it.`,
      place: { file: portable(root, file), line, column },
    };
  }
  const place = places.atLoad(error.stack ?? '');
  if (error.message.startsWith('process.exit unexpectedly called')) {
    return {
      kind: 'load-exit',
      what: say`The file calls process.exit while it is loaded.`,
      cause: say`process.exit ends the whole program: a function that is used by others returns or throws.`,
      ...(place && { place }),
    };
  }
  const [first = ''] = error.message
    .replaceAll('\\', '/')
    .replaceAll(`${root.replaceAll('\\', '/')}/`, '')
    .split('\n');
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

// A process that is blocked has no stack to tell: the file's text does, where it is written plainly.
const LOOP = /^(?:for|while|do)\b/;
const AWAIT = /^(?:(?:export )?(?:const|let|var) .*= *)?await\b/;

function cutShortAtLoad(stopped: ChecksReport['stopped'], name: Message): ProblemMessage {
  switch (stopped) {
    case 'flood':
      return {
        kind: 'load-flood',
        what: say`${name} prints without end while it is loaded, and was stopped.`,
        cause: say`A loop outside any function prints and never ends.`,
      };
    case 'waiting':
      return {
        kind: 'load-waiting',
        what: say`${name} waits without end while it is loaded, and was stopped.`,
        cause: say`An "await" outside any function whose promise never settles.`,
      };
    case undefined:
      return {
        kind: 'crash',
        what: say`${name} ended its process while it was loaded.`,
        cause: say`Something in it ends or kills its own process, or uses up all memory.`,
      };
    default:
      return {
        kind: 'load-loop',
        what: say`${name} does not come to an end while it is loaded, and was stopped.`,
        // Of a process that never reported anything it is not known whether it loops or waits.
        ...(stopped === 'loop' && { cause: say`An endless loop outside any function.` }),
      };
  }
}
