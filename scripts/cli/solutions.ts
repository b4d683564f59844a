/** `npm run solutions`: the instructor's check of the whole course. */
import { print, rootFolder, runProgram } from '#terminal/program.ts';
import { pageOptions } from '#terminal/terminal.ts';
import { readRequest, USAGE, type Request } from '#instructor/arguments.ts';
import { checkCourse } from '#instructor/check-course.ts';
import { drawCourse } from '#instructor/draw.ts';
import { update } from '#instructor/update.ts';
import { drawNext } from '#terminal/next-line.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say } from '#text/message.ts';

/** 0 no fault, 1 at least one, 2 wrong usage. */
await runProgram({ usage: USAGE, read: readRequest, run: answer });

async function answer(request: Request, options: PageOptions): Promise<number> {
  if (request.update !== undefined) {
    const { lines, refused } = update(rootFolder(), request.update, request.lab);
    const page = new Page(options);
    for (const line of lines) page.line(page.text(line), 2);
    page.line();
    drawNext(page, say`check the course:`, 'npm run solutions');
    await print(page.toString());
    return refused ? 1 : 0;
  }
  if (process.stderr.isTTY) {
    const page = new Page(pageOptions(process.stderr, options.language));
    page.line(page.text(say`Checking the course; this takes a minute or two.`));
    await print(page.toString(), process.stderr);
  }
  const report = await checkCourse(rootFolder(), request.lab);
  await print(
    request.json ? `${JSON.stringify(report, undefined, 2)}\n` : drawCourse(report, options),
  );
  return report.outcome === 'passed' ? 0 : 1;
}
