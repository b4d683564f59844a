/** For tests: a course of one lab with two steps and three checks: the skeleton of a new one. */
import { join } from 'node:path';
import { filesBelow, readText } from '#course/files.ts';
import { labFromSkeleton } from '#course/skeleton.ts';
import { REPOSITORY } from './course-copy.ts';

/** Every file of the course, by its path. */
export const SMALL_COURSE: Readonly<Record<string, string>> = labFromSkeleton(REPOSITORY, 1);

/** The lab's folder in the course, and the file that its learner edits. */
export const LAB = 'labs/01-rank';
export const LEARNERS_FILE = `${LAB}/rank.ts`;

/** The text of a file of the course. */
export function textOf(path: string): string {
  const text = SMALL_COURSE[path];
  if (text === undefined) throw new Error(`The skeleton has no ${path}.`);
  return text;
}

export const STARTER = textOf(LEARNERS_FILE);
/** The learner's file with both steps done, and where it stands. */
export const REFERENCE_FILE = 'solutions/01-rank/rank.ts';
export const REFERENCE = textOf(REFERENCE_FILE);

/** The skeleton itself, by its files' paths. */
export const SKELETON: Readonly<Record<string, string>> = Object.fromEntries(
  filesBelow(join(REPOSITORY, 'skeleton'), '').map((path) => [
    `skeleton/${path}`,
    readText(join(REPOSITORY, 'skeleton', path)),
  ]),
);
