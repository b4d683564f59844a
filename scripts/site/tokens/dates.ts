/** A token's times, seconds since 1970, in words. */
import type { Language } from '#text/message.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ko: 'ko-KR' };

/** Beyond it, JavaScript's calendar ends: 8.64e15 milliseconds. */
const LAST_SECOND = 8.64e12;

/** Where a time in seconds would be the year 5138; below it milliseconds would be 1973. */
const MILLISECONDS_FROM = 100_000_000_000;

/** A NumericDate (RFC 7519 §2). */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether it was Date.now() that somebody took for a NumericDate (RFC 7519 §2). */
export function looksLikeMilliseconds(time: number): boolean {
  return Math.abs(time) > MILLISECONDS_FROM;
}

/**
 * Day and time of day, to the second: "18 January 2018 at 01:30:22 UTC". Undefined where the calendar
 * does not reach.
 *
 * @param timeZone an IANA name; UTC if left out
 */
export function dateWords(
  seconds: number,
  language: Language,
  timeZone: string = 'UTC',
): string | undefined {
  if (!isInCalendar(seconds)) return undefined;
  const format = new Intl.DateTimeFormat(LOCALES[language], { ...DATE, timeZone });
  return format.format(Math.floor(seconds) * 1000);
}

/** For `<time datetime>`: "2018-01-18T01:30:22Z". Undefined for a year that has not four digits. */
export function machineDate(seconds: number): string | undefined {
  if (!(seconds >= -62_135_596_800 && seconds < 253_402_300_800)) return undefined;
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * How far a time is from now: "in 59 minutes", "2 days ago". Always what is full, so that "in 1 hour"
 * is never said of 59 minutes. The very second counts as past, as it does for `exp`. Undefined where
 * the calendar does not reach.
 */
export function distanceWords(
  seconds: number,
  now: number,
  language: Language,
): string | undefined {
  if (!isInCalendar(seconds) || !isInCalendar(now)) return undefined;
  const size = Math.abs(seconds - now);
  const [unit, length] = UNITS.find(([, least]) => size >= least) ?? ['second', 1];
  const count = Math.floor(size / length);
  // A minus in front of 0 makes it "0 seconds ago".
  return new Intl.RelativeTimeFormat(LOCALES[language]).format(
    seconds > now ? count : -count,
    unit,
  );
}

const DAY = 86_400;

/** A unit, and its length in seconds: so far away, and it is used. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * DAY],
  ['month', 30.4375 * DAY],
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
];

function isInCalendar(seconds: number): boolean {
  return Math.abs(seconds) <= LAST_SECOND;
}

const DATE = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;
