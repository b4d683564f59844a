/** A command at work with AWS: what happens is printed as it happens, and what fails in a line. */
import { setTimeout as wait } from 'node:timers/promises';
import { closeClients, makeClients } from '#aws/deploy/clients.ts';
import { BeyondRepairError, explain } from '#aws/deploy/explain.ts';
import { withinLimit } from '#aws/deploy/guard.ts';
import type { Progress, Verb, Work } from '#aws/deploy/stack.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError, UsageError, type Next } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import { drawn, type Page, type PageOptions } from '#terminal/page.ts';
import { untilStopped } from '#terminal/program.ts';
import { write } from '#terminal/run-command.ts';
import { say, verbatim, type Message } from '#text/message.ts';

/** The options that every command which speaks of a stack needs. */
export function stackOptions(region: string, prefix: string): string {
  return `--region ${region} --prefix ${prefix}`;
}

export interface Session {
  readonly work: Work;
  /** How often each was reported. */
  readonly counts: Readonly<Partial<Record<Verb, number>>>;
}

/** How to go on where a command has failed, or was stopped. */
export interface GoOn {
  readonly again: Next;
  /** What helps where running it again does not. */
  readonly destroy?: Next;
}

/**
 * @throws ExplainedError for what keeps AWS, or us, from the work, with the next command
 * @returns what `use` returns; 130 after Ctrl-C, which leaves AWS at what it has begun
 */
export async function withAws(
  context: Context,
  region: string,
  goOn: GoOn | undefined,
  use: (session: Session) => Promise<number>,
): Promise<number> {
  const clients = makeClients(region);
  const counts: Partial<Record<Verb, number>> = {};
  const work: Work = {
    clients,
    report(progress) {
      counts[progress.verb] = (counts[progress.verb] ?? 0) + 1;
      void context.draw((page) => drawProgress(page, progress));
    },
    sleep: (seconds) => wait(seconds * 1000),
  };
  try {
    // Where there are no credentials, nothing has begun that could go on.
    await inALine(region, undefined, () =>
      withinLimit(clients.cloudFormation.config.credentials()),
    );
    const stopped = untilStopped().then(() => stop(context.page, goOn, counts));
    return await Promise.race([inALine(region, goOn, () => use({ work, counts })), stopped]);
  } finally {
    closeClients(clients);
  }
}

/** What a shell tells of Ctrl-C. */
const INTERRUPTED = 130;

async function stop(
  options: PageOptions,
  goOn: GoOn | undefined,
  { begun }: Session['counts'],
): Promise<number> {
  const text = drawn(options, (page) => {
    page.line(
      begun
        ? say`Stopped here. AWS goes on by itself with what it has begun.`
        : say`Stopped. Nothing was changed.`,
    );
    if (goOn) drawNext(page, goOn.again.what, goOn.again.command);
  });
  await write(process.stderr, text);
  return INTERRUPTED;
}

/**
 * For work before and with AWS. A bug of ours stays what it is.
 *
 * @throws ExplainedError
 */
export async function inALine<Result>(
  region: string,
  goOn: GoOn | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // What says by itself how to go on is left as it is.
    const isTold = error instanceof UsageError || (error instanceof ExplainedError && error.next);
    const text = isTold ? undefined : explain(error, region);
    if (!text) throw error;
    const next = error instanceof BeyondRepairError ? goOn?.destroy : goOn?.again;
    throw new ExplainedError(text, next && { next });
  }
}

/** A line; where something failed, AWS's reason and what it means under it. */
function drawProgress(page: Page, { verb, what, reason, meaning }: Progress): void {
  const [label, tone] = VERBS[verb];
  page.entry(label, tone === undefined ? what : page.tone(tone, what), { column: VERB_COLUMN });
  const under = (message: Message) => page.entry('', message, { column: VERB_COLUMN + 2 });
  if (reason !== undefined && reason !== '') under(say`AWS says: ${verbatim(reason)}`);
  if (meaning) under(say`That means: ${meaning}`);
}

const VERBS: Readonly<Record<Verb, readonly [label: Message, tone?: 'bad']>> = {
  place: [say`where`],
  'to make': [say`to make`],
  'to change': [say`to change`],
  'to replace': [say`to replace`],
  'to remove': [say`to remove`],
  begun: [say`begun`],
  made: [say`made`],
  changed: [say`changed`],
  removed: [say`removed`],
  same: [say`as is`],
  failed: [say`failed`, 'bad'],
  stopped: [say`stopped`],
  wait: [say`wait`],
};

const VERB_COLUMN = 12;
