/** `npm run deploy`, `destroy`, `probe` and `template`: the labs' functions and APIs, on AWS. */
import { deployLab } from './cloud/deploy.ts';
import { destroyStack } from './cloud/destroy.ts';
import { probeStack } from './cloud/probe.ts';
import { writeTemplate } from './cloud/template.ts';
import { readRequest, USAGE } from './cloud/usage.ts';
import { rootFolder, runProgram } from '#terminal/program.ts';

const COMMANDS = {
  deploy: deployLab,
  destroy: destroyStack,
  probe: probeStack,
  template: writeTemplate,
};

/** 0 done, 1 it could not be, or AWS differs, or something is left; 2 wrong usage. */
await runProgram({
  usage: USAGE,
  read: (args) => readRequest(args, process.env),
  run: (request, page) => COMMANDS[request.command]({ root: rootFolder(), request, page }),
});
