/** The learner's commands: `npm run lab`, `watch`, `hint`, `solution` and `reset`. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeContext, type Context } from './commands/context.ts';
import { showHint } from './commands/hint.ts';
import { runLab } from './commands/lab.ts';
import { listLabs } from './commands/list.ts';
import { resetLab } from './commands/reset.ts';
import { showSolution } from './commands/solution.ts';
import { pageOptions } from './commands/terminal.ts';
import { readRequest, USAGE, UsageError, type Request } from './commands/usage.ts';
import { watchLab } from './commands/watch.ts';
import { Page, type PageOptions } from './report/page.ts';

/** 0 done or passed, 1 a check failed, 2 wrong usage; anything else is a bug of ours. */
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readRequest(args, process.env);
    const page = pageOptions(process.stdout, request.language);
    if (request.help) {
      await print(usage(page));
      return 0;
    }
    const context = makeContext(rootFolder(), request, page, (text) => process.stdout.write(text));
    const code = await commandOf(request)(context);
    await print('');
    return code;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const page = pageOptions(process.stderr);
    const text = new Page(page);
    text.line(text.text(error.text));
    text.line();
    await print(text.toString() + usage(page), process.stderr);
    return 2;
  }
}

function commandOf(request: Request): (context: Context) => Promise<number> {
  if (request.command === 'lab' && request.watch) return watchLab;
  const commands = {
    lab: request.lab === undefined ? listLabs : runLab,
    watch: watchLab,
    hint: showHint,
    solution: showSolution,
    reset: resetLab,
  };
  return commands[request.command];
}

function usage(options: PageOptions): string {
  const page = new Page(options);
  for (const [command, meaning] of USAGE) {
    page.entry(command, page.text(meaning), { column: 30 });
  }
  return page.toString();
}

/** The repository's root; a test points it at a course of its own. */
function rootFolder(): string {
  const here = resolve(fileURLToPath(import.meta.url), '..', '..');
  return resolve(process.env['WORKSHOP_ROOT'] ?? here);
}

/** Waits until the text, and all that was printed before it, is out: a pipe may take it in parts. */
function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((done) => stream.write(text, () => done()));
}
