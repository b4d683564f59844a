/**
 * The process that a visit runs in: it loads the lab's own application, whose code may do whatever it
 * likes, and is ended from outside where it does not come back.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Application } from '#aws/local/index.ts';
import { asksOf, idOf } from './ask.ts';
import { findPlaces } from './places.ts';
import { Visit } from './visit.ts';
import type { Way } from './way.ts';

/** What the process is started with, as JSON. */
export interface HostOptions {
  /** Of the application's files, absolute. */
  readonly folder: string;
  /** The same for people: by file name where it is not the first. */
  readonly shown: string;
  readonly shownFiles: Readonly<Record<string, string>>;
}

/** Requests to send, by their ids. */
export interface HostQuestion {
  readonly id: number;
  readonly isFresh: boolean;
  readonly asks: readonly string[];
}

export type HostAnswer =
  | { readonly id: number; readonly application: Application; readonly ways: readonly Way[] }
  /** One of the ids is not in the application's set. */
  | { readonly id: number; readonly unknown: string }
  | { readonly id: number; readonly error: string };

/** Begins a visit to the application in a folder. */
export async function visitTo({ folder, shown, shownFiles }: HostOptions) {
  const file = pathToFileURL(join(folder, 'application.ts')).href;
  const { application } = (await import(file)) as { readonly application: Application };
  const places = findPlaces(application, folder, (name) => shownFiles[name] ?? `${shown}/${name}`);
  return { application, visit: await Visit.begin(application, folder, places) };
}

if (process.send) {
  const [, , options = '{}'] = process.argv;
  const started = visitTo(JSON.parse(options) as HostOptions);
  // Whoever asks hears of it.
  started.catch(() => undefined);
  let turn: Promise<unknown> = Promise.resolve();
  process.on('message', (question: HostQuestion) => {
    turn = turn.then(async () => process.send?.(await answer(started, question)));
  });
  // Whoever asked has gone: without servers and functions the process ends.
  process.on('disconnect', () => void started.then(({ visit }) => visit.stop()));
}

async function answer(
  started: ReturnType<typeof visitTo>,
  { id, isFresh, asks }: HostQuestion,
): Promise<HostAnswer> {
  try {
    const { application, visit } = await started;
    const all = new Map(asksOf(application).map((ask) => [idOf(ask), ask]));
    const unknown = asks.find((one) => !all.has(one));
    if (unknown !== undefined) return { id, unknown };
    if (isFresh) visit.beginAnew();
    const ways: Way[] = [];
    for (const one of asks) {
      const ask = all.get(one);
      if (ask) ways.push(await visit.send(ask));
    }
    return { id, application, ways };
  } catch (error) {
    return { id, error: String(error) };
  }
}
