/**
 * What the instructor's check found: the one object that the terminal and `--json` both draw.
 * Every text is there in both languages. Paths are relative to the repository's root, with `/`.
 */
import type { Bilingual } from '#text/message.ts';

/** What is looked at in every lab; the last three in the rest of the course too. */
export const AREAS = [
  'starter',
  'reference',
  'mistakes',
  'alternatives',
  'hints',
  'translation',
  'links',
  'samples',
] as const;
export type Area = (typeof AREAS)[number];

export interface CourseReport {
  /** Grows when a reader of this object has to change. */
  readonly schema: 1;
  readonly outcome: 'passed' | 'failed';
  readonly labs: readonly LabColumn[];
  /** The rest of the course: its own pages and the workshop's messages. */
  readonly course: Readonly<Partial<Record<Area, Score>>>;
  readonly faults: readonly Fault[];
  readonly next: { readonly what: Bilingual; readonly command: string };
}

export interface LabColumn {
  readonly number: number;
  /** The folder's name, such as `01-base64url`. */
  readonly id: string;
  readonly areas: Readonly<Record<Area, Score>>;
}

export interface Score {
  readonly faults: number;
  /** How many are as they must be, of how many; absent where there is nothing to count. */
  readonly done?: number;
  readonly of?: number;
}

export interface Fault {
  /** Absent where it belongs to no lab. */
  readonly lab?: number;
  readonly area: Area;
  /** The rule that is broken, a name that stays the same. */
  readonly rule: string;
  /** The file to open, with `:line` where it is known. */
  readonly file: string;
  readonly what: Bilingual;
  readonly remedy: Bilingual;
  /** Commands for it, ready to be copied. */
  readonly run: readonly string[];
}
