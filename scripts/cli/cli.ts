/** The learner's commands: `npm run lab`, `watch`, `hint`, `solution` and `reset`. */
import { makeContext, type Context } from './learner/context.ts';
import { showHint } from './learner/hint.ts';
import { runLab } from './learner/lab.ts';
import { listLabs } from './learner/list.ts';
import { rootFolder, runProgram } from '#terminal/program.ts';
import { resetLab } from './learner/reset.ts';
import { showSolution } from './learner/solution.ts';
import { readRequest, USAGE, type Request } from './learner/usage.ts';
import { watchLab } from './learner/watch.ts';

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
