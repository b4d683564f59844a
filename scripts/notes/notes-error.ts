import { english, say, type Message } from '#text/message.ts';

/** Notes that do not have their form. Its message is whole sentences, and names the place. */
export class NotesError extends Error {
  readonly text: Message;

  /** `place`: the file, and the line where there is one: `slides-notes/04-jwt.md:12`. */
  constructor(place: string, what: Message) {
    const text = say`${place}: ${what}`;
    super(english(text));
    this.name = 'NotesError';
    this.text = text;
  }
}
