/** A class as its page draws it: rows are steps, not people. */
import type { Bilingual } from '#text/message.ts';

export interface ClassView {
  /** How many learners have been heard of. */
  readonly learners: number;
  /** The number of the lab that most learners are at; undefined before the first result. */
  readonly current?: number | undefined;
  /** Labs that somebody has begun, in their order. */
  readonly labs: readonly LabView[];
}

export interface LabView {
  readonly number: number;
  /** The folder's name, such as `02-hs256`. */
  readonly id: string;
  readonly title: Bilingual;
  readonly steps: readonly StepView[];
}

export interface StepView {
  readonly number: number;
  readonly title: Bilingual;
  /** The anchor of its section in the lesson, in each language. */
  readonly anchor: Bilingual;
  /** The slide that the section names. */
  readonly slide?: number | undefined;
  /** Who has passed every check of it. */
  readonly through: readonly Person[];
  /** Whom a check of it has refused, and who has not passed it since; the longest first. */
  readonly stuck: readonly Person[];
  /** Why they are stuck, the most frequent first. */
  readonly reasons: readonly Reason[];
}

export interface Person {
  /** Two learners may have one name. */
  readonly learner: string;
  readonly name: string;
  /** Since when, in milliseconds since the epoch; undefined where it is not known. */
  readonly since?: number | undefined;
}

export interface Reason {
  /** A known misconception; where none is known, the rule of the check that failed. */
  readonly text: Bilingual;
  readonly isMisconception: boolean;
  /** Whom it holds, by their ids. */
  readonly learners: readonly string[];
}

/** Where the class is joined, and with what. */
export interface Door {
  readonly address: string;
  readonly code: string;
}

/** What the page hears. */
export type ClassEvent =
  | { readonly type: 'door'; readonly data: Door }
  | { readonly type: 'class'; readonly data: ClassView };
