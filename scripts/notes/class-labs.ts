/** Which labs a class does, when, and for how long: the second table of slides-notes/README.md. */
import { join } from 'node:path';
import { README } from '#course/course.ts';
import { readText } from '#course/files.ts';
import { readPage } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import { NotesError } from './notes-error.ts';

export interface ClassLab {
  readonly number: number;
  readonly title: string;
  /** The number of the slide that it comes after. */
  readonly after: number;
  readonly minutes: number;
  /** Whether there is time for it in a class of this length. */
  readonly inHalfDay: boolean;
  readonly inFullDay: boolean;
}

/** A class without the lab. */
const NO = '–';

/** The labs in the order of the table: `| [1 · Build a JWT by hand](…) | 19 | 40 | yes | – |`. Throws a NotesError. */
export function readClassLabs(root: string, language: Language): ClassLab[] {
  const file = `slides-notes/${README[language]}`;
  const rows = readPage(readText(join(root, file))).tables.flat();
  const labs = rows.flatMap(({ cells }): ClassLab[] => {
    const [name = '', after, minutes, half, full] = cells.map(({ text }) => text);
    const [, number, title = ''] = /^(\d+) · (.+)$/.exec(name) ?? [];
    if (number === undefined) return [];
    return [
      {
        number: Number(number),
        title,
        after: Number(after),
        minutes: Number(minutes),
        inHalfDay: half !== NO,
        inFullDay: full !== NO,
      },
    ];
  });
  if (labs.length > 0) return labs;
  throw new NotesError(file, say`It has no table of the labs in class.`);
}
