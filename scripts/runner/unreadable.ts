/** What a learner reads of a file that can't be read as TypeScript. */
import type { Unreadable } from '#course/files.ts';
import { say } from '#text/message.ts';
import type { ProblemMessage } from './result.ts';

/** `file` is shown as it is, such as `labs/01-base64url/jwt.ts`. */
export function unreadableProblem(file: string, why: Unreadable): ProblemMessage {
  const kind = 'unreadable-file';
  switch (why) {
    case 'missing':
      return {
        kind,
        what: say`${file} is not there.`,
        cause: say`It was deleted, renamed or moved.`,
      };
    case 'broken-link':
      return { kind, what: say`${file} is a link that leads to no file.` };
    case 'no-file':
      return { kind, what: say`${file} is a folder, or anything else but a file.` };
    case 'too-large':
      return {
        kind,
        what: say`${file} is larger than 1 MB, and was not run.`,
        cause: say`Something that is no code was saved or copied into it.`,
      };
    case 'binary':
      return {
        kind,
        what: say`${file} holds zero bytes, which no text has.`,
        cause: say`Another file was saved or copied over it, or the machine went down while it was written.`,
      };
    case 'utf-16':
      return {
        kind: 'encoding',
        what: say`${file} is saved as UTF-16, and TypeScript is read as UTF-8.`,
        cause: say`Some editors and shells on Windows write UTF-16. Save the file once more, with the encoding UTF-8.`,
        place: { file, line: 1 },
      };
  }
}
