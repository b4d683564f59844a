/**
 * The deck as its notes tell it. The pages in `slides-notes` are the one place where slides, minutes
 * and drawings are written down; the schedule, the drawings and the presenter's view read them here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#text/message.ts';
import { readNotes } from './read-notes.ts';
import type { Slide } from './slide.ts';

export type { Drawing, Note, NoteKind, Slide } from './slide.ts';
export { NotesError } from './notes-error.ts';

export const NOTES_FOLDER = 'slides-notes';

/**
 * Every slide of the deck below `root`, in the deck's order. Throws a NotesError that names file
 * and line where the notes do not have the form that this repository's CONTRIBUTING.md asks for.
 */
export function readDeck(root: string, language: Language): Slide[] {
  return notesPages(root, language).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
    return readNotes(text, file);
  });
}

/** The pages of notes, in order: `01-opening.md`, or `01-opening.ko.md`. Relative to the root. */
export function notesPages(root: string, language: Language): string[] {
  const folder = join(root, NOTES_FOLDER);
  const wanted = language === 'ko' ? /^\d\d-[\w-]+\.ko\.md$/ : /^\d\d-[\w-]+\.md$/;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => wanted.test(name))
    .toSorted()
    .map((name) => `${NOTES_FOLDER}/${name}`);
}
