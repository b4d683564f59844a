/** A command at work with AWS: what happens is printed as it happens, and what fails in a line. */
import { setTimeout as wait } from 'node:timers/promises';
import { print, untilStopped } from '#terminal/program.ts';
import { redactor, type Redact } from '#aws/local/index.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { closeClients, makeClients } from '#aws/deploy/clients.ts';
import type { Secrets } from '#aws/deploy/deploy/secrets.ts';
import { explain } from '#aws/deploy/explain.ts';
import type { Request } from './usage.ts';
import type { Verb, Work } from '#aws/deploy/work.ts';

/** What every command works with. */
export interface Context {
  /** The repository's root, absolute. */
  readonly root: string;
  readonly request: Request;
  readonly page: PageOptions;
}

/** What to do, and the command for it. */
export interface Next {
  readonly what: Message;
  readonly command: string;
}

export interface Session {
  readonly work: Work;
  /** How often each was told. */
  readonly counts: Readonly<Record<Verb, number>>;
  /** From now on these are shown in nothing that AWS says. */
  readonly hide: (secrets: Secrets) => void;
  /** What went wrong, in a line. Throws what is a bug of ours. */
  readonly explain: (error: unknown) => Message;
}

/**
 * @param next what helps after a failure, and after Ctrl-C, which leaves whatever was made and what
 *   is under way
 */
export function withAws(
  { request: { region }, page: options }: Context,
  next: readonly Next[],
  use: (session: Session) => Promise<number>,
): Promise<number> {
  const clients = makeClients(region);
  const counts = { make: 0, change: 0, same: 0, remove: 0, wait: 0 };
  let redact: Redact = redactor({});
  const session: Session = {
    counts,
    hide: (secrets) => (redact = redactor(secrets)),
    explain: (error) => orThrow(error, region, redact),
    work: {
      clients,
      tell(verb, what) {
        counts[verb] += 1;
        const page = new Page(options);
        const text = page.text(what);
        const indent = /^ */.exec(text)?.[0].length ?? 0;
        page.entry(page.text(VERBS[verb]), text.trimStart(), { column: VERB_COLUMN + indent });
        process.stdout.write(page.toString());
      },
      sleep: (seconds) => wait(seconds * 1000),
    },
  };
  // Where there are no credentials, nothing has begun that could go on.
  return explaining(options, session.explain, [], async () => {
    try {
      await clients.lambda.config.credentials();
      const stopped = untilStopped().then(() => stop(options, next));
      const used = explaining(options, session.explain, next, () => use(session));
      return await Promise.race([used, stopped]);
    } finally {
      closeClients(clients);
    }
  });
}

/** What a shell tells of Ctrl-C. */
const INTERRUPTED = 130;

async function stop(options: PageOptions, next: readonly Next[]): Promise<number> {
  const page = new Page(options);
  page.line(page.text(say`Stopped.`));
  drawNextSteps(page, next);
  await print(page.toString(), process.stderr);
  return INTERRUPTED;
}

const VERBS: Readonly<Record<Verb, Message>> = {
  make: say`made`,
  change: say`changed`,
  same: say`as is`,
  remove: say`removed`,
  wait: say`wait`,
};

const VERB_COLUMN = 9;

/** For work before AWS is asked: what is wrong with the learner's files is a line, too. */
export function withoutAws(
  { page, request: { region } }: Context,
  work: () => Promise<number>,
): Promise<number> {
  return explaining(page, (error) => orThrow(error, region, redactor({})), [], work);
}

function orThrow(error: unknown, region: string, redact: Redact): Message {
  const text = explain(error, region, redact);
  if (!text) throw error;
  return text;
}

async function explaining(
  options: PageOptions,
  explainIt: (error: unknown) => Message,
  next: readonly Next[],
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const page = new Page(options);
    page.line(page.text(explainIt(error)), 2);
    drawNextSteps(page, next);
    await print(page.toString(), process.stderr);
    return 1;
  }
}

/** Each with its command in one piece, however long: it is there to be copied. */
export function drawNextSteps(page: Page, steps: readonly Next[]): void {
  for (const { what, command } of steps) {
    page.line(`${page.text(say`Next:`)} ${page.text(what)}`, 6);
    page.code(page.tone('strong', command), '  ');
  }
}
