/**
 * Where a review is kept: by the program that serves the page, with the learner's other progress, or in
 * this browser where the page was opened from a folder.
 */
import { NOT_REVIEWED, readState, type Half, type ReviewState } from '#course/review/round.ts';
import { store, stored } from '../stored.ts';

export interface Kept {
  readonly state: ReviewState;
  /** Which half is next; undefined where nobody knows how far the reader is. */
  readonly half: Half | undefined;
}

export interface Keeper {
  read(): Promise<Kept>;
  /** Rejects where it could not be kept. */
  write(state: ReviewState): Promise<void>;
}

export function keeperOf(lab: string, isServed: boolean): Keeper {
  return isServed ? served(`/review/${lab}`) : inBrowser(`review-${lab}`);
}

function inBrowser(name: `review-${string}`): Keeper {
  return {
    read: () => {
      const state = readState(parsed(stored(name))) ?? NOT_REVIEWED;
      return Promise.resolve({ state, half: undefined });
    },
    write: (state) => Promise.resolve(store(name, JSON.stringify(state))),
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function served(address: string): Keeper {
  return {
    async read() {
      const { state, half } = (await (await fetch(address)).json()) as Kept;
      return { state: readState(state) ?? NOT_REVIEWED, half };
    },
    async write(state) {
      const headers = { 'content-type': 'application/json' };
      const { ok } = await fetch(address, { method: 'POST', headers, body: JSON.stringify(state) });
      if (!ok) throw new Error('The answer was not kept.');
    },
  };
}
