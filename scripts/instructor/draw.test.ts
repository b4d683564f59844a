/** What an instructor reads, kept in `__golden__`: plain, 60 columns wide, in both languages. */
import columns from 'string-width';
import { describe, expect, test } from 'vitest';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say, type Language, type Message } from '#text/message.ts';
import { AREAS, type CourseReport, type LabColumn, type Score } from './course-report.ts';
import { drawCourse } from './draw.ts';

function lab(number: number, scores: Partial<LabColumn['areas']> = {}): LabColumn {
  const counted: Score = { faults: 0, done: 38, of: 38 };
  const areas = Object.fromEntries(AREAS.map((area) => [area, counted])) as LabColumn['areas'];
  const translation = { faults: 0 };
  return { number, id: `0${number}-rank`, areas: { ...areas, translation, ...scores } };
}

const texts = (message: Message) => bilingual(message, toolsCatalog);
const COURSE: CourseReport['course'] = {
  translation: { faults: 0 },
  links: { faults: 0, done: 12, of: 12 },
  samples: { faults: 0, done: 2, of: 2 },
};
const NO_FAULT: CourseReport = {
  schema: 1,
  outcome: 'passed',
  labs: [lab(1), lab(2)],
  course: COURSE,
  faults: [],
  next: { what: texts(say`all is well. See a lab as a learner does:`), command: 'npm run lab 1' },
};
const FAULTS: CourseReport = {
  schema: 1,
  outcome: 'failed',
  labs: [
    lab(1, { starter: { faults: 1, done: 37, of: 38 } }),
    lab(2, { mistakes: { faults: 2 } }),
    ...[3, 4, 5].map((number) => lab(number)),
  ],
  course: { ...COURSE, translation: { faults: 1 } },
  faults: [
    {
      lab: 1,
      area: 'starter',
      rule: 'cannot-fail',
      file: 'labs/01-base64url/jwt.test.ts',
      what: texts(
        say`The check "${'encode-empty'}" passes on the starter, so it may be one that can't fail.`,
      ),
      remedy: texts(
        say`Let it call the function of step ${1} first. If it guards what is given, write guard(…) in place of check(…).`,
      ),
      run: [],
    },
    {
      area: 'translation',
      rule: 'stale-translation',
      file: 'README.ko.md',
      what: texts(say`${'README.md'} has changed since it was translated.`),
      remedy: texts(
        say`Read what changed in ${'README.md'} and bring the Korean into line. Then run:`,
      ),
      run: ['npm run solutions -- --update translations'],
    },
  ],
  next: {
    what: texts(say`fix the first fault in ${'labs/01-base64url/jwt.test.ts'}, then:`),
    command: 'npm run solutions 1',
  },
};

const LANGUAGES: readonly Language[] = ['en', 'ko'];

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(Object.entries({ 'no fault': NO_FAULT, faults: FAULTS }))(
    '%s',
    async (name, report) => {
      const text = drawCourse(report, { language, colour: false, width: 60 });
      const file = `./__golden__/${name.replaceAll(' ', '-')}.${language}.txt`;
      await expect(text).toMatchFileSnapshot(file);
      expect(Math.max(...text.split('\n').map((line) => columns(line)))).toBeLessThanOrEqual(60);
    },
  );
});

test('English needs no letter beyond ASCII', () => {
  expect(drawCourse(FAULTS, { language: 'en', colour: false, width: 60 })).toMatch(/^[\n -~]*$/);
});
