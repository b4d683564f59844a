/**
 * What the instructor's check found: the one object that the terminal and `--json` both draw.
 * Every text is there in both languages. Paths are relative to the repository's root, with `/`.
 */
import type { Lab } from '#course/lab.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say, verbatim, type Bilingual, type Catalog } from '#text/message.ts';
import type { Outcome } from './finding.ts';

/** What is looked at in every lab; the last three in the rest of the course too. */
export const AREAS = [
  'starter',
  'reference',
  'mistakes',
  'alternatives',
  'review',
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

/** The outcomes of one lab, or of the rest of the course. */
export interface Examined {
  readonly lab?: Lab;
  readonly catalog: Catalog;
  readonly outcomes: Readonly<Partial<Record<Area, Outcome>>>;
}

/** Makes the report of what was examined. `only`: the number of the one lab that was asked for. */
export function makeReport(examined: readonly Examined[], only: number | undefined): CourseReport {
  const faults = examined.flatMap((one) => AREAS.flatMap((area) => faultsOf(one, area)));
  const rest = examined.find(({ lab }) => !lab);
  return {
    schema: 1,
    outcome: faults.length === 0 ? 'passed' : 'failed',
    labs: examined.flatMap(({ lab, outcomes }): LabColumn[] =>
      lab
        ? [{ number: lab.number, id: lab.id, areas: scores(outcomes) as LabColumn['areas'] }]
        : [],
    ),
    course: rest ? scores(rest.outcomes) : {},
    faults,
    next: nextAction(faults[0], only ?? examined[0]?.lab?.number ?? 1),
  };
}

/** The report of a course whose labs can't even be listed. */
export function reportUnreadable(error: unknown): CourseReport {
  const what = verbatim(error instanceof Error ? error.message : String(error));
  const remedy = say`A lab is a folder in labs/ whose name begins with two digits; it holds one file of checks, *.test.ts.`;
  const starter = { findings: [{ rule: 'unreadable-course', file: 'labs', what, remedy }] };
  return makeReport([{ catalog: toolsCatalog, outcomes: { starter } }], undefined);
}

function faultsOf({ lab, catalog, outcomes }: Examined, area: Area): Fault[] {
  const findings = outcomes[area]?.findings ?? [];
  return findings.map(({ rule, file, what, remedy, run = [] }) => ({
    ...(lab && { lab: lab.number }),
    area,
    rule,
    file,
    what: bilingual(what, catalog),
    remedy: bilingual(remedy, catalog),
    run,
  }));
}

function scores(outcomes: Examined['outcomes']): Partial<Record<Area, Score>> {
  const entries = Object.entries(outcomes).map(([area, { findings, done, of }]) => {
    const counted = done === undefined || of === undefined ? {} : { done, of };
    return [area, { faults: findings.length, ...counted }];
  });
  return Object.fromEntries(entries) as Partial<Record<Area, Score>>;
}

function nextAction(first: Fault | undefined, lab: number): CourseReport['next'] {
  if (!first) {
    const what = say`all is well. See a lab as a learner does:`;
    return { what: bilingual(what, toolsCatalog), command: `npm run lab ${lab}` };
  }
  const what = say`fix the first fault in ${first.file}, then:`;
  const command = first.lab === undefined ? 'npm run solutions' : `npm run solutions ${first.lab}`;
  return { what: bilingual(what, toolsCatalog), command };
}
