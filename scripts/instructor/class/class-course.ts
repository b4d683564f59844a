/** What a class can report of this course: its labs, steps and checks, and the misconceptions behind them. */
import { join } from 'node:path';
import { catalogOf, lessonOf, README } from '#course/course.ts';
import { readJson, readTextIfThere, replaceFile, sourceHash } from '#course/files.ts';
import { codeFilesOf, findLabs, type Lab } from '#course/lab.ts';
import { reviewCatalog } from '#course/review/questions.ts';
import { Stage, stateFolder } from '#course/stage.ts';
import { ChecksHost } from '#runner/checks-host.ts';
import type { LabView, StepView } from '#site/class/class-view.ts';
import { bilingual, type Bilingual, type Language } from '#text/message.ts';
import { readMistakes } from '../rules/mistakes.ts';

export interface ClassLab extends Omit<LabView, 'steps'> {
  readonly steps: readonly ClassStep[];
  readonly mistakes: readonly ClassMistake[];
}

/** A known wrong answer. */
export interface ClassMistake {
  readonly name: string;
  /** The id of the check that catches it. */
  readonly check: string;
  /** What people believe. */
  readonly misconception: Bilingual;
}

export interface ClassStep extends Omit<StepView, 'through' | 'stuck' | 'reasons'> {
  readonly checks: readonly ClassCheck[];
}

export interface ClassCheck {
  readonly id: string;
  readonly title: Bilingual;
}

/** The labs below `root`. What their checks declare is collected by loading them, and kept by content. */
export async function readClassCourse(root: string): Promise<ClassLab[]> {
  const labs = findLabs(root);
  const declared = await declaredChecks(root, labs);
  return labs.map((lab): ClassLab => {
    const lessons = { en: lessonOf(lab, 'en'), ko: lessonOf(lab, 'ko') };
    const checks = declared[lab.id] ?? [];
    const slides = slidesOf(lab);
    return {
      number: lab.number,
      id: lab.id,
      title: { en: lessons.en.title, ko: lessons.ko.title },
      mistakes: mistakesOf(lab),
      steps: lessons.en.steps.map((step): ClassStep => {
        const korean = lessons.ko.steps.find(({ number }) => number === step.number) ?? step;
        return {
          number: step.number,
          title: { en: step.title, ko: korean.title },
          anchor: { en: step.anchor, ko: korean.anchor },
          slide: slides.get(step.number),
          checks: checks.filter((check) => check.step === step.number),
        };
      }),
    };
  });
}

function mistakesOf(lab: Lab): ClassMistake[] {
  const korean = reviewCatalog(lab);
  return readMistakes(lab).map(({ name, check, misconception: text }) => {
    return { name, check, misconception: bilingual({ text, values: [] }, korean) };
  });
}

interface DeclaredCheck extends ClassCheck {
  readonly step: number;
}

type Declared = Record<string, DeclaredCheck[]>;

/** By lab: its checks, in their order. A title may be put together from values, so they are loaded and not parsed. */
async function declaredChecks(root: string, labs: readonly Lab[]): Promise<Declared> {
  const file = join(stateFolder(root), 'class', 'checks.json');
  const contents = labs.map((lab) => {
    const texts = [...codeFilesOf(lab), join(lab.folder, 'ko.json')].map((path) => {
      return lab.files.some((name) => path.endsWith(name)) ? '' : (readTextIfThere(path) ?? '');
    });
    return [lab.id, texts];
  });
  const key = sourceHash(JSON.stringify(contents));
  const kept = readJson(file) as { key: string; declared: Declared } | undefined;
  if (kept?.key === key) return kept.declared;
  const declared = await collect(root, labs);
  replaceFile(file, JSON.stringify({ key, declared }));
  return declared;
}

/** The id of no check: all are declared, and none is run. */
const NONE = '-';

async function collect(root: string, labs: readonly Lab[]): Promise<Declared> {
  const stage = new Stage(root);
  const host = await ChecksHost.open(root, { parallel: 2, keepWarm: false });
  try {
    const files = labs.map((lab) => join(stage.putReference(lab), lab.checks));
    const reports = await host.run(files, new Map(files.map((file) => [file, [NONE]])));
    return Object.fromEntries(
      labs.map((lab, index) => {
        const catalog = catalogOf(lab);
        const checks = (reports.get(files[index] ?? '')?.events ?? []).flatMap((event) =>
          event.type === 'check'
            ? [{ id: event.id, step: event.step, title: bilingual(event.title, catalog) }]
            : [],
        );
        return [lab.id, checks];
      }),
    );
  } finally {
    await host.close();
    stage.remove();
  }
}

/** By step: the first slide that its section names. */
function slidesOf(lab: Lab): ReadonlyMap<number, number> {
  const language: Language = 'en';
  const lines = (readTextIfThere(join(lab.folder, README[language])) ?? '').split('\n');
  const { steps } = lessonOf(lab, language);
  return new Map(
    steps.flatMap(({ number, line }, index): [number, number][] => {
      const section = lines
        .slice(line, (steps[index + 1]?.line ?? lines.length + 1) - 1)
        .join('\n');
      const slide = /\bslides? (\d+)/i.exec(section)?.[1];
      return slide === undefined ? [] : [[number, Number(slide)]];
    }),
  );
}
