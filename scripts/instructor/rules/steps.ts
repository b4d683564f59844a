/** Steps have the same numbers everywhere, and a ladder of three hints each in both languages. */
import { join } from 'node:path';
import { README } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { readLesson, type Lesson } from '#course/lesson.ts';
import type { Sources } from '#course/stage.ts';
import { say, type Language } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import { readTextIfThere } from '#course/files.ts';
import { stepsIn, todosIn } from '../reading/todos.ts';

const LANGUAGES: readonly Language[] = ['en', 'ko'];
const LEVELS = [1, 2, 3] as const;

export function checkSteps(lab: Lab, starter: Sources): Outcome {
  if (lab.files.length === 0) return { findings: [] };
  const checks = readTextIfThere(join(lab.folder, lab.checks)) ?? '';
  const todos = Object.values(starter).map((text) => todosIn(text));
  const readmes = LANGUAGES.map((language) => {
    const text = readTextIfThere(join(lab.folder, README[language])) ?? '';
    return { language, file: `labs/${lab.id}/${README[language]}`, lesson: readLesson(text) };
  });
  const inChecks = stepsIn(checks);
  const last = Math.max(0, ...inChecks, ...todos.flatMap(({ throws }) => throws));
  const all = Array.from({ length: last }, (_, index) => index + 1);
  const starterFile = `labs/${lab.id}/${lab.files.join(', ')}`;
  const findings = [
    // A file without any step is told of by the starter's rule.
    ...compare(inChecks.length === 0 ? [] : all, inChecks, (number) => ({
      file: `labs/${lab.id}/${lab.checks}`,
      sign: `step(${number}, …)`,
    })),
    ...compare(
      all,
      todos.flatMap(({ comments }) => comments),
      (number) => ({
        file: starterFile,
        sign: `// TODO ${number}: …`,
      }),
    ),
    ...compare(
      all,
      todos.flatMap(({ throws }) => throws),
      (number) => ({
        file: starterFile,
        sign: `throw new Error('TODO ${number}: …')`,
      }),
    ),
    ...readmes.flatMap(({ language, file, lesson }) => {
      const numbers = lesson.steps.map(({ number }) => number);
      return compare(all, numbers, (number) => ({
        file,
        sign: language === 'en' ? `## Step ${number}: …` : `## ${number}단계: …`,
      }));
    }),
    ...readmes.flatMap(({ language, file, lesson }) => inOrder(file, lesson.steps, language)),
  ];
  const ladders = readmes.map(({ language, file, lesson }) => hintsIn(language, file, lesson, all));
  const missing = ladders.flatMap((ladder) => ladder.findings);
  const whole = all.flatMap((step) =>
    LEVELS.filter((level) => ladders.every(({ whole: found }) => found.has(`${step}.${level}`))),
  );
  return {
    findings: [...findings, ...missing],
    done: whole.length,
    of: all.length * LEVELS.length,
  };
}

/** A finding for each number that `found` lacks, or has beyond `all`. */
function compare(
  all: readonly number[],
  found: readonly number[],
  describe: (number: number) => { file: string; sign: string },
): Finding[] {
  const lacking = all.filter((number) => !found.includes(number));
  const beyond = [...new Set(found)].filter((number) => !all.includes(number));
  return [
    ...lacking.map((number) => {
      const { file, sign } = describe(number);
      return {
        rule: 'step-missing',
        file,
        what: say`Step ${number} is missing here: ${sign}`,
        remedy: say`Write it, or give the steps the numbers 1 to ${all.length - 1} everywhere: checks, TODOs (comment and throw), README.md and README.ko.md.`,
      };
    }),
    ...beyond.map((number) => {
      const { file, sign } = describe(number);
      return {
        rule: 'step-unknown',
        file,
        what: say`The checks and the starter know no step ${number}: ${sign}`,
        remedy: say`Take it away, or write step ${number} in the checks and the starter.`,
      };
    }),
  ];
}

function inOrder(
  file: string,
  steps: readonly { readonly number: number }[],
  language: Language,
): Finding[] {
  const numbers = steps.map(({ number }) => number);
  const isInOrder = numbers.every(
    (number, index) => index === 0 || number > (numbers[index - 1] ?? 0),
  );
  if (isInOrder) return [];
  return [
    {
      rule: 'steps-out-of-order',
      file,
      what: say`Its steps are not in order, or one comes twice: ${numbers.join(', ')}`,
      remedy:
        language === 'en'
          ? say`Bring the headings "## Step n: …" into order.`
          : say`Bring the headings "## n단계: …" into order.`,
    },
  ];
}

/** The hints of one page, by `step.level`; those that are there, and a finding for each other. */
function hintsIn(language: Language, file: string, lesson: Lesson, steps: readonly number[]) {
  const whole = new Set<string>();
  const findings: Finding[] = [];
  for (const { number: step, line, hints } of lesson.steps) {
    if (!steps.includes(step)) continue;
    for (const level of LEVELS) {
      const hint = hints[level - 1];
      const isThere = hint?.level === level && hint.title.trim() !== '';
      if (isThere && hint.text !== '') whole.add(`${step}.${level}`);
      else findings.push(noHint(language, file, line, { step, level, isEmpty: isThere }));
    }
    if (hints.length > LEVELS.length) {
      findings.push({
        rule: 'too-many-hints',
        file: `${file}:${line}`,
        what: say`Step ${step} has ${hints.length} hints, and there are three levels.`,
        remedy: say`Keep three: a question, a clue, and nearly the code.`,
      });
    }
  }
  return { whole, findings };
}

function noHint(
  language: Language,
  file: string,
  line: number,
  { step, level, isEmpty }: { step: number; level: number; isEmpty: boolean },
): Finding {
  const name = language === 'en' ? 'Hint' : '힌트';
  return {
    rule: 'hint-missing',
    file: `${file}:${line}`,
    what: isEmpty
      ? say`Hint ${level} of step ${step} is empty.`
      : say`Step ${step} has no hint ${level} at its place.`,
    remedy: say`Fold it under the step's heading, with an empty line before and after the text: <details> <summary>${name} ${level}: …</summary> … </details>`,
  };
}
