/** `npm run schedule`: the hours of a class, from the minutes in slides-notes. */
import { drawSchedule, scheduleData, type ScheduledClass } from '#notes/draw-schedule.ts';
import { CLASSES, readProgramme } from '#notes/programme.ts';
import { schedule, USUAL_LUNCH } from '#notes/schedule.ts';
import type { Context } from '#terminal/command.ts';
import { UsageError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';

export interface ScheduleOptions {
  /** In minutes after midnight. */
  readonly start: number | undefined;
  /** When lunch is best, in minutes after midnight. */
  readonly lunch: number | undefined;
  readonly half: boolean;
  readonly full: boolean;
  readonly json: boolean;
}

/** Prints the classes that are asked for; both where none is. Throws a NotesError. */
export async function printSchedule(context: Context, options: ScheduleOptions): Promise<number> {
  const { start, lunch = USUAL_LUNCH } = options;
  if (start === undefined)
    throw new UsageError(say`Say when the class begins, such as --start 10:00.`);
  const asked = CLASSES.filter((kind) => options[kind]);
  const classes = (asked.length > 0 ? asked : CLASSES).map((kind): ScheduledClass => {
    const activities = readProgramme(context.root, kind);
    return { kind, appointments: schedule(activities, start, kind === 'full' ? { lunch } : {}) };
  });
  if (options.json) await context.printJson(scheduleData(classes));
  else await context.print(drawSchedule(classes, context.page));
  return 0;
}
