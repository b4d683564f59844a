/** Steps have the same numbers everywhere, and a ladder of three hints each in both languages. */
import { join } from 'node:path';
import { lessonOf, README } from '#course/course.ts';
import { readTextIfThere } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Hint, LessonStep } from '#course/lesson.ts';
import type { Sources } from '#course/stage.ts';
import { say, type Language } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import { stepsIn, todosIn } from '../reading/todos.ts';

const LANGUAGES: readonly Language[] = ['en', 'ko'];
const LEVELS = [1, 2, 3] as const;

export function checkSteps(lab: Lab, starter: Sources): Outcome {
  if (lab.files.length === 0) return { findings: [] };
  const inChecks = stepsIn(readTextIfThere(join(lab.folder, lab.checks)) ?? '');
  const todos = Object.values(starter).map((text) => todosIn(text));
  const throws = todos.flatMap((todo) => todo.throws);
  const lessons = LANGUAGES.map((language) => {
    const file = `labs/${lab.id}/${README[language]}`;
    return { language, file, steps: lessonOf(lab, language).steps };
  });
  const all = Array.from({ length: Math.max(0, ...inChecks, ...throws) }, (_, index) => index + 1);
  const checks = `labs/${lab.id}/${lab.checks}`;
  const learners = `labs/${lab.id}/${lab.files.join(', ')}`;
  const comments = todos.flatMap((todo) => todo.comments);
  const isWhole = (step: number, level: number): boolean =>
    lessons.every(({ steps }) =>
      steps.some((one) => one.number === step && (hintAt(one, level)?.text ?? '') !== ''),
    );
  return {
    findings: [
      // A file without any step is reported by the starter's rule.
      ...compare(inChecks.length === 0 ? [] : all, inChecks, checks, (n) => `step(${n}, …)`),
      ...compare(all, comments, learners, (n) => `// TODO ${n}: …`),
      ...compare(all, throws, learners, (n) => `throw new Error('TODO ${n}: …')`),
      ...lessons.flatMap(({ language, file, steps }) => {
        const numbers = steps.map(({ number }) => number);
        const heading = (n: number): string =>
          language === 'en' ? `## Step ${n}: …` : `## ${n}단계: …`;
        return [...compare(all, numbers, file, heading), ...inOrder(file, numbers, language)];
      }),
      ...lessons.flatMap(({ language, file, steps }) =>
        steps.flatMap((step) =>
          all.includes(step.number) ? faultsInHints(language, file, step) : [],
        ),
      ),
    ],
    done: all.flatMap((step) => LEVELS.filter((level) => isWhole(step, level))).length,
    of: all.length * LEVELS.length,
  };
}

/** A finding for each number that `found` lacks, or has beyond `all`. `sign`: how a step is marked there. */
function compare(
  all: readonly number[],
  found: readonly number[],
  file: string,
  sign: (step: number) => string,
): Finding[] {
  const lacking = all.filter((step) => !found.includes(step));
  const beyond = [...new Set(found)].filter((step) => !all.includes(step));
  return [
    ...lacking.map((step) => {
      const what = say`Step ${step} is missing here: ${sign(step)}`;
      const remedy = say`Write it, or give the steps the numbers 1 to ${all.length - 1} everywhere: checks, TODOs (comment and throw), README.md and README.ko.md.`;
      return { rule: 'step-missing', file, what, remedy };
    }),
    ...beyond.map((step) => {
      const what = say`The checks and the starter know no step ${step}: ${sign(step)}`;
      const remedy = say`Take it away, or write step ${step} in the checks and the starter.`;
      return { rule: 'step-unknown', file, what, remedy };
    }),
  ];
}

function inOrder(file: string, numbers: readonly number[], language: Language): Finding[] {
  if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0)))
    return [];
  const what = say`Its steps are not in order, or one comes twice: ${numbers.join(', ')}`;
  const remedy =
    language === 'en'
      ? say`Bring the headings "## Step n: …" into order.`
      : say`Bring the headings "## n단계: …" into order.`;
  return [{ rule: 'steps-out-of-order', file, what, remedy }];
}

/** The hint of this level, at its place; it may be empty. */
function hintAt({ hints }: LessonStep, level: number): Hint | undefined {
  const hint = hints[level - 1];
  return hint?.level === level && hint.title.trim() !== '' ? hint : undefined;
}

function faultsInHints(language: Language, page: string, step: LessonStep): Finding[] {
  const { number, line, hints } = step;
  const file = `${page}:${line}`;
  const name = language === 'en' ? 'Hint' : '힌트';
  const missing = LEVELS.flatMap((level): Finding[] => {
    const hint = hintAt(step, level);
    if (hint && hint.text !== '') return [];
    const what = hint
      ? say`Hint ${level} of step ${number} is empty.`
      : say`Step ${number} has no hint ${level} at its place.`;
    const remedy = say`Fold it under the step's heading, with an empty line before and after the text: <details> <summary>${name} ${level}: …</summary> … </details>`;
    return [{ rule: 'hint-missing', file, what, remedy }];
  });
  if (hints.length <= LEVELS.length) return missing;
  const what = say`Step ${number} has ${hints.length} hints, and there are three levels.`;
  const remedy = say`Keep three: a question, a clue, and nearly the code.`;
  return [...missing, { rule: 'too-many-hints', file, what, remedy }];
}
