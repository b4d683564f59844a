import * as fc from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { dateWords, distanceWords, looksLikeMilliseconds, machineDate } from './dates.ts';

const IAT = 1516239022;

test('slide 19 was issued', () => {
  expect(dateWords(IAT, 'en')).toBe('18 January 2018 at 01:30:22 UTC');
  expect(dateWords(IAT, 'ko')).toMatch(/^2018년 1월 18일 0?1시 30분 22초 UTC$/);
  expect(dateWords(IAT, 'en', 'Asia/Seoul')).toContain('10:30:22');
  expect(machineDate(IAT)).toBe('2018-01-18T01:30:22Z');
});

describe('distances tell what is full', () => {
  test.each([
    [3600, 'in 1 hour', '1시간 후'],
    [3599, 'in 59 minutes', '59분 후'],
    [60, 'in 1 minute', '1분 후'],
    [59.9, 'in 59 seconds', '59초 후'],
    [0, '0 seconds ago', '0초 전'],
    [-0.5, '0 seconds ago', '0초 전'],
    [-1, '1 second ago', '1초 전'],
    [-86_400 * 2, '2 days ago', '2일 전'],
    [-86_400 * 40, '1 month ago', '1개월 전'],
    [86_400 * 365.25 * 3, 'in 3 years', '3년 후'],
  ])('%d seconds: %s, %s', (distance, en, ko) => {
    expect(distanceWords(IAT + distance, IAT, 'en')).toBe(en);
    expect(distanceWords(IAT + distance, IAT, 'ko')).toBe(ko);
  });
});

test('any time has words or none, never an error', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (time, now) => {
      for (const language of ['en', 'ko'] as const) {
        const inCalendar = Math.abs(time) <= 8.64e12;
        expect(dateWords(time, language) !== undefined).toBe(inCalendar);
        expect(distanceWords(time, now, language) !== undefined).toBe(
          inCalendar && Math.abs(now) <= 8.64e12,
        );
      }
      expect(machineDate(time) ?? '2018-01-18T01:30:22Z').toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/);
    }),
  );
});

test('tells milliseconds by their size', () => {
  expect([IAT, IAT * 1000, 253_402_300_799].map(looksLikeMilliseconds)).toEqual([
    false,
    true,
    true,
  ]);
});
