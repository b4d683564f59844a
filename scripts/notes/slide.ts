/** What the notes say of one slide. */
import type { Drawing } from '#course/markdown.ts';

/** What a speaker does: say something, ask the room, show something. */
export type NoteKind = 'note' | 'ask' | 'demo';

export interface Note {
  readonly kind: NoteKind;
  /** Without its label. A question is followed by the answer to expect. */
  readonly markdown: string;
}

export interface Slide {
  readonly number: number;
  readonly title: string;
  /** The title of the section it belongs to: of the page. */
  readonly section: string;
  /** The deck's own text as Markdown, in Korean whatever the language of the notes. */
  readonly deckText: string;
  readonly minutes: number;
  readonly drawing: Drawing;
  /** In the order in which they are to be used. */
  readonly notes: readonly Note[];
  /** The numbers of the labs that it leads to. */
  readonly labs: readonly number[];
  /** The page of its notes: relative to the root, with `/`. */
  readonly file: string;
  /** The anchor of its heading on that page, as GitHub makes it. */
  readonly anchor: string;
}
