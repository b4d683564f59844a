/** Makes the report of what was examined. It reads, and runs nothing. */
import type { Lab } from '#course/lab.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say, verbatim, type Catalog } from '#text/message.ts';
import {
  AREAS,
  type Area,
  type CourseReport,
  type Fault,
  type LabColumn,
  type Score,
} from './course-report.ts';
import { faultsOf, scoreOf, type Outcome } from './finding.ts';

/** The outcomes of one lab, or of the rest of the course. */
export interface Examined {
  readonly lab?: Lab;
  readonly catalog: Catalog;
  readonly outcomes: Readonly<Partial<Record<Area, Outcome>>>;
}

/** `only`: the number of the one lab that was asked for. */
export function makeReport(examined: readonly Examined[], only: number | undefined): CourseReport {
  const faults = examined.flatMap(({ lab, catalog, outcomes }) =>
    AREAS.flatMap((area): Fault[] => {
      const place = lab ? { lab: lab.number, area } : { area };
      return faultsOf(outcomes[area] ?? { findings: [] }, place, catalog);
    }),
  );
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
  const fault: Fault = {
    area: 'starter',
    rule: 'unreadable-course',
    file: 'labs',
    what: bilingual(verbatim(error instanceof Error ? error.message : String(error)), toolsCatalog),
    remedy: bilingual(
      say`A lab is a folder in labs/ whose name begins with two digits; it holds one file of checks, *.test.ts.`,
      toolsCatalog,
    ),
    run: [],
  };
  return {
    schema: 1,
    outcome: 'failed',
    labs: [],
    course: {},
    faults: [fault],
    next: nextAction(fault, 1),
  };
}

function scores(outcomes: Examined['outcomes']): Partial<Record<Area, Score>> {
  const entries = Object.entries(outcomes).map(([area, outcome]) => [area, scoreOf(outcome)]);
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
