/**
 * A learner's review of changes, round by round: which question comes next, what was missed, and the
 * score. Plain data in and out, for the terminal and for the page.
 */

/** Two sets of questions that share none: one before the lab is worked on, one after. */
export const HALVES = ['before', 'after'] as const;
export type Half = (typeof HALVES)[number];

/** Which half is next for a learner who has passed so many of the lab's steps. */
export function halfAfter(stepsPassed: number): Half {
  return stepsPassed === 0 ? 'before' : 'after';
}

/** The ids of each round's questions. */
export type Rounds = Readonly<Record<Half, readonly (readonly string[])[]>>;

export const ROUND_SIZE = 12;

export interface ReviewState {
  /** Of each finished round, how many of its questions were right at the first try. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** What was missed in the last round, and comes first in the next. */
  readonly missed: readonly string[];
  /** The round that is under way. */
  readonly round?: Round;
}

export interface Round {
  readonly half: Half;
  /** What counts. */
  readonly counted: readonly string[];
  /** What is still to come, the next one first. */
  readonly queue: readonly string[];
  /** Whether the first answer to a question was right. */
  readonly firstTries: Readonly<Record<string, boolean>>;
}

export const NOT_REVIEWED: ReviewState = { before: [], after: [], missed: [] };

/**
 * The state with a round under way: the one that was left, or the next of this half. What was missed in
 * the last round comes first and does not count again. A round of the other half is given up.
 */
export function begin(state: ReviewState, rounds: Rounds, half: Half): ReviewState {
  const known = new Set(HALVES.flatMap((name) => rounds[name].flat()));
  const { round, ...rest } = state;
  const left = round?.queue.filter((id) => known.has(id)) ?? [];
  if (round?.half === half && left.length > 0) return { ...rest, round: { ...round, queue: left } };
  const missed = [...new Set([...state.missed, ...missedIn(round)])].filter((id) => known.has(id));
  const all = rounds[half];
  const counted = all[state[half].length % all.length] ?? [];
  const queue = [...new Set([...missed, ...counted])];
  return { ...rest, missed, round: { half, counted, queue, firstTries: {} } };
}

/** The state after the next question was answered. What was missed comes again until it is right. */
export function answered(state: ReviewState, isRight: boolean): ReviewState {
  const { round, ...rest } = state;
  const [id, ...others] = round?.queue ?? [];
  if (!round || id === undefined) return state;
  const firstTries = { [id]: isRight, ...round.firstTries };
  const queue = isRight ? others : [...others, id];
  const now = { ...round, queue, firstTries };
  if (queue.length > 0) return { ...rest, round: now };
  return { ...rest, [round.half]: [...state[round.half], rightIn(now)], missed: missedIn(now) };
}

/** Which of the questions that count is next, from 1; undefined for one that was missed before. */
export function placeIn({ counted, queue: [id = ''], firstTries }: Round): number | undefined {
  if (!counted.includes(id) || firstTries[id] !== undefined) return undefined;
  return counted.filter((one) => firstTries[one] !== undefined).length + 1;
}

/** How many of the questions that count were right at the first try, so far. */
export function rightIn({ counted, firstTries }: Round): number {
  return counted.filter((id) => firstTries[id] === true).length;
}

function missedIn(round: Round | undefined): string[] {
  return Object.entries(round?.firstTries ?? {}).flatMap(([id, isRight]) => (isRight ? [] : [id]));
}

/** The state as it was kept; undefined where it has another shape. */
export function readState(kept: unknown): ReviewState | undefined {
  const { before, after, missed, round } = (kept ?? {}) as Partial<Record<string, unknown>>;
  if (![before, after].every(isScores) || !isTexts(missed)) return undefined;
  const state = { before, after, missed } as unknown as ReviewState;
  return isRound(round) ? { ...state, round } : state;
}

function isScores(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_KEPT &&
    value.every((score) => Number.isInteger(score) && score >= 0 && score <= ROUND_SIZE)
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_KEPT &&
    value.every((text) => typeof text === 'string' && text.length <= LONGEST_ID)
  );
}

function isRound(value: unknown): value is Round {
  if (typeof value !== 'object' || value === null) return false;
  const { half, counted, queue, firstTries } = value as Partial<Record<keyof Round, unknown>>;
  const tries = typeof firstTries === 'object' && firstTries !== null ? firstTries : { '': '' };
  return (
    HALVES.some((name) => name === half) &&
    [counted, queue, Object.keys(tries)].every(isTexts) &&
    Object.values(tries).every((isRight) => typeof isRight === 'boolean')
  );
}

const MOST_KEPT = 1000;
const LONGEST_ID = 200;
