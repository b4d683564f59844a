/**
 * Visits to the labs' applications for the live page: one process for each lab and whose code it runs,
 * started when a page first asks and ended when none has asked for a while.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { liveBundle, type LiveBundle } from '#aws/local/bundle.ts';
import type { Application } from '#aws/local/index.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { referenceSources, Stage } from '#course/stage.ts';
import { endWithUs } from '#runner/children.ts';
import { say, type Bilingual } from '#text/message.ts';
import { both } from './hops.ts';
import type { HostAnswer, HostOptions, HostQuestion } from './host.ts';
import type { Way } from './way.ts';

/** What a page asks. */
export interface FollowQuestion {
  readonly lab: number;
  readonly code: 'learner' | 'reference';
  /** Everybody logs in anew, and nothing is kept. */
  readonly isFresh: boolean;
  /** Ids of requests, sent in their order. */
  readonly asks: readonly string[];
}

export type FollowAnswer =
  | {
      readonly application: Application;
      readonly ways: readonly Way[];
      /** What a link to a line in the editor begins with. */
      readonly editor?: string | undefined;
    }
  | { readonly problem: Bilingual };

/** In milliseconds: a visit that nobody has asked for so long is over. */
const IDLE_MS = 5 * 60_000;
/** In milliseconds: many requests with cold starts, on a slow machine. */
const ANSWER_MS = 60_000;

/** The labs that declare an application. */
export function labsToFollow(root: string): Lab[] {
  return findLabs(root).filter(({ folder }) => existsSync(join(folder, 'application.ts')));
}

export class Follow {
  private readonly root: string;
  private readonly editor: string | undefined;
  private readonly hosts = new Map<string, Host>();
  private stage: Stage | undefined;

  /** @param root of the course, absolute */
  constructor(root: string, { editor }: { readonly editor?: string | undefined } = {}) {
    this.root = root;
    this.editor = editor;
  }

  /** Undefined where the question is not in the closed set: no such lab, no such request. */
  async answer({
    lab: number,
    code,
    isFresh,
    asks,
  }: FollowQuestion): Promise<FollowAnswer | undefined> {
    const lab = labsToFollow(this.root).find((one) => one.number === number);
    if (!lab) return undefined;
    const key = `${number} ${code}`;
    const host = this.hosts.get(key) ?? new Host(this.optionsFor(lab, code));
    this.hosts.set(key, host);
    const answer = await host.ask({ isFresh, asks });
    if ('unknown' in answer) return undefined;
    if ('error' in answer) {
      host.stop();
      return { problem: both(say`The application can't be started: ${answer.error}`) };
    }
    return { application: answer.application, ways: answer.ways, editor: this.editor };
  }

  close(): void {
    for (const host of this.hosts.values()) host.stop();
    this.stage?.remove();
  }

  private optionsFor(lab: Lab, code: FollowQuestion['code']): HostOptions {
    if (code === 'learner') {
      return { folder: lab.folder, shown: `labs/${lab.id}`, shownFiles: {} };
    }
    this.stage ??= new Stage(this.root);
    return referenceOptions(this.stage, lab);
  }
}

/** A copy of the lab with its reference. */
export function referenceOptions(stage: Stage, lab: Lab): HostOptions {
  return {
    folder: stage.put(lab, 'follow', referenceSources(lab)),
    shown: `labs/${lab.id}`,
    shownFiles: Object.fromEntries(lab.files.map((file) => [file, `solutions/${lab.id}/${file}`])),
  };
}

/** One process, started anew where the declaration has changed since. */
class Host {
  private readonly options: HostOptions;
  private readonly declaration: LiveBundle;
  private version = '';
  private child: ChildProcess | undefined;
  private idle: NodeJS.Timeout | undefined;
  private count = 0;

  constructor(options: HostOptions) {
    this.options = options;
    this.declaration = liveBundle(join(options.folder, 'application.ts'));
  }

  async ask(question: Omit<HostQuestion, 'id'>): Promise<HostAnswer> {
    const id = (this.count += 1);
    try {
      const { version } = await this.declaration.current();
      if (version !== this.version) this.stop();
      this.version = version;
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
    const child = (this.child ??= this.start());
    clearTimeout(this.idle);
    try {
      return await answerOf(child, { ...question, id });
    } finally {
      this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.idle);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private start(): ChildProcess {
    const file = fileURLToPath(new URL('host.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), file, JSON.stringify(this.options)],
      // What the learner's code prints at its load belongs to nobody here.
      { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], windowsHide: true },
    );
    endWithUs(child);
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
    });
    return child;
  }
}

function answerOf(child: ChildProcess, question: HostQuestion): Promise<HostAnswer> {
  const { id } = question;
  return new Promise((resolve) => {
    const finish = (answer: HostAnswer): void => {
      clearTimeout(late);
      child.off('message', onMessage).off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (answer: HostAnswer): void => {
      if (answer.id === id) finish(answer);
    };
    const onExit = (): void => finish({ id, error: 'its process ended' });
    const late = setTimeout(() => finish({ id, error: 'it does not come back' }), ANSWER_MS);
    child.on('message', onMessage).on('exit', onExit);
    child.send(question);
  });
}
