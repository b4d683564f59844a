/** `npm run schedule`: the hours of a class, from the minutes in slides-notes. */
import { print, rootFolder, runProgram } from '#terminal/program.ts';
import { drawSchedule, scheduleData, type ScheduledClass } from '#notes/draw-schedule.ts';
import { NotesError } from '#notes/index.ts';
import { readProgramme } from '#notes/programme.ts';
import { schedule } from '#notes/schedule.ts';
import { readRequest, USAGE, type Request } from './schedule-arguments.ts';
import { Page, type PageOptions } from '#terminal/page.ts';

/** 0 printed, 1 there is a fault in the notes, 2 wrong usage. */
await runProgram<Request>({
  usage: USAGE,
  read: (args) => readRequest(args, process.env),
  run: answer,
});

async function answer(request: Request, options: PageOptions): Promise<number> {
  try {
    const classes = request.classes.map((kind): ScheduledClass => {
      const activities = readProgramme(rootFolder(), kind);
      const lunch = kind === 'full';
      return { kind, appointments: schedule(activities, request.start, { lunch }) };
    });
    await print(
      request.json
        ? `${JSON.stringify(scheduleData(classes), undefined, 2)}\n`
        : drawSchedule(classes, options),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof NotesError)) throw error;
    const page = new Page(options);
    page.line(page.text(error.text));
    await print(page.toString(), process.stderr);
    return 1;
  }
}
