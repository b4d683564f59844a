/**
 * Puts an hour to everything that a class does. Where the breaks fall is the cheapest of all ways
 * to place them: nobody sits for longer than 50 minutes, few breaks, none in the middle of a
 * section, and lunch near its hour.
 */
import type { Activity } from './programme.ts';

/** Minutes. */
export const BREAK = 10;
export const LUNCH = 60;
/** The longest that a class goes on without a break; one activity alone may be longer. */
export const LONGEST_STRETCH = 50;
/** A stretch that is shorter than this is hardly worth its break. */
const SHORT_STRETCH = 30;

/** When lunch is best, in minutes after midnight, and how far from it lunch may begin. */
export const USUAL_LUNCH = 12 * 60 + 15;
export const AROUND_LUNCH_TIME = 45;
/** Nobody comes for less than an hour before lunch, or stays for less after it. */
const AROUND_LUNCH = 60;

export type Appointment = (Activity | { readonly kind: Pause }) & {
  /** In minutes after the midnight before the class; more than 1440 is the next day. */
  readonly start: number;
  readonly end: number;
};

/**
 * The class, from `start` (minutes after midnight) to its end, without a gap. Lunch is near `lunch`
 * (minutes after midnight) on the first day: a class that starts after it has none.
 */
export function schedule(
  activities: readonly Activity[],
  start: number,
  { lunch }: { readonly lunch?: number },
): Appointment[] {
  const pauses = cheapestPauses(activities, start, lunch);
  let clock = start;
  const at = <Kind extends object>(what: Kind, minutes: number) => {
    const from = clock;
    clock += minutes;
    return { ...what, start: from, end: clock };
  };
  return activities.flatMap((activity, index): Appointment[] => {
    const pause = pauses.get(index);
    return [
      ...(pause ? [at({ kind: pause }, pause === 'lunch' ? LUNCH : BREAK)] : []),
      at(activity, activity.minutes),
    ];
  });
}

export type Pause = 'break' | 'lunch';

/** A way to place the pauses from some activity on; `pauses` holds the index that each comes before. */
interface Way {
  readonly cost: number;
  readonly pauses: readonly (readonly [index: number, pause: Pause])[];
}

/** What one pause costs, and what makes a way worse; only their proportions matter. */
const COST = {
  pause: 20,
  insideSection: 25,
  perShortMinute: 0.6,
  perMinuteFromBestLunch: 0.4,
  withoutLunch: 500,
} as const;

function cheapestPauses(
  activities: readonly Activity[],
  start: number,
  lunch: number | undefined,
): ReadonlyMap<number, Pause> {
  const total = activities.reduce((sum, { minutes }) => sum + minutes, 0);
  const known = new Map<string, Way>();

  const from = (index: number, clock: number, done: number, hungry: boolean): Way => {
    const key = `${index} ${clock} ${hungry}`;
    const way = known.get(key) ?? search(index, clock, done, hungry);
    known.set(key, way);
    return way;
  };

  const search = (index: number, clock: number, done: number, hungry: boolean): Way => {
    let best: Way = { cost: Infinity, pauses: [] };
    let stretch = 0;
    for (let next = index + 1; next <= activities.length; next += 1) {
      stretch += activities[next - 1]?.minutes ?? 0;
      if (stretch > LONGEST_STRETCH && next > index + 1) break;
      const sitting = Math.max(0, SHORT_STRETCH - stretch) * COST.perShortMinute;
      if (next === activities.length) {
        const cost = sitting + (hungry ? COST.withoutLunch : 0);
        if (cost < best.cost) best = { cost, pauses: [] };
        break;
      }
      const [now, past] = [clock + stretch, done + stretch];
      const here =
        sitting + COST.pause + (splitsSection(activities, next) ? COST.insideSection : 0);
      const take = (pause: Pause, minutes: number, extra: number): void => {
        const rest = from(next, now + minutes, past, hungry && pause !== 'lunch');
        const cost = here + extra + rest.cost;
        if (cost < best.cost) best = { cost, pauses: [[next, pause], ...rest.pauses] };
      };
      take('break', BREAK, 0);
      const away = Math.abs(now - (lunch ?? 0));
      const isLunchTime = hungry && away <= AROUND_LUNCH_TIME;
      if (isLunchTime && past >= AROUND_LUNCH && total - past >= AROUND_LUNCH) {
        take('lunch', LUNCH, away * COST.perMinuteFromBestLunch);
      }
    }
    return best;
  };

  return new Map(from(0, start, 0, lunch !== undefined && start < lunch).pauses);
}

/** A pause beside a lab splits nothing: the room gets up anyway. */
function splitsSection(activities: readonly Activity[], index: number): boolean {
  const [before, after] = [activities[index - 1], activities[index]];
  if (before?.kind !== 'slide' || after?.kind !== 'slide') return false;
  return before.section.en === after.section.en;
}
