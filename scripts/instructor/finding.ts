/** What a rule has to say, before it is known in which lab and which language. */
import { bilingual, type Catalog, type Message } from '#text/message.ts';
import type { Area, Fault, Score } from './course-report.ts';

export interface Finding {
  readonly rule: string;
  /** Relative to the repository's root, with `/`; with `:line` where it is known. */
  readonly file: string;
  readonly what: Message;
  /** Exactly what to do. */
  readonly remedy: Message;
  /** The commands that belong to it, in their order. */
  readonly run?: readonly string[];
  /** The check that it is about, where it is one that never ran. */
  readonly neverRan?: string;
}

/** The outcome of one rule. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** How many are as they must be, of how many. */
  readonly done?: number;
  readonly of?: number;
}

/** Leaves out what only follows from checks that are skipped, which is told of once. */
export function withoutSkipped(outcome: Outcome, skipped: ReadonlySet<string>): Outcome {
  const findings = outcome.findings.filter(
    ({ neverRan }) => neverRan === undefined || !skipped.has(neverRan),
  );
  return { ...outcome, findings };
}

/** Several outcomes as one: what they count is added up. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const counted = outcomes.filter(({ of }) => of !== undefined);
  return {
    findings: outcomes.flatMap(({ findings }) => findings),
    ...(counted.length > 0 && {
      done: counted.reduce((sum, { done = 0 }) => sum + done, 0),
      of: counted.reduce((sum, { of = 0 }) => sum + of, 0),
    }),
  };
}

export function scoreOf({ findings, done, of }: Outcome): Score {
  const counted = done === undefined || of === undefined ? {} : { done, of };
  return { faults: findings.length, ...counted };
}

/** The findings in both languages, at their place in the course. */
export function faultsOf(
  { findings }: Outcome,
  place: { readonly lab?: number; readonly area: Area },
  catalog: Catalog,
): Fault[] {
  return findings.map(({ rule, file, what, remedy, run = [] }) => ({
    ...place,
    rule,
    file,
    what: bilingual(what, catalog),
    remedy: bilingual(remedy, catalog),
    run,
  }));
}
