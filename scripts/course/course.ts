/** A lab with everything that people read about it, in both languages. */
import { join } from 'node:path';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import type { Catalog, Language } from '#text/message.ts';
import { readTextIfThere } from './files.ts';
import type { Lab } from './lab.ts';
import { readLesson, type Lesson } from './lesson.ts';

export const README: Readonly<Record<Language, string>> = { en: 'README.md', ko: 'README.ko.md' };

/** By its file: the text that it was read from, and the lesson. */
const lessons = new Map<string, readonly [text: string, lesson: Lesson]>();

/** The lab's lesson; a README that is missing reads as an empty one. */
export function lessonOf(lab: Lab, language: Language): Lesson {
  const file = join(lab.folder, README[language]);
  const text = readTextIfThere(file) ?? '';
  // Every save asks for it, and to read Markdown takes longer than many a check.
  const known = lessons.get(file);
  if (known?.[0] === text) return known[1];
  const lesson = readLesson(text);
  lessons.set(file, [text, lesson]);
  return lesson;
}

/** The Korean of every message that a run of this lab can say. */
export function catalogOf(lab: Lab): Catalog {
  const own = readTextIfThere(join(lab.folder, 'ko.json'));
  return {
    ...toolsCatalog,
    ...(own === undefined ? {} : (JSON.parse(own) as Catalog)),
  };
}
