/** For tests: a command of the table, run to its end in this process. */
import { COMMANDS } from '#cli/commands.ts';
import { runCommand } from '#terminal/run-command.ts';
import type { Environment } from '#terminal/command.ts';
import { REPOSITORY, type Finished } from './course-copy.ts';

export interface Here {
  /** The root of the course; the repository's own by default. */
  readonly root?: string;
  /** Where the person stands; the root by default. */
  readonly folder?: string;
  readonly environment?: Environment;
  readonly isTerminal?: boolean;
}

/** What was printed, as one line, however wide the page was. */
export function oneLine(printed: string): string {
  return printed.replaceAll(/\s+/g, ' ').trim();
}

/** Runs a command line such as `['lab', '1']`; a bug of ours is thrown. */
export async function runHere(args: readonly string[], here: Here = {}): Promise<Finished> {
  const { root = REPOSITORY, folder = root, environment = { LC_ALL: 'C' } } = here;
  const printed = { stdout: '', stderr: '' };
  const output = (name: keyof typeof printed) => ({
    isTTY: here.isTerminal ?? false,
    columns: 60,
    hasColors: () => false,
    write(text: string | Uint8Array, done: () => void) {
      printed[name] += String(text);
      done();
    },
  });
  const surroundings = {
    root,
    folder,
    environment,
    stdout: output('stdout'),
    stderr: output('stderr'),
  };
  const code = await runCommand(COMMANDS, args, surroundings);
  return { code, ...printed };
}
