/**
 * The questions of a lab's review, made of what proves its checks: wrong changes to the reference are
 * its mistakes, right ones the short patches among its alternatives.
 */
import { join } from 'node:path';
import { bilingual, type Bilingual, type Catalog } from '#text/message.ts';
import { changedFile, readChanges, sizeOf, type Change } from '../change.ts';
import { catalogOf } from '../course.ts';
import { readText, readTextIfThere, sourceHash } from '../files.ts';
import type { Lab } from '../lab.ts';
import { isChanged } from './line.ts';
import { HALVES, ROUND_SIZE, type Rounds } from './round.ts';

export interface Question {
  /** Such as `mistakes/alg-in-any-case`. */
  readonly id: string;
  /** The name of the file that is changed. */
  readonly file: string;
  /** Each with `+`, `-` or a space in front; `@` alone stands between two places of the file. */
  readonly lines: readonly string[];
  /** Four misconceptions. */
  readonly reasons: readonly Bilingual[];
  readonly truth: Right | Wrong;
}

export interface Right {
  /** Why the change is as right as what was there. */
  readonly why: Bilingual;
}

export interface Wrong {
  /** The index of the reason that is true. */
  readonly reason: number;
  /** The check that fails, its title and its step. */
  readonly check: string;
  readonly title: Bilingual;
  readonly step: number;
  /** What the check says of it; undefined where that depends on what came. */
  readonly cause: Bilingual | undefined;
  /** The checks of the other reasons: they must pass. */
  readonly others: readonly string[];
}

export interface Review {
  readonly questions: ReadonlyMap<string, Question>;
  /** Empty where the lab has too few changes for a round. */
  readonly rounds: Rounds;
  /** How many changes are too long to be asked about, or name a check that is not written out. */
  readonly leftOut: number;
}

/** In lines taken away and added: more is not read at a glance. */
export const LONGEST_QUESTION = 12;
/** In lines: how much that stays the same stands around a change. */
const CONTEXT = 2;
const REASONS = 4;
/** Of the questions of a round. */
const RIGHT_CHANGES = 4;
const ROUNDS = 3;

/** The Korean of misconceptions and of why a change is right, under their English. */
export function reviewCatalogFile({ id }: Lab): string {
  return `solutions/${id}/ko.json`;
}

/** What stands in that file; empty where the lab has none. */
export function reviewCatalog({ solution }: Lab): Catalog {
  return JSON.parse(readTextIfThere(join(solution, 'ko.json')) ?? '{}') as Catalog;
}

export function reviewOf(lab: Lab): Review {
  const mistakes = readChanges(lab, 'mistakes');
  const rights = readChanges(lab, 'alternatives');
  const korean = reviewCatalog(lab);
  const checks = checksOf(lab);
  const catalog = catalogOf(lab);
  const places = new Map([...mistakes, ...rights].map((change) => [change, placeOf(change)]));
  const make = (change: Change): Question | undefined => {
    const isMistake = mistakes.includes(change);
    const check = checks.get(change.header('Check'));
    if (sizeOf(change) > LONGEST_QUESTION || (isMistake && !check)) return undefined;
    const others = othersFor(change, mistakes, places);
    const reasons = inOrder([...(isMistake ? [change] : []), ...others].slice(0, REASONS), change);
    const text = (english: string) => bothOf(english, korean);
    return {
      id: `${isMistake ? 'mistakes' : 'alternatives'}/${change.name}`,
      file: change.patches[0] ? changedFile(change.patches[0]) : '',
      lines: shownLines(change),
      reasons: reasons.map((one) => text(one.header('Misconception'))),
      truth: check
        ? {
            reason: reasons.indexOf(change),
            check: change.header('Check'),
            title: bothOf(check.title, catalog),
            step: check.step,
            cause: causeOf(change.header('Says'), check, catalog),
            others: reasons.filter((one) => one !== change).map((one) => one.header('Check')),
          }
        : { why: text(change.header('Why')) },
    };
  };
  const made = [...mistakes, ...rights].map(make);
  const sound = made.filter((one) => one?.reasons.length === REASONS) as Question[];
  const rounds = roundsOf(sound);
  const asked = new Set(HALVES.flatMap((half) => rounds[half].flat()));
  return {
    questions: new Map(sound.flatMap((one) => (asked.has(one.id) ? [[one.id, one]] : []))),
    rounds,
    leftOut: made.length - sound.length,
  };
}

/**
 * Reasons that are wrong and look right: what other mistakes near by are made for. Their checks are
 * others than this change's own, and than those that it says (`Also:`) fail on it too. The instructor's
 * check runs them all: they must pass on it.
 */
function othersFor(
  change: Change,
  mistakes: readonly Change[],
  places: ReadonlyMap<Change, Place>,
): Change[] {
  if (change.header('Also') === ALL) return [];
  const place = places.get(change) as Place;
  const taken = new Set([change.header('Check'), ...alsoOf(change)]);
  const near = mistakes
    .map((mistake) => ({ mistake, ...(places.get(mistake) as Place) }))
    .filter(({ file, from, to }) => file !== place.file || from > place.to || to < place.from)
    .map((one) => ({
      mistake: one.mistake,
      distance: distance(one, place),
      order: order(one.mistake, change.name),
    }))
    .toSorted((a, b) => a.distance - b.distance || a.order.localeCompare(b.order));
  const others: Change[] = [];
  for (const { mistake } of near) {
    const check = mistake.header('Check');
    if (taken.has(check)) continue;
    taken.add(check);
    others.push(mistake);
  }
  return others;
}

/** Of a mistake on which every check fails: no reason is wrong then, and no review asks about it. */
const ALL = 'all';

/** The checks that a mistake says fail on it beside its own. */
export function alsoOf({ header }: Pick<Change, 'header'>): string[] {
  return header('Also')
    .split(/[\s,]+/)
    .filter((id) => id !== '' && id !== ALL);
}

interface Place {
  readonly file: string;
  /** The first and last line of the reference that the change touches. */
  readonly from: number;
  readonly to: number;
}

function placeOf({ patches }: Change): Place {
  const [patch] = patches;
  const touched = (patch?.hunks ?? []).flatMap(({ oldStart, lines }) => {
    let line = oldStart;
    return lines.flatMap((text) => {
      const at = line;
      if (!text.startsWith('+')) line += 1;
      return isChanged(text) ? [at] : [];
    });
  });
  const file = patch ? changedFile(patch) : '';
  return { file, from: Math.min(...touched), to: Math.max(...touched) };
}

function distance(one: Place, other: Place): number {
  if (one.file !== other.file) return Infinity;
  return Math.max(one.from - other.to, other.from - one.to);
}

/** An order that looks like none, and is the same for everybody. */
function order({ name }: Pick<Change, 'name'>, seed: string): string {
  return sourceHash(`${seed} ${name}`);
}

function inOrder<One extends Pick<Change, 'name'>>(all: readonly One[], { name }: Change): One[] {
  return sortedBy(all, (one) => order(one, name));
}

/** By these texts, each of which is made once. */
function sortedBy<One>(all: readonly One[], textOf: (one: One) => string): One[] {
  return all
    .map((one) => ({ one, text: textOf(one) }))
    .toSorted((a, b) => a.text.localeCompare(b.text))
    .map(({ one }) => one);
}

function bothOf(english: string, catalog: Catalog): Bilingual {
  return bilingual({ text: english, values: [] }, catalog);
}

/** Without the blanks that all lines begin with. */
function shownLines({ patches }: Change): string[] {
  const hunks = patches.flatMap((patch) => patch.hunks);
  const shown = hunks.map(({ lines }) => {
    const code = lines.filter((line) => /^[-+ ]/.test(line));
    const from = Math.max(0, code.findIndex(isChanged) - CONTEXT);
    return code.slice(from, code.findLastIndex(isChanged) + CONTEXT + 1);
  });
  const indent = Math.min(
    ...shown.flat().map((line) => (/^.\s*$/.test(line) ? Infinity : line.slice(1).search(/\S/))),
  );
  return shown.flatMap((code, index) => [
    ...(index > 0 ? ['@'] : []),
    ...code.map((line) => line.charAt(0) + line.slice(1 + indent)),
  ]);
}

/**
 * Rounds of both halves. Neighbours in the order have different checks, and go to different halves, so
 * that the halves are alike and a round asks about many rules.
 */
function roundsOf(questions: readonly Question[]): Rounds {
  const sorted = sortedBy(questions, ({ id }) => sourceHash(id));
  const isRight = ({ truth }: Question) => 'why' in truth;
  const rights = sorted.filter(isRight);
  const wrongs = spread(sorted.filter((one) => !isRight(one)));
  const [before = [], after = []] = HALVES.map((_, half) => {
    const own = (all: readonly Question[]) => all.filter((__, index) => index % 2 === half);
    return roundsOfHalf(own(rights), own(wrongs));
  });
  return { before, after };
}

function roundsOfHalf(rights: readonly Question[], wrongs: readonly Question[]): string[][] {
  const few = Math.min(RIGHT_CHANGES, rights.length);
  const many = ROUND_SIZE - few;
  const count = few === 0 ? 0 : Math.min(ROUNDS, Math.floor(wrongs.length / many));
  return Array.from({ length: count }, (_, round) => {
    const turned = [...rights.slice((round * few) % rights.length), ...rights];
    const ids = [...turned.slice(0, few), ...wrongs.slice(round * many, (round + 1) * many)];
    return sortedBy(
      ids.map(({ id }) => id),
      (id) => sourceHash(`${round} ${id}`),
    );
  });
}

/** One of each check, then the second of each, and so on. */
function spread(questions: readonly Question[]): Question[] {
  const seen = new Map<string, number>();
  const turns = questions.map((question) => {
    const check = 'why' in question.truth ? '' : question.truth.check;
    const turn = seen.get(check) ?? 0;
    seen.set(check, turn + 1);
    return { question, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ question }) => question);
}

/** A check as it is written in the lab's file of checks. */
interface WrittenCheck {
  readonly title: string;
  readonly step: number;
  /** The texts that stand in it, and those that stand anywhere in the file. */
  readonly texts: readonly string[];
  readonly allTexts: readonly string[];
}

const TEXT = /\bsay`((?:[^`\\]|\\.)*)`/g;

/** By id. One whose id or title is put together while it runs is not among them. */
function checksOf({ folder, checks }: Lab): ReadonlyMap<string, WrittenCheck> {
  const code = readText(join(folder, checks));
  const heads = [...code.matchAll(/\b(?:step\(\s*(\d+)|(?:check|guard)\(\s*('[^']+'|`))/g)];
  const allTexts = textsIn(code);
  const found = new Map<string, WrittenCheck>();
  let step = 0;
  for (const [index, { 1: number, 2: quoted = '', index: from }] of heads.entries()) {
    if (number !== undefined) step = Number(number);
    const [title, ...texts] = textsIn(code.slice(from, heads[index + 1]?.index));
    if (!quoted.startsWith("'") || title === undefined) continue;
    found.set(quoted.slice(1, -1), { title, step, texts, allTexts });
  }
  return found;
}

function textsIn(code: string): string[] {
  return [...code.matchAll(TEXT)].map(([, text = '']) => text.replaceAll(/\\([`\\$])/g, '$1'));
}

/** The whole text that `says` is a piece of; undefined where values stand in it, or several hold it. */
function causeOf(
  says: string,
  { texts, allTexts }: WrittenCheck,
  catalog: Catalog,
): Bilingual | undefined {
  const within = (some: readonly string[]) =>
    new Set(some.filter((text) => text.includes(says) && !text.includes('${')));
  const own = within(texts);
  const [cause, ...more] = own.size > 0 ? own : within(allTexts);
  return cause === undefined || more.length > 0 ? undefined : bothOf(cause, catalog);
}
