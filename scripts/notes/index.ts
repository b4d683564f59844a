/**
 * The deck as its notes tell it. The pages in `slides-notes` are the one place where slides, minutes
 * and drawings are written down; the schedule, the drawings and the presenter's view read them here.
 */
import { join } from 'node:path';
import { namesIn, readText } from '#course/files.ts';
import type { Language } from '#text/message.ts';
import { readNotes } from './read-notes.ts';
import type { Slide } from './slide.ts';

export type { Note, NoteKind, Slide } from './slide.ts';
export { NotesError } from './notes-error.ts';

export const NOTES_FOLDER = 'slides-notes';

/**
 * Every slide of the deck below `root`, in the deck's order. Throws a NotesError that names file
 * and line where the notes do not have the form that this repository's CONTRIBUTING.md asks for.
 */
export function readDeck(root: string, language: Language): Slide[] {
  return notesPages(root, language).flatMap((file) => {
    return readNotes(readText(join(root, file)), file);
  });
}

/** The pages of notes, in order: `01-opening.md`, or `01-opening.ko.md`. Relative to the root. */
export function notesPages(root: string, language: Language): string[] {
  const wanted = language === 'ko' ? /^\d\d-[\w-]+\.ko\.md$/ : /^\d\d-[\w-]+\.md$/;
  return namesIn(join(root, NOTES_FOLDER))
    .filter((name) => wanted.test(name))
    .map((name) => `${NOTES_FOLDER}/${name}`);
}
