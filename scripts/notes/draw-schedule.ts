/** A schedule on a page of the terminal, and as data. */
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import type { ClassKind } from './programme.ts';
import type { Appointment } from './schedule.ts';

/** A class with its hours. */
export interface ScheduledClass {
  readonly kind: ClassKind;
  readonly appointments: readonly Appointment[];
}

/** `09:05`; a day later: `00:10 (+1)`. */
export function clockText(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60];
  const days = Math.floor(minutes / (24 * 60));
  const digits = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${digits} (+${days})` : digits;
}

export function drawSchedule(classes: readonly ScheduledClass[], options: PageOptions): string {
  const page = new Page(options);
  for (const [index, one] of classes.entries()) {
    if (index > 0) page.line();
    drawClass(page, one);
  }
  return page.toString();
}

function drawClass(page: Page, { kind, appointments }: ScheduledClass): void {
  const { start, end, slides, labs, pauses } = totals(appointments);
  const name = kind === 'half' ? say`Half day` : say`Full day`;
  page.line(page.tone('strong', say`${name}: ${clockText(start)} to ${clockText(end)}`));
  page.line(say`${slides} min of slides, ${labs} min of labs, ${pauses} min of breaks`);
  if (start < NOON && end > NOON + 60 && appointments.every((one) => one.kind !== 'lunch')) {
    page.line(say`It goes on over noon, and has no lunch.`);
  }
  const column = appointments.some((one) => one.end >= 24 * 60) ? 13 : 8;
  let section = '';
  for (const one of appointments) {
    if ('section' in one && one.section.en !== section) {
      section = one.section.en;
      page.line();
      page.line(page.tone('strong', one.section));
    }
    const text = page.text(say`${titleOf(one, page)} (${one.end - one.start} min)`);
    page.entry(clockText(one.start), text, { margin: 2, column });
  }
  page.entry(clockText(end), page.text(say`End`), { margin: 2, column });
}

/** In minutes after midnight. */
const NOON = 12 * 60;

function titleOf(one: Appointment, page: Page): Message {
  if (!('title' in one)) return one.kind === 'lunch' ? say`Lunch` : say`Break`;
  const title = verbatim(page.text(one.title));
  return one.kind === 'slide'
    ? say`Slide ${one.number}: ${title}`
    : say`Lab ${one.number}: ${title}`;
}

function totals(appointments: readonly Appointment[]) {
  const sum = (...kinds: readonly Appointment['kind'][]): number =>
    appointments
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((minutes, { start, end }) => minutes + end - start, 0);
  return {
    start: appointments[0]?.start ?? 0,
    end: appointments.at(-1)?.end ?? 0,
    slides: sum('slide'),
    labs: sum('lab'),
    pauses: sum('break', 'lunch'),
  };
}

/** One object for programs; it changes only with its `schema`. Minutes say how long, hours when. */
export function scheduleData(classes: readonly ScheduledClass[]) {
  return {
    schema: 1 as const,
    classes: classes.map(({ kind, appointments }) => {
      const { start, end, slides, labs, pauses } = totals(appointments);
      return {
        kind,
        start: clockText(start),
        end: clockText(end),
        minutes: { slides, labs, breaks: pauses },
        items: appointments.map((one) => ({
          kind: one.kind,
          ...('title' in one && { number: one.number, title: one.title, section: one.section }),
          start: clockText(one.start),
          end: clockText(one.end),
          minutes: one.end - one.start,
        })),
      };
    }),
  };
}
