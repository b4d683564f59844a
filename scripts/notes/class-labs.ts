/** Which labs a class does, when, and for how long: the second table of slides-notes/README.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { README } from '#course/course.ts';
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

/** `| [1 · Build a JWT by hand](…) | 19 | 40 | yes | yes |`; a class without it has `–`. */
const ROW = /^\| \[(\d+) · ([^\]]+)\]\([^)]*\) *\| (\d+) *\| (\d+) *\| (\S+) *\| (\S+) *\|$/;
const NO = '–';

/** The labs in the order of the table. Throws a NotesError. */
export function readClassLabs(root: string, language: Language): ClassLab[] {
  const file = `slides-notes/${README[language]}`;
  const lines = readFileSync(join(root, file), 'utf8').split(/\r?\n/);
  const labs = lines.flatMap((line): ClassLab[] => {
    const [, number, title = '', after, minutes, half, full] = ROW.exec(line) ?? [];
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
