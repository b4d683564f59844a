import { ExplainedError } from '#terminal/errors.ts';
import { say, type Message } from '#text/message.ts';

/** Notes that do not have their form. Its message is whole sentences, and names the place. */
export class NotesError extends ExplainedError {
  /** `place`: the file, and the line where there is one: `slides-notes/04-jwt.md:12`. */
  constructor(place: string, what: Message) {
    super(say`${place}: ${what}`);
  }
}
