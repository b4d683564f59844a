import { assert, array, constantFrom, integer, property, record } from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { rootFolder } from '#terminal/program.ts';
import { clockText, drawSchedule, scheduleData } from '#notes/draw-schedule.ts';
import { CLASSES, readProgramme, type Activity, type ClassKind } from '#notes/programme.ts';
import {
  AROUND_LUNCH_TIME,
  BREAK,
  LONGEST_STRETCH,
  LUNCH,
  schedule,
  USUAL_LUNCH,
  type Appointment,
} from '#notes/schedule.ts';

const MIDNIGHT = 24 * 60;

function activity(
  kind: Activity['kind'],
  number: number,
  minutes: number,
  part = 'Part',
): Activity {
  const title = { en: `${kind} ${number}`, ko: `${kind} ${number}` };
  return { kind, number, title, section: { en: part, ko: part }, minutes };
}

const programmes = array(
  record({
    kind: constantFrom('slide' as const, 'lab' as const),
    minutes: integer({ min: 1, max: 90 }),
    part: constantFrom('A', 'B', 'C'),
  }),
  { minLength: 1, maxLength: 24 },
).map((all) => all.map(({ kind, minutes, part }, at) => activity(kind, at + 1, minutes, part)));

const starts = integer({ min: 0, max: MIDNIGHT - 1 });

/** A class of this course. */
function courseDay(kind: ClassKind, start: number): Appointment[] {
  return schedule(
    readProgramme(rootFolder(), kind),
    start,
    kind === 'full' ? { lunch: USUAL_LUNCH } : {},
  );
}

/** `lunch` is always a time here; a class without one is among those that start after it. */
function always(holds: (all: Activity[], start: number, lunch: number) => void): void {
  assert(property(programmes, starts, integer({ min: 600, max: 900 }), holds), { numRuns: 60 });
}

describe('whatever a class does and whenever it begins', () => {
  test('everything comes once, in its order, for as long as it takes', () => {
    always((all, start, lunch) => {
      const done = schedule(all, start, { lunch }).filter((one) => 'title' in one);
      expect(done).toMatchObject(all);
      for (const one of done) expect(one.end - one.start).toBe(one.minutes);
    });
  });

  test('it begins on time, without a gap and without an overlap', () => {
    always((all, start, lunch) => {
      const day = schedule(all, start, { lunch });
      expect(day[0]?.start).toBe(start);
      for (const [at, one] of day.entries()) {
        expect(one.end).toBeGreaterThan(one.start);
        expect(day[at + 1]?.start ?? one.end).toBe(one.end);
      }
    });
  });

  test('nobody sits for too long, unless one thing alone takes longer', () => {
    always((all, start, lunch) => {
      let stretch: number[] = [];
      for (const one of schedule(all, start, { lunch })) {
        stretch = 'title' in one ? [...stretch, one.minutes] : [];
        const sitting = stretch.reduce((sum, minutes) => sum + minutes, 0);
        expect(stretch.length > 1 ? sitting : 0).toBeLessThanOrEqual(LONGEST_STRETCH);
      }
    });
  });

  test('a pause is as long as it should be, lies between two things, and lunch is near its time', () => {
    always((all, start, lunch) => {
      const day = schedule(all, start, { lunch });
      const most = start < lunch ? 1 : 0;
      expect(day.filter(({ kind }) => kind === 'lunch').length).toBeLessThanOrEqual(most);
      for (const [at, one] of day.entries()) {
        if ('title' in one) continue;
        expect(one.end - one.start).toBe(one.kind === 'lunch' ? LUNCH : BREAK);
        const neighbours = [day[at - 1]?.kind, day[at + 1]?.kind];
        for (const kind of neighbours) expect(['slide', 'lab']).toContain(kind);
        if (one.kind !== 'lunch') continue;
        expect(Math.abs(one.start - lunch)).toBeLessThanOrEqual(AROUND_LUNCH_TIME);
      }
    });
  });
});

test('a pause falls between two sections rather than inside one', () => {
  const slides = [15, 15, 15, 15].map((minutes, at) =>
    activity('slide', at + 1, minutes, at < 3 ? 'A' : 'B'),
  );
  const kinds = schedule(slides, 600, {}).map(({ kind }) => kind);
  expect(kinds).toEqual(['slide', 'slide', 'slide', 'break', 'slide']);
});

describe('this course', () => {
  test.each(CLASSES)('the %s day has all 23 slides', (kind) => {
    const slides = courseDay(kind, 600).filter((one) => one.kind === 'slide');
    expect(slides.map((one) => ('number' in one ? one.number : 0))).toEqual(
      Array.from({ length: 23 }, (_, at) => at + 1),
    );
  });

  test('a half day is over within four hours, a full day within eight and a quarter', () => {
    expect(courseDay('half', 600).at(-1)?.end).toBeLessThanOrEqual(600 + 4 * 60);
    expect(courseDay('full', 600).at(-1)?.end).toBeLessThanOrEqual(600 + 8 * 60 + 15);
  });

  test.each([
    ...[510, 540, 570, 600, 630].map((start) => [start, USUAL_LUNCH, AROUND_LUNCH_TIME] as const),
    [540, 750, 30],
    [600, 780, 30],
  ] as const)(
    'a full day from minute %i has its lunch at minute %i, %i away at most',
    (start, at, away) => {
      const day = schedule(readProgramme(rootFolder(), 'full'), start, { lunch: at });
      const lunch = day.find(({ kind }) => kind === 'lunch');
      expect(Math.abs((lunch?.start ?? 0) - at)).toBeLessThanOrEqual(away);
    },
  );
});

test('nobody sits in this course for longer than 50 minutes', () => {
  for (const kind of CLASSES) {
    let sitting = 0;
    for (const one of courseDay(kind, 10 * 60)) {
      sitting = 'title' in one ? sitting + one.minutes : 0;
      expect(sitting).toBeLessThanOrEqual(50);
    }
  }
});

describe('what is printed', () => {
  const EXAMPLE: readonly Activity[] = [
    { ...activity('slide', 1, 5), title: { en: 'JSON Web Token', ko: 'JSON Web Token' } },
    { ...activity('lab', 1, 45), title: { en: 'Build a JWT by hand', ko: 'JWT를 손으로 만들기' } },
    { ...activity('lab', 2, 45), title: { en: 'Sign it, and check it', ko: '서명하고 검증하기' } },
    {
      ...activity('slide', 2, 60, 'Close'),
      title: { en: 'Which of these would you like to see again?', ko: '다시 보고 싶은 것은?' },
      section: { en: 'Close', ko: '닫는 이야기' },
    },
  ];
  const classes = (start: number) => [
    { kind: 'half' as const, appointments: schedule(EXAMPLE, start, {}) },
    { kind: 'full' as const, appointments: schedule(EXAMPLE, start, { lunch: USUAL_LUNCH }) },
  ];

  test.each(['en', 'ko'] as const)('in %s', async (language) => {
    const printed = drawSchedule(classes(600), { language, colour: false, width: 60 });
    await expect(printed).toMatchFileSnapshot(`./__golden__/schedule.${language}.txt`);
  });

  test('a half day over noon says that it has no lunch, and nobody else does', () => {
    const notes = [600, 660, 13 * 60].map((start) => {
      const printed = drawSchedule(classes(start), { language: 'en', colour: false, width: 60 });
      return printed.split('It goes on over noon, and has no lunch.').length - 1;
    });
    expect(notes).toEqual([0, 1, 0]);
  });

  test('over midnight', async () => {
    const options = { language: 'en', colour: false, width: 60 } as const;
    const printed = drawSchedule(classes(23 * 60 + 15).slice(0, 1), options);
    await expect(printed).toMatchFileSnapshot('./__golden__/schedule.midnight.txt');
  });

  test('as data', () => {
    const [half] = scheduleData(classes(600)).classes;
    expect(half).toMatchObject({
      kind: 'half',
      start: '10:00',
      end: '12:55',
      minutes: { slides: 65, labs: 90, breaks: 20 },
    });
    expect(half?.items[1]).toEqual({
      kind: 'lab',
      number: 1,
      title: { en: 'Build a JWT by hand', ko: 'JWT를 손으로 만들기' },
      section: { en: 'Part', ko: 'Part' },
      start: '10:05',
      end: '10:50',
      minutes: 45,
    });
    expect(half?.items[2]).toEqual({ kind: 'break', start: '10:50', end: '11:00', minutes: 10 });
  });

  test.each([
    [0, '00:00'],
    [605, '10:05'],
    [MIDNIGHT - 1, '23:59'],
    [MIDNIGHT, '00:00 (+1)'],
    [MIDNIGHT + 65, '01:05 (+1)'],
  ])('minute %i is %s', (minutes, text) => {
    expect(clockText(minutes)).toBe(text);
  });
});
