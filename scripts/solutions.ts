/** `npm run solutions`: the instructor's check of the whole course. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageOptions } from './commands/terminal.ts';
import { UsageError } from './commands/usage.ts';
import { readRequest, USAGE, type Request } from './instructor/arguments.ts';
import { checkCourse } from './instructor/check-course.ts';
import { drawCourse } from './instructor/draw.ts';
import { update } from './instructor/update.ts';
import { drawNext } from './report/next-line.ts';
import { Page, type PageOptions } from './report/page.ts';
import { say } from './text/message.ts';

/** 0 no fault, 1 at least one, 2 wrong usage; anything else is a bug of ours. */
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readRequest(args);
    const options = pageOptions(process.stdout, request.language);
    if (request.help) {
      await print(usage(options));
      return 0;
    }
    return await answer(request, options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const options = pageOptions(process.stderr);
    const page = new Page(options);
    page.line(page.text(error.text));
    page.line();
    await print(page.toString() + usage(options), process.stderr);
    return 2;
  }
}

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
  const report = await checkCourse(rootFolder(), request.lab);
  await print(
    request.json ? `${JSON.stringify(report, undefined, 2)}\n` : drawCourse(report, options),
  );
  return report.outcome === 'passed' ? 0 : 1;
}

function usage(options: PageOptions): string {
  const page = new Page(options);
  for (const [command, meaning] of USAGE) {
    page.line(page.tone('strong', command));
    page.line(`    ${page.text(meaning)}`, 4);
  }
  return page.toString();
}

/** The repository's root; a test points it at a course of its own. */
function rootFolder(): string {
  const here = resolve(fileURLToPath(import.meta.url), '..', '..');
  return resolve(process.env['WORKSHOP_ROOT'] ?? here);
}

/** Waits until the text is out: a pipe may take it in parts. */
function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((done) => stream.write(text, () => done()));
}
