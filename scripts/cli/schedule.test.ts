import { assert, array, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rootFolder } from '#terminal/program.ts';
import { clockText, drawSchedule, scheduleData } from '#notes/draw-schedule.ts';
import { CLASSES, readProgramme, type Activity, type ClassKind } from '#notes/programme.ts';
import { BREAK, LONGEST_STRETCH, LUNCH, schedule, type Appointment } from '#notes/schedule.ts';

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
  return schedule(readProgramme(rootFolder(), kind), start, { lunch: kind === 'full' });
}

function always(holds: (all: Activity[], start: number, lunch: boolean) => void): void {
  assert(property(programmes, starts, boolean(), holds), { numRuns: 60 });
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

  test('a pause is as long as it should be, lies between two things, and lunch is at noon', () => {
    always((all, start, lunch) => {
      const day = schedule(all, start, { lunch });
      expect(day.filter(({ kind }) => kind === 'lunch').length).toBeLessThanOrEqual(lunch ? 1 : 0);
      for (const [at, one] of day.entries()) {
        if ('title' in one) continue;
        expect(one.end - one.start).toBe(one.kind === 'lunch' ? LUNCH : BREAK);
        const neighbours = [day[at - 1]?.kind, day[at + 1]?.kind];
        for (const kind of neighbours) expect(['slide', 'lab']).toContain(kind);
        if (one.kind !== 'lunch') continue;
        expect(one.start % MIDNIGHT).toBeGreaterThanOrEqual(11 * 60 + 30);
        expect(one.start % MIDNIGHT).toBeLessThanOrEqual(13 * 60);
      }
    });
  });
});

test('a pause falls between two sections rather than inside one', () => {
  const slides = [20, 20, 20, 20].map((minutes, at) =>
    activity('slide', at + 1, minutes, at < 3 ? 'A' : 'B'),
  );
  const kinds = schedule(slides, 600, { lunch: false }).map(({ kind }) => kind);
  expect(kinds).toEqual(['slide', 'slide', 'slide', 'break', 'slide']);
});

describe('this course', () => {
  test.each(CLASSES)('the %s day has all 23 slides', (kind) => {
    const slides = courseDay(kind, 600).filter((one) => one.kind === 'slide');
    expect(slides.map((one) => ('number' in one ? one.number : 0))).toEqual(
      Array.from({ length: 23 }, (_, at) => at + 1),
    );
  });

  test('a half day is over within four hours, a full day within eight', () => {
    expect(courseDay('half', 600).at(-1)?.end).toBeLessThanOrEqual(600 + 4 * 60);
    expect(courseDay('full', 600).at(-1)?.end).toBeLessThanOrEqual(600 + 8 * 60);
  });

  test.each([8 * 60 + 30, 9 * 60, 9 * 60 + 30, 10 * 60, 10 * 60 + 30])(
    'a full day from minute %i has its lunch at noon',
    (start) => {
      const lunch = courseDay('full', start).find(({ kind }) => kind === 'lunch');
      expect(lunch?.start).toBeGreaterThanOrEqual(11 * 60 + 30);
      expect(lunch?.start).toBeLessThanOrEqual(13 * 60);
    },
  );
});

describe('what is printed', () => {
  const EXAMPLE: readonly Activity[] = [
    { ...activity('slide', 1, 5), title: { en: 'JSON Web Token', ko: 'JSON Web Token' } },
    { ...activity('lab', 1, 60), title: { en: 'Build a JWT by hand', ko: 'JWT를 손으로 만들기' } },
    { ...activity('lab', 2, 60), title: { en: 'Sign it, and check it', ko: '서명하고 검증하기' } },
    {
      ...activity('slide', 2, 60, 'Close'),
      title: { en: 'Which of these would you like to see again?', ko: '다시 보고 싶은 것은?' },
      section: { en: 'Close', ko: '닫는 이야기' },
    },
  ];
  const classes = (start: number) => [
    { kind: 'half' as const, appointments: schedule(EXAMPLE, start, { lunch: false }) },
    { kind: 'full' as const, appointments: schedule(EXAMPLE, start, { lunch: true }) },
  ];

  test.each(['en', 'ko'] as const)('in %s', async (language) => {
    const printed = drawSchedule(classes(600), { language, colour: false, width: 60 });
    await expect(printed).toMatchFileSnapshot(`./__golden__/schedule.${language}.txt`);
  });

  test('over midnight', async () => {
    const printed = drawSchedule(classes(23 * 60 + 15), {
      language: 'en',
      colour: false,
      width: 60,
    });
    await expect(printed).toMatchFileSnapshot('./__golden__/schedule.midnight.txt');
  });

  test('as data', () => {
    const [half] = scheduleData(classes(600)).classes;
    expect(half).toMatchObject({
      kind: 'half',
      start: '10:00',
      end: '13:25',
      minutes: { slides: 65, labs: 120, breaks: 20 },
    });
    expect(half?.items[1]).toEqual({
      kind: 'lab',
      number: 1,
      title: { en: 'Build a JWT by hand', ko: 'JWT를 손으로 만들기' },
      section: { en: 'Part', ko: 'Part' },
      start: '10:05',
      end: '11:05',
      minutes: 60,
    });
    expect(half?.items[2]).toEqual({ kind: 'break', start: '11:05', end: '11:15', minutes: 10 });
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
