/** The learner's commands: `npm run lab`, `watch`, `hint`, `solution` and `reset`. */
import { makeContext, type Context } from './commands/context.ts';
import { showHint } from './commands/hint.ts';
import { runLab } from './commands/lab.ts';
import { listLabs } from './commands/list.ts';
import { rootFolder, runProgram } from './commands/program.ts';
import { resetLab } from './commands/reset.ts';
import { showSolution } from './commands/solution.ts';
import { readRequest, USAGE, type Request } from './commands/usage.ts';
import { watchLab } from './commands/watch.ts';

/** 0 done or passed, 1 a check failed, 2 wrong usage. */
await runProgram({
  usage: USAGE,
  read: (args) => readRequest(args, process.env),
  run: (request, page) =>
    commandOf(request)(
      makeContext(rootFolder(), request, page, (text) => process.stdout.write(text)),
    ),
});

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
